export { diffPlan, type PlanDifference, portsText } from './diff-plan.ts';
export { formats, type RuleFormat } from './formats/formats.ts';
export { makePlan } from './make-plan.ts';
export { type Network, networkText, parseHost, parseNetwork } from './network.ts';
export type { FirewallPlan, FirewallRule } from './plan.ts';
export { type Existing, mergeExisting, readExisting } from './read/read.ts';
export { leftOutText } from './script-text.ts';
