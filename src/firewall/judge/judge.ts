export type { Asked, Finding } from './asked.ts';
export { judgeAside } from './judge-aside.ts';
export type { Judgement } from './judge-texts.ts';
