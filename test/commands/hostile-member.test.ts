import { expect, it } from 'vitest';
import type { Actor, Reference, Request } from '../../src/bot/request.ts';
import type { Poster } from '../../src/reminders/ledger.ts';
import { createRandom } from '../crash/random.ts';
import { createStrictPeer } from '../reminders/strict-peer.ts';
import { catalogue, openTestBot } from './fixture.ts';

const team = 'slack:T1';
const mallory: Actor = { id: 'U_MALLORY', role: 'member' };
const others: readonly Actor[] = [
  { id: 'U_BOSS', role: 'administrator' },
  { id: 'U_ALICE', role: 'member' },
  { id: 'U_BOB', role: 'member' },
];
const references: readonly Reference[] = [
  { shown: '#board', kind: 'channel', id: 'C_BOARD' },
  ...[...others, mallory].map(({ id }) => ({ shown: `@${id.slice(2).toLowerCase()}`, kind: 'person' as const, id })),
];
const acts = 300;

it('changes nothing of the others’ in 300 acts, and reads nothing that is private', async () => {
  const bot = await openTestBot();
  const poster: Poster = {
    ...createStrictPeer().poster,
    check: async (_team, { id }, needs) =>
      id === 'C_BOARD' && needs?.asker === mallory.id ? { ok: false, message: 'You are not there.' } : { ok: true },
  };
  bot.posters.set('slack', poster);
  const ask = (actor: Actor, text: string, conversation: Request['conversation'] = { id: 'C1', private: false }) =>
    bot.askAs(actor, text, { references, conversation });
  const shared: string[] = [];
  const hidden: string[] = [];
  for (const actor of others) {
    const direct = { id: `D_${actor.id}`, private: true };
    const lines = [
      [shared, await ask(actor, 'remind add every day at 9 look at the queue')],
      [hidden, await ask(actor, 'remind add to me every day at 9 ask for a raise')],
      [hidden, await ask(actor, 'remind add every day at 9 ask for a raise', direct)],
    ] as const;
    for (const [ids, { outcome, answer }] of lines) {
      expect(outcome, answer.lead).toBe('answered');
      ids.push(answer.title.replace('Reminder ', ''));
    }
  }
  const removed = (await ask(others[1] ?? mallory, 'remind add every day at 9 gone')).answer.title.slice(9);
  await ask(others[1] ?? mallory, `remind remove ${removed}`);
  for (const line of ['settings set zone Asia/Tokyo', 'profile set version 24.5.0', 'updates policy on 3']) {
    expect(await ask(others[0] ?? mallory, line), line).toMatchObject({ outcome: 'answered' });
  }
  await ask(others[0] ?? mallory, 'deadlines add 2027-01-15 Renew the certificate');
  const everything = async () => ({
    reminders: (await bot.storage.ledger.list(team)).filter(({ createdBy }) => createdBy !== mallory.id),
    deadlines: (await bot.storage.ledger.listDeadlines(team)).filter(({ createdBy }) => createdBy !== mallory.id),
    settings: await bot.storage.teams.settings(team),
    profile: await bot.storage.teams.profile(team),
    administrators: await bot.storage.teams.administrators(team),
    board: (await bot.storage.ledger.list(team)).filter(({ target }) => target.id === 'C_BOARD'),
  });
  const before = await everything();
  expect(before.reminders.length).toBe(10);

  const random = createRandom(2008);
  const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
  const onAny = ['pause', 'resume', 'remove', 'restore', 'run-now', 'edit', 'show', 'preview'];
  // Done and Snooze on what a channel shows are everybody's; on what is private they are not.
  const onHidden = [...onAny, 'done', 'snooze'];
  const deadlineId = before.deadlines[0]?.id ?? '';
  const others3 = [
    `deadlines remove ${deadlineId}`,
    `deadlines edit ${deadlineId} 2030-01-01`,
    `deadlines done ${deadlineId}`,
    'remind add to #board every day at 9 you are all fired',
    'remind add escalate-to #board every day at 9 you are all fired',
    'remind add to @boss every minute pay me',
    'remind add to @alice tomorrow at 9 pay me',
    'remind add everyone every day at 9 look here',
    'settings set members may-change',
    'settings set channel #board',
    'settings set channel @mallory',
    'admins add @mallory',
    'admins remove @boss',
    'updates policy off',
    'profile clear',
    'unanswered',
  ];
  const examples = catalogue.entries
    .filter(({ leaf }) => leaf.changes !== true || leaf.access === 'administrator')
    .flatMap(({ leaf }) => leaf.examples);
  for (let act = 0; act < acts; act += 1) {
    const line = pick([
      () => `remind ${pick(onAny)} ${pick([...shared, removed])} tomorrow at 9 look`,
      () => `remind ${pick(onHidden)} ${pick(hidden)} ${pick(['', 'tomorrow at 9', 'all'])}`,
      () => pick(others3),
      () => pick(examples),
      () => pick(['remind list', 'remind list all', 'remind preview', 'status', 'deadlines']),
    ])();
    const reply = await ask(mallory, line);
    expect(reply.outcome, line).not.toBe('failed');
    expect(JSON.stringify(reply), line).not.toContain('ask for a raise');
  }
  expect(await everything()).toEqual(before);
  const sent = (await bot.storage.ledger.list(team)).filter(
    ({ createdBy, target }) => createdBy === mallory.id && target.kind === 'person' && target.id !== mallory.id,
  );
  expect(sent.length).toBeLessThanOrEqual(15);
  expect(sent.every(({ schedule }) => schedule.kind === 'once')).toBe(true);
});
