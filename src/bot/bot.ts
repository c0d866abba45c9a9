export {
  authoriseControl,
  type Control,
  mayChange,
  mayUseControl,
  requireAdministrator,
  requireMaker,
  requireMember,
  type TeamPolicy,
} from './access.ts';
export type {
  Action,
  Answer,
  AttachedFile,
  Citation,
  CodeSection,
  ListSection,
  NoteSection,
  Outcome,
  PortVerdict,
  Reply,
  Section,
  ShownInstant,
  TableSection,
} from './answer.ts';
export { longestAction, longestLabel, mostActions, shortTable, shownSources } from './answer.ts';
export { mostChoices, usageLine } from './argument-errors.ts';
export type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';
export { type Catalogue, type CatalogueEntry, createCatalogue, unknownCommand } from './catalogue.ts';
export {
  argument,
  type Command,
  type CommandProgress,
  type Group,
  isGroup,
  type Leaf,
  type RefusedBy,
  type RunContext,
  type RunControls,
  type SuggestContext,
  type Suggestion,
} from './command.ts';
export { type CompletionContext, completeArgument, completeLine, matchSuggestions } from './complete.ts';
export { BotError, errorReply, PlatformError, quote, UserError } from './errors.ts';
export {
  type ConnectionState,
  currentTrace,
  type Finding,
  type Limitation,
  type Logger,
  type Readiness,
  type RunningPlatform,
  traced,
  untraced,
} from './operation.ts';
export { parseArguments, readWord, wordsIn } from './parse-arguments.ts';
export {
  type Actor,
  type Attachment,
  type Capabilities,
  type Conversation,
  type Deed,
  type Input,
  type PlatformName,
  prefixOf,
  type Reference,
  type Request,
  type Role,
  type TeamKey,
} from './request.ts';
export type { Inspected } from './router.ts';
export { createRouter, type DispatchEvent, type Router, type RouterOptions } from './router.ts';
export { type Token, tokenize, tokenizeWords } from './tokenize.ts';
