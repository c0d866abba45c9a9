import { describe, expect, it } from 'vitest';
import {
  inviteLink,
  invitePermissions,
  permissionsByUse,
} from '../../../../src/platforms/discord/registration/invite-link.ts';

describe('the invite link', () => {
  it('asks for exactly what the bot does, bit by bit as Discord documents them', () => {
    // https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags
    const byHand =
      0x0000_0000_0000_0400n + // VIEW_CHANNEL
      0x0000_0000_0000_0800n + // SEND_MESSAGES
      0x0000_0000_0000_8000n + // ATTACH_FILES
      0x0000_0000_0001_0000n + // READ_MESSAGE_HISTORY
      0x0000_0040_0000_0000n; // SEND_MESSAGES_IN_THREADS
    expect(invitePermissions()).toBe(byHand);
    expect(byHand).toBe(274_878_008_320n);
    expect(Object.values(permissionsByUse)).toHaveLength(5);
  });

  it('never asks to manage anything, and to ping everybody only where that is wanted', () => {
    const administrator = 0x8n;
    const mentionEveryone = 0x2_0000n;
    expect(invitePermissions() & (administrator | mentionEveryone)).toBe(0n);
    expect(invitePermissions({ everyone: true })).toBe(invitePermissions() | mentionEveryone);
  });

  it('is one that can be opened as it stands', () => {
    const link = new URL(inviteLink('800000000000000001'));
    expect(link.origin + link.pathname).toBe('https://discord.com/oauth2/authorize');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      client_id: '800000000000000001',
      permissions: '274878008320',
      scope: 'bot applications.commands',
    });
  });
});
