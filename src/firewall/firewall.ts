export {
  askedBy,
  diffPlan,
  type ExtraPorts,
  listVerdicts,
  type PlanDifference,
  type PlannedPort,
  portsText,
} from './diff-plan.ts';
export { formats, type RuleFormat } from './formats/formats.ts';
export { type Judgement, judgeAside } from './judge/judge.ts';
export { makePlan } from './make-plan.ts';
export { type Network, networkText, parseHost, parseNetwork } from './network.ts';
export type { FirewallPlan, FirewallRule } from './plan.ts';
export { NotReadError, TooLargeError } from './refusals.ts';
export { leftOutText } from './script-text.ts';
