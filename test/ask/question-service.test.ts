import { describe, expect, it } from 'vitest';
import { createQuestionService } from '../../src/ask/unmet/question-service.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

/** Only these words are known. */
const asked = (text: string) => ({ text, isKnown: (word: string) => /^(?:which|port)$/.test(word) });
const unmet = { why: 'unknown', nearest: undefined } as const;

function desk(add: () => Promise<void>, keepTexts = false) {
  const added: (string | undefined)[] = [];
  const logger = createSilentLogger();
  let lost = 0;
  const made = createQuestionService({
    log: {
      add: (_team, _unmet, text) => {
        added.push(text);
        return add();
      },
      list: async () => [],
    },
    keepTexts,
    logger,
    onLost: () => {
      lost += 1;
    },
  });
  return { ...made, added, logger, lost: () => lost };
}

describe('counting a question', () => {
  it('keeps its text only where the operator wants it, and it holds no secret', async () => {
    const off = desk(async () => {});
    off.record('slack:T1', unmet, asked('which port'));
    await off.settled();
    expect(off.added).toEqual([undefined]);
    const on = desk(async () => {}, true);
    for (const text of ['which port', 'which port hunter2', 'my password is x'])
      on.record('slack:T1', unmet, asked(text));
    on.record('slack:T1', unmet);
    await on.settled();
    expect(on.added).toEqual(['which port', 'which port …', undefined, undefined]);
  });

  it('does not wait, and a store that fails is logged, counted and never heard of', async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    const { record, settled, logger, lost } = desk(() => promise);
    record('slack:T1', unmet, asked('which port'));
    expect(lost()).toBe(0);
    reject(new Error('disk full'));
    await settled();
    expect(lost()).toBe(1);
    expect(logger.lines).toEqual(['warn A question without an answer was not counted: disk full']);
  });

  it('survives a store that throws at once', async () => {
    const { record, settled, lost } = desk(() => {
      throw new Error('closed');
    });
    record('slack:T1', unmet);
    await settled();
    expect(lost()).toBe(1);
  });

  it('gives up what a store does not keep up with', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { record, settled, lost, added } = desk(() => promise);
    for (let index = 0; index < 150; index += 1) record('slack:T1', unmet);
    expect(lost()).toBe(50);
    resolve();
    await settled();
    expect(added).toHaveLength(100);
    record('slack:T1', unmet);
    await settled();
    expect(added).toHaveLength(101);
  });
});
