import { PermissionFlagsBits as Bits } from 'discord.js';
import { expect, test } from 'vitest';
import { channelPermissions, type PermissionQuestion } from '../../../../src/platforms/discord/posting/permissions.ts';

const now = new Date('2026-11-24T08:00:00Z');
const guild = (everyone: bigint, roles: Record<string, bigint> = {}) => ({
  id: 'g',
  owner_id: 'owner',
  roles: Object.entries({ g: everyone, ...roles }).map(([id, bits]) => ({ id, permissions: String(bits) })),
});
const role = (id: string, allow: bigint, deny: bigint) => ({ id, type: 0, allow: String(allow), deny: String(deny) });
const member = (allow: bigint, deny: bigint) => ({ id: 'bot', type: 1, allow: String(allow), deny: String(deny) });
const { ViewChannel: view, SendMessages: send, ReadMessageHistory: read, Administrator: admin } = Bits;

test.each<
  [what: string, question: Partial<PermissionQuestion> & { roles?: string[]; until?: string }, expected: bigint]
>([
  ['everybody’s', { guild: guild(view) }, view],
  ['and those of the roles it has', { guild: guild(view, { a: send, b: read }), roles: ['a'] }, view | send],
  ['a channel takes from everybody', { guild: guild(view | send), overwrites: [role('g', 0n, send)] }, view],
  [
    'and gives to a role, after it took from everybody',
    { guild: guild(view | send, { a: 0n }), roles: ['a'], overwrites: [role('a', send, 0n), role('g', 0n, send)] },
    view | send,
  ],
  [
    'of two roles, what is given counts',
    { guild: guild(view, { a: 0n, b: 0n }), roles: ['a', 'b'], overwrites: [role('a', send, 0n), role('b', 0n, send)] },
    view | send,
  ],
  [
    'roles it does not have count for nothing',
    { guild: guild(view, { a: 0n }), overwrites: [role('a', send, 0n)] },
    view,
  ],
  [
    'the member’s own is the last word',
    { guild: guild(view, { a: 0n }), roles: ['a'], overwrites: [member(0n, send), role('a', send, 0n)] },
    view,
  ],
  ['time-out leaves reading', { guild: guild(view | send | read), until: '2026-11-24T09:00:00Z' }, view | read],
  ['time-out that is over', { guild: guild(view | send), until: '2026-11-24T07:00:00Z' }, view | send],
])('%s', (_what, { roles = [], until, ...question }, expected) => {
  const who = { id: 'bot', roles, communication_disabled_until: until ?? null };
  expect(channelPermissions({ guild: guild(0n), overwrites: [], now, member: who, ...question })).toBe(expected);
});

test('administrators and the owner may everything, whatever a channel says', () => {
  const overwrites = [role('g', 0n, view | send)];
  const administrator = { id: 'bot', roles: ['a'] };
  const owner = { id: 'owner', roles: [] };
  for (const who of [administrator, owner]) {
    const granted = channelPermissions({ guild: guild(0n, { a: admin }), member: who, overwrites, now });
    expect(granted & (view | send | read)).toBe(view | send | read);
  }
});
