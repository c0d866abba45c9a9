import type { APIInteraction } from 'discord.js';
import { expect, it } from 'vitest';
import { readAsker } from '../../../../src/platforms/discord/events/requests.ts';

/* Fields in the forms of developers/interactions/receiving-and-responding, with ids of our own. */

const guild = '700000000000000010';
const user = { id: '700000000000001000', username: 'alice', discriminator: '0', avatar: null };
const manager = { user, roles: [], permissions: '32', joined_at: '2026-01-01T00:00:00.000Z', deaf: false, mute: false };
const member = { ...manager, permissions: '2048' };
const added = { '0': guild };
const brought = { '1': user.id };

it.each<[string, object, object]>([
  [
    'a member of a server',
    { guild_id: guild, member, context: 0, authorizing_integration_owners: added },
    { team: `discord:${guild}`, actor: { role: 'member' }, conversation: { private: false } },
  ],
  [
    'whoever manages a server',
    { guild_id: guild, member: manager, context: 0, authorizing_integration_owners: { ...added, ...brought } },
    { team: `discord:${guild}`, actor: { role: 'administrator' } },
  ],
  [
    'somebody who brought the bot to a server that did not add it',
    { guild_id: guild, member, context: 0, authorizing_integration_owners: brought },
    { actor: { role: 'outsider', doubt: expect.stringContaining('not added') } },
  ],
  [
    'whoever manages a server that did not add it',
    { guild_id: guild, member: manager, context: 0, authorizing_integration_owners: brought },
    { actor: { role: 'outsider' } },
  ],
  [
    'a member in a thread of a forum',
    { guild_id: guild, member, channel: { id: '5', type: 11, parent_id: '4' }, authorizing_integration_owners: added },
    { team: `discord:${guild}`, actor: { role: 'member' }, conversation: { id: '5', private: false } },
  ],
  [
    'a member in a channel in which only few may write',
    { guild_id: guild, member: { ...member, permissions: '1024' }, channel: { id: '6', type: 5 } },
    { actor: { role: 'member' }, conversation: { id: '6', readOnly: true } },
  ],
  [
    'a member who may write in a channel, but not in its threads',
    { guild_id: guild, member, channel: { id: '5', type: 11, parent_id: '4' } },
    { conversation: { readOnly: true } },
  ],
  [
    'an administrator there',
    { guild_id: guild, member: { ...member, permissions: '8' }, channel: { id: '6', type: 5 } },
    { conversation: { id: '6', private: false } },
  ],
  [
    'somebody in a direct message with the bot',
    { user, context: 1, authorizing_integration_owners: { '0': '0' } },
    { team: `discord:dm-${user.id}`, actor: { role: 'administrator' }, conversation: { private: true } },
  ],
  [
    'somebody in a message between people',
    { user, context: 2, authorizing_integration_owners: brought },
    { team: `discord:dm-${user.id}`, conversation: { private: false } },
  ],
])('%s', (_who, interaction, expected) => {
  const asker = readAsker({ channel_id: '3', ...interaction } as unknown as APIInteraction, {
    administrators: new Set(),
  });
  expect(asker).toMatchObject(expected);
});
