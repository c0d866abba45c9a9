export { requireCreator } from './access.ts';
export type {
  Action,
  Answer,
  AttachedFile,
  Citation,
  CodeSection,
  ListSection,
  NoteSection,
  Section,
  ShownInstant,
  TableSection,
} from './answer.ts';
export { answerOfError } from './answer-of-error.ts';
export { argument, type SuggestContext, type Suggestion } from './argument.ts';
export type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';
export { callLine } from './call-line.ts';
export { type Catalogue, type CatalogueEntry, createCatalogue } from './catalogue.ts';
export { type Command, type Group, isGroup, type Leaf, type RefusedBy, type RunContext } from './command.ts';
export { type CompletionContext, completeArgument, completeLine } from './complete.ts';
export { BotError } from './errors/bot-error.ts';
export { PlatformError } from './errors/platform-error.ts';
export { UserError } from './errors/user-error.ts';
export type { Inspected } from './inspect.ts';
export type { Logger } from './logger.ts';
export { matchSuggestions } from './match-suggestions.ts';
export { onceForEach } from './once-for-each.ts';
export { parseArguments } from './parse-arguments.ts';
export type { Readiness, RunningPlatform } from './platform.ts';
export { quote } from './quote.ts';
export { readWord, wordsIn } from './read-word.ts';
export { remember } from './remember.ts';
export type { Outcome, Reply } from './reply.ts';
export type {
  Actor,
  Attachment,
  Capabilities,
  Conversation,
  Input,
  PlatformName,
  Reference,
  Request,
  TeamKey,
} from './request.ts';
export { createRouter, type DispatchEvent, type Router, type RouterOptions } from './router.ts';
export { type Token, tokenize, tokensOfWords } from './tokenize.ts';
export { unknownCommand } from './unknown-command.ts';
export { mostChoices, usageLine } from './usage.ts';
