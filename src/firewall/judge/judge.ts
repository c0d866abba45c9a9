export type { Asked, Finding } from './asked.ts';
export { TooLargeError } from './budget.ts';
export { judgeAside } from './judge-aside.ts';
export type { Judgement } from './judge-texts.ts';
