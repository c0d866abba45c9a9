export type { Asked, Finding } from './asked-ports.ts';
export { judgeAside } from './judge-aside.ts';
export type { Judgement } from './judge-texts.ts';
