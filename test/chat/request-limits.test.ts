import { expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { createRequestCounter } from '../../src/chat/request-limits.ts';

function bench() {
  const clock = { now: new Date('2026-11-29T03:00:00Z') };
  const counter = createRequestCounter({ person: 3, team: 5 }, () => clock.now);
  const ask = (id: string, team = 'slack:T1', role: Actor['role'] = 'member') =>
    counter.take({ team: team as 'slack:T1', actor: { id, role } });
  return { clock, ask };
}

it('answers so many requests of a person in a minute, and no more', () => {
  const { clock, ask } = bench();
  expect([ask('U1'), ask('U1'), ask('U1')]).toEqual([undefined, undefined, undefined]);
  expect(ask('U1')).toMatchObject({
    code: 'too-many-requests',
    message: expect.stringContaining('3 requests and button presses a minute from you'),
  });
  expect(ask('U2')).toBeUndefined();
  expect(ask('U1', 'slack:T2')).toBeUndefined();
  clock.now = new Date(clock.now.getTime() + 60_000);
  expect(ask('U1')).toBeUndefined();
});

it('answers so many of a team, which nobody can use up alone', () => {
  const { ask } = bench();
  for (let asked = 0; asked < 50; asked += 1) ask('U1');
  expect([ask('U2'), ask('U2')]).toEqual([undefined, undefined]);
  expect(ask('U3')).toMatchObject({
    message: expect.stringContaining('5 requests and button presses a minute from this team'),
  });
});

it('leaves a team its own, however many strangers ask in a channel that is shared', () => {
  const { ask } = bench();
  const stranger = (id: string) => ask(id, 'slack:T1', 'outsider');
  for (let person = 0; person < 5; person += 1) expect(stranger(`U9${person}`)).toBeUndefined();
  expect(stranger('U99')).toMatchObject({ code: 'too-many-requests' });
  expect([ask('U1'), ask('U2')]).toEqual([undefined, undefined]);
});
