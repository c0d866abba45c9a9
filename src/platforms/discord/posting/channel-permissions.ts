import { type APIGuild, type APIGuildMember, type APIOverwrite, OverwriteType, PermissionFlagsBits } from 'discord.js';

/** Whose permissions, and where. */
export interface PermissionQuestion {
  readonly guild: Pick<APIGuild, 'id' | 'owner_id'> & { readonly roles: readonly GuildRole[] };
  readonly member: { readonly id: string } & Pick<APIGuildMember, 'roles' | 'communication_disabled_until'>;
  /** Those of the channel; of a thread, those of the channel it is in. */
  readonly overwrites: readonly Overwrite[];
  readonly now: Date;
}

interface GuildRole {
  readonly id: string;
  readonly permissions: string;
}

type Overwrite = Pick<APIOverwrite, 'id' | 'type' | 'allow' | 'deny'>;

const everything = ~0n;
/** What is left to a member in time-out (developers/topics/permissions#permissions-for-timed-out-members). */
const inTimeOut = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/**
 * What a member may do in a channel, as a set of bits. discord.js works this out for what its cache holds; this is for
 * what the REST API returns, so that it needs no gateway.
 *
 * Source: developers/topics/permissions#permission-overwrites
 */
export function channelPermissions({ guild, member, overwrites, now }: PermissionQuestion): bigint {
  if (guild.owner_id === member.id) return everything;
  // The role of everybody has the server's id.
  const roles = new Set([guild.id, ...member.roles]);
  const base = guild.roles
    .filter(({ id }) => roles.has(id))
    .reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const ofRoles = ({ id, type }: Overwrite) => type === OverwriteType.Role && id !== guild.id && roles.has(id);
  const steps = [
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id === guild.id),
    overwrites.filter(ofRoles),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.id),
  ];
  const granted = steps.reduce((bits, step) => (bits & ~union(step, 'deny')) | union(step, 'allow'), base);
  const until = member.communication_disabled_until;
  return until && new Date(until) > now ? granted & inTimeOut : granted;
}

function union(overwrites: readonly Overwrite[], which: 'allow' | 'deny'): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[which]), 0n);
}
