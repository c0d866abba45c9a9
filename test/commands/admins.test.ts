import { expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { openTestBot } from './fixture.ts';

const boss: Actor = { id: 'U_BOSS', role: 'administrator' };
/** A member whom `admins add @alice` names. */
const alice: Actor = { id: 'U_ALICE', role: 'member' };
const references = [
  { shown: '@alice', kind: 'person', id: 'U_ALICE' },
  { shown: '@bob', kind: 'person', id: 'U_BOB' },
] as const;

it('names people, who then name and remove others, but the last of them not themselves', async () => {
  const { askAs, storage } = await openTestBot();
  const ask = (actor: Actor, line: string) => askAs(actor, line, { references });
  const named = async () => (await storage.teams.administrators('slack:T1')).map(({ person }) => person);
  expect((await ask(alice, 'admins add @bob')).answer.lead).toContain('Only an administrator');
  await ask(boss, 'admins add @alice');
  expect(await ask(alice, 'admins add @bob')).toMatchObject({ outcome: 'answered' });
  expect(await named()).toEqual(['U_ALICE', 'U_BOB']);
  expect(await ask(alice, 'admins remove @bob')).toMatchObject({ outcome: 'answered' });
  const last = await ask(alice, 'admins remove @alice');
  expect(last).toMatchObject({ outcome: 'usage' });
  expect(last.answer.lead).toContain('You are the last administrator');
  expect(await named()).toEqual(['U_ALICE']);
  // The workspace's own administrators stay, whomever they remove.
  expect(await ask(boss, 'admins remove @alice')).toMatchObject({ outcome: 'answered' });
  expect(await named()).toEqual([]);
  expect((await ask(alice, 'settings set zone UTC')).answer.lead).toContain('Only an administrator');
});
