import { describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../src/bot/bot.ts';
import { createFindActor } from '../../src/chat/actors.ts';

const team = 'slack:T1';
const member: Actor = { id: 'U1', role: 'member' };

/** A platform that knows everybody as an administrator, and a clock. */
function bench() {
  const clock = { now: new Date('2026-11-29T03:00:00Z') };
  const ask = vi.fn(async (_team: string, actor: Actor): Promise<Actor> => ({ ...actor, role: 'administrator' }));
  return { clock, ask, find: createFindActor({ label: 'Slack', findActor: ask }, () => clock.now) };
}

describe('who somebody is', () => {
  it('is what the event says, where the platform has no more to say', async () => {
    expect(await createFindActor({ label: 'Discord' }, () => new Date())(team, member)).toEqual(member);
  });

  it('is asked once in five minutes, for each team', async () => {
    const { clock, ask, find } = bench();
    expect(await find(team, member)).toEqual({ id: 'U1', role: 'administrator' });
    await find(team, member);
    expect(ask).toHaveBeenCalledTimes(1);
    await find('slack:T2', member);
    expect(ask).toHaveBeenCalledTimes(2);
    clock.now = new Date(clock.now.getTime() + 5 * 60_000 + 1);
    await find(team, member);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('is not asked of an outsider, nor of an administrator whom the operator named', async () => {
    const { ask, find } = bench();
    for (const role of ['outsider', 'administrator'] as const) {
      expect(await find(team, { id: 'U1', role })).toEqual({ id: 'U1', role });
    }
    expect(ask).not.toHaveBeenCalled();
  });

  it('is an outsider where the platform cannot say, until it can', async () => {
    const { ask, find } = bench();
    ask.mockRejectedValueOnce(new Error('away'));
    expect(await find(team, member)).toMatchObject({ role: 'outsider', doubt: expect.stringContaining('Slack') });
    expect(await find(team, member)).toMatchObject({ role: 'administrator' });
  });
});
