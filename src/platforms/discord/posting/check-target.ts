import { ChannelType } from 'discord.js';
import type { Logger, TeamKey } from '../../../bot/bot.ts';
import type { Poster, PostNeeds, Readers, Target } from '../../../reminders/reminders.ts';
import { type DiscordFailure, FailedCall, refusalRemedy } from '../failures.ts';
import { readTeamKey } from '../ids.ts';
import {
  type ChannelAccess,
  type ChannelInfo,
  holdsMessages,
  mayManageThreads,
  mayView,
  missingPermissions,
  missingToWrite,
} from './permissions.ts';

type Check = Awaited<ReturnType<Poster['check']>>;

interface CheckTargetParts {
  readonly access: ChannelAccess;
  readonly logger: Logger;
  readonly timeoutMs: number;
}

const fine: Check = { ok: true };
const refuse = (message: string): Check => ({ ok: false, message });

/**
 * Tells whether a post would arrive, when a reminder is made: in a channel of the team's own server that holds messages,
 * where the bot may see, write and read the history; to a person of that server; or in the direct messages with the one
 * who asks.
 *
 * A channel nobody can say the server of is refused, since it might be somebody else's. Where Discord does not say what
 * the bot may do there, the reminder is made and the log says that it was not checked: a post that fails is told to its
 * owner when it is due.
 */
export async function checkTarget(
  team: TeamKey,
  target: Target,
  needs: PostNeeds,
  parts: CheckTargetParts,
): Promise<Check> {
  if (target.kind === 'terminal') return refuse('The terminal cannot be reached from Discord. Name a channel.');
  const asked = readTeamKey(team);
  const signal = AbortSignal.timeout(parts.timeoutMs);
  if (asked.kind === 'direct') return checkDirect(asked.person, target, parts, signal);
  if (target.kind === 'person') {
    const member = await parts.access.isMember(asked.guild, target.id, signal);
    return member.kind === 'done' ? fine : afterFailure(member, target, parts);
  }
  const channel = await parts.access.channel(target.id, signal);
  if (channel.kind !== 'done') return unknownChannel(channel);
  if (channel.value.guild_id !== asked.guild) return refuse('That channel is not in this server. Name one that is.');
  return checkPermissions(asked.guild, channel.value, needs, parts, signal);
}

async function checkDirect(person: string, { kind, id }: Target, { access }: CheckTargetParts, signal: AbortSignal) {
  const onlyYou = refuse(
    'In a direct message I can remind only you. To remind others, ask me in a channel of your server.',
  );
  if (kind === 'person') return id === person ? fine : onlyYou;
  const channel = await access.channel(id, signal);
  if (channel.kind !== 'done') return unknownChannel(channel);
  const { type, recipients = [] } = channel.value;
  return type === ChannelType.DM && recipients.some((each) => each.id === person) ? fine : onlyYou;
}

async function checkPermissions(
  guild: string,
  channel: ChannelInfo,
  needs: PostNeeds,
  parts: CheckTargetParts,
  signal: AbortSignal,
): Promise<Check> {
  if (!holdsMessages(channel)) {
    return refuse('I cannot post in a channel of that kind. Choose a text channel or a thread.');
  }
  const granted = await parts.access.permissions(guild, channel, signal);
  if (granted.kind !== 'done') return afterFailure(granted, { kind: 'channel', id: channel.id }, parts);
  const missing = missingPermissions(channel, granted.value, needs);
  if (missing.length > 0) {
    return refuse(
      `I lack these permissions there: ${missing.join(', ')}. Grant them (Edit Channel, Permissions), or choose another channel.`,
    );
  }
  return needs.asker === undefined ? fine : checkAsker(guild, channel, needs.asker, parts, signal);
}

/** Whether a person may write in a channel. Whatever Discord does not say is a no. */
async function checkAsker(
  guild: string,
  channel: ChannelInfo,
  asker: string,
  { access }: CheckTargetParts,
  signal: AbortSignal,
): Promise<Check> {
  const granted = await access.permissions(guild, channel, signal, asker);
  if (granted.kind !== 'done') return askerUnknown;
  const missing = missingToWrite(channel, granted.value);
  if (missing.length > 0) {
    return refuse(
      `You lack these permissions there: ${missing.join(', ')}. So I can’t post there for you. Name another channel.`,
    );
  }
  if (channel.type !== ChannelType.PrivateThread || mayManageThreads(granted.value)) return fine;
  const inside = await access.isInThread(channel.id, asker, signal);
  if (inside.kind === 'done') return fine;
  return inside.kind === 'error' ? refuse('You are not in that private thread. Name another channel.') : askerUnknown;
}

/**
 * Whether a person may read a channel of the team's server. Never that everybody may: that takes every role's permissions.
 *
 * @throws {FailedCall} where Discord does not say
 */
export async function findReaders(
  team: TeamKey,
  channelId: string,
  person: string,
  { access }: Pick<CheckTargetParts, 'access'>,
  signal: AbortSignal,
): Promise<Readers> {
  const asked = readTeamKey(team);
  // Direct messages are their person's own.
  if (asked.kind === 'direct') return asked.person === person ? 'person' : 'others';
  const channel = await access.channel(channelId, signal);
  if (channel.kind !== 'done') throw new FailedCall(channel);
  const granted = await access.permissions(asked.guild, channel.value, signal, person);
  if (granted.kind !== 'done') throw new FailedCall(granted);
  if (!mayView(granted.value)) return 'others';
  if (channel.value.type !== ChannelType.PrivateThread || mayManageThreads(granted.value)) return 'person';
  return (await access.isInThread(channelId, person, signal)).kind === 'done' ? 'person' : 'others';
}

const askerUnknown = refuse('Discord does not tell me right now whether you may write there. Try again in a minute.');

/** Discord refused, so it says why; or it cannot say for now. */
function afterFailure(failure: DiscordFailure, { kind, id }: Target, { logger }: CheckTargetParts): Check {
  if (failure.kind === 'error') return refuse(refusalRemedy(failure));
  const fields = { platform: 'discord', target: kind, id, reason: failure.reason };
  logger.warn(fields, 'Whether a reminder can be delivered was not checked');
  return fine;
}

function unknownChannel(failure: DiscordFailure): Check {
  if (failure.kind === 'error') return refuse(refusalRemedy(failure));
  return refuse('Discord does not tell me about that channel right now. Try again in a minute.');
}
