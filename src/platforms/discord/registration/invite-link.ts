import { PermissionFlagsBits } from 'discord.js';

/** The bot's actions in a server, each with the one permission it takes. */
export const permissionsByUse = {
  'see the channels it is asked in': PermissionFlagsBits.ViewChannel,
  'post reminders and shared answers': PermissionFlagsBits.SendMessages,
  'answer in threads': PermissionFlagsBits.SendMessagesInThreads,
  'send rule scripts and calendars as files': PermissionFlagsBits.AttachFiles,
  'look whether a reminder arrived, before it posts again': PermissionFlagsBits.ReadMessageHistory,
} as const;

/**
 * Only for reminders made with `everyone`, which administrators can make. Not asked for by default: a bot that cannot
 * ping everybody cannot be made to.
 */
const pingEverybody = PermissionFlagsBits.MentionEveryone;

/** The permissions the bot asks for: no more than it uses. */
export function invitePermissions({ everyone = false }: { everyone?: boolean } = {}): bigint {
  return Object.values(permissionsByUse).reduce((sum, bit) => sum | bit, everyone ? pingEverybody : 0n);
}

/**
 * The link by which somebody who may manage a server adds the bot to it.
 *
 * @param application its id
 * @param options `everyone`: with the permission that reminders need which ping everybody
 */
export function inviteLink(application: string, options?: { everyone?: boolean }): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', application);
  link.searchParams.set('permissions', String(invitePermissions(options)));
  link.searchParams.set('scope', 'bot applications.commands');
  return link.href;
}
