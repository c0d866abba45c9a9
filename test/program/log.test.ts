import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { traced } from '../../src/bot/bot.ts';
import { createLog } from '../../src/program/log.ts';

/** A log and what it wrote. */
function open(isTTY: boolean, level = 'debug') {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const logger = createLog(level, { isTTY, write });
  return { logger, plain: () => stripVTControlCharacters(text), raw: () => text };
}

describe('the log', () => {
  it('is one JSON object a line where no person reads along', () => {
    const { logger, raw } = open(false, 'info');
    logger.info({ platform: 'slack' }, 'Connected to Slack');
    logger.debug({}, 'Too much');
    logger.error({ err: new Error('broken') }, 'Failed');
    const [first, second, ...rest] = raw()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toEqual({ level: 30, time: expect.any(Number), platform: 'slack', msg: 'Connected to Slack' });
    expect(second).toMatchObject({ level: 50, msg: 'Failed', err: { message: 'broken', stack: expect.any(String) } });
    expect(rest).toEqual([]);
  });

  it('is a sentence with its fields behind at a terminal', () => {
    const { logger, plain, raw } = open(true);
    logger.warn({ platform: 'slack', delayMs: 1_000, reason: 'no way' }, 'Slack is away');
    expect(plain()).toMatch(/^\d\d:\d\d:\d\d WARN {2}Slack is away {2}platform=slack delayMs=1000 reason="no way"\n$/);
    logger.error({ err: new Error('broken') }, 'Failed');
    expect(plain()).toMatch(/ERROR Failed\n {2}Error: broken\n {2,}at /);
    expect(raw()).not.toContain('{"level"');
  });

  it('cannot be steered by what strangers typed', () => {
    const { logger, raw } = open(true);
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u202e\nWARN fake';
    logger.warn({ reason: hostile, [hostile]: 1, err: new Error(hostile) }, hostile);
    const ours = raw().replaceAll(/\p{Cc}\[\d+m/gu, '');
    const steering = Array.from(ours).filter((each) => (each < ' ' && each !== '\n') || '\u007f\u202e'.includes(each));
    expect(steering).toEqual([]);
    expect(ours.split('\n').filter((line) => /^WARN/.test(line))).toEqual([]);
  });

  it('names the event or the delivery that a line belongs to, however deep it is written, and never another', async () => {
    const { logger, raw } = open(false);
    const work = async (id: string) => {
      await Promise.resolve();
      logger.info({}, id);
      await new Promise((resolve) => setImmediate(resolve));
      traced({ delivery: `d-${id}` }, () => logger.info({ request: 'own' }, id));
    };
    await Promise.all(['a', 'b', 'c'].map((id) => traced({ request: id }, () => work(id))));
    logger.info({}, 'none');
    const lines = raw()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const { msg, request, delivery } of lines) {
      if (msg === 'none') expect([request, delivery]).toEqual([undefined, undefined]);
      else if (delivery === undefined) expect(request).toBe(msg);
      else expect([request, delivery]).toEqual(['own', `d-${msg}`]);
    }
    expect(lines).toHaveLength(7);
    // A field that a line names itself stands once.
    expect(raw().match(/"request":"own"/g)).toHaveLength(3);
    expect(raw()).not.toMatch(/"request":"\w+"[^\n]*"request"/);
  });
});
