import type { Stance } from '../../../src/ask/verdict/stance.ts';

/** What has learnt nothing, as before the first training: the order of words alone tells whether a yes or a no is asked for. */
export const withoutStance: Stance = { asksYesNo: (reading) => (reading.seemsYesNo ? 1 : 0), wordOf: () => undefined };
