export type { Listing } from './listing.ts';
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
