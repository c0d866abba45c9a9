export { formats } from './all-formats.ts';
export type { RuleFormat } from './format.ts';
