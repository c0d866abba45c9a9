export type { Listing } from './listing.ts';
export { NotReadError } from './not-read.ts';
export { readTexts } from './read-texts.ts';
export type {
  Chain,
  ChainRule,
  Condition,
  ConnectionState,
  Hook,
  NatTarget,
  Ruleset,
  Span,
} from './ruleset.ts';
