import type { Actor, Capabilities, Conversation, Reference, Request, TeamKey } from '../../bot/bot.ts';
import { decodeText } from './decode-text.ts';
import type { ButtonPayload, CommandPayload, EventEnvelope, MessageEvent } from './payloads.ts';
import { referencesIn } from './references-in.ts';

/** What every request gets from the program rather than from Slack. */
export interface RequestSource {
  /** The IANA zone dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The Slack ids of the people the operator named as administrators. */
  readonly administrators: ReadonlySet<string>;
  /** True as soon as it is known that the bot may upload files. */
  readonly files: () => boolean;
}

const capabilities: Omit<Capabilities, 'files'> = { prefix: '/mdaemon ', buttons: true };

/** The request in a slash command. */
export function requestOfCommand(payload: CommandPayload, source: RequestSource): Request {
  const { team_id, enterprise_id, user_id, channel_id, text = '' } = payload;
  const line = { text: decodeText(text), references: referencesIn(text) };
  return build(source, teamKey(team_id, enterprise_id), user_id, conversation(channel_id), line);
}

/** The request in a mention or a direct message. The mention itself, which only says who is asked, is left out. */
export function requestOfMessage(
  envelope: EventEnvelope,
  event: MessageEvent,
  source: RequestSource,
  botUserId: string | undefined,
): Request {
  const { text = '', user = '', channel, thread_ts } = event;
  const authorization = envelope.authorizations?.[0];
  const team = teamKey(
    authorization?.team_id ?? envelope.team_id,
    authorization?.enterprise_id ?? envelope.enterprise_id,
  );
  const bot = mentionOfBot(text, [authorization?.user_id, botUserId]);
  const line = { text: decodeText(text, bot).replace(/^[,:]\s*/, ''), references: referencesIn(text, bot) };
  return build(source, team, user, conversation(channel, thread_ts), line);
}

/** The id by which the bot is mentioned: one it is known by, else whoever the message begins with. */
function mentionOfBot(text: string, known: readonly (string | undefined)[]): string | undefined {
  const named = known.find((id) => id !== undefined && text.includes(`<@${id}`));
  return named ?? (known.every((id) => id === undefined) ? /^\s*<@([UW][A-Z0-9]+)/.exec(text)?.[1] : undefined);
}

/** The request behind a button that carries a command line. */
export function requestOfButton(payload: ButtonPayload, line: string, source: RequestSource): Request {
  const where = conversation(channelOf(payload), payload.container?.thread_ts);
  return build(source, teamOfButton(payload), payload.user.id, where, { text: line, references: [] });
}

/** The team a button was pressed in. */
export function teamOfButton({ team, enterprise, user }: ButtonPayload): TeamKey {
  return teamKey(team?.id ?? user.team_id, enterprise?.id ?? team?.enterprise_id);
}

/** A person by their Slack id. Slack tells nothing about roles without a further scope; the operator does. */
export function actorOf(id: string, { administrators }: Pick<RequestSource, 'administrators'>): Actor {
  return { id, role: administrators.has(id) ? 'administrator' : 'member' };
}

/** The channel a button was pressed in; empty where Slack names none. */
export function channelOf({ channel, container }: ButtonPayload): string {
  return channel?.id ?? container?.channel_id ?? '';
}

/** True for a direct message: its id begins with D. */
export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}

/** A line as a person typed it, with the ids behind the names in it. */
interface Line {
  readonly text: string;
  readonly references: readonly Reference[];
}

function build(source: RequestSource, team: TeamKey, userId: string, where: Conversation, line: Line): Request {
  return {
    id: source.newId(),
    team,
    actor: actorOf(userId, source),
    conversation: where,
    zone: source.zone,
    receivedAt: source.now(),
    capabilities: { ...capabilities, files: source.files() },
    input: { kind: 'text', text: line.text },
    ...(line.references.length === 0 ? {} : { references: line.references }),
  };
}

function conversation(id: string, thread?: string): Conversation {
  const where = { id, private: isDirectMessage(id) };
  return thread === undefined ? where : { ...where, thread };
}

/** A workspace's key; an organisation's where the app is installed for all of it and Slack names no workspace. */
export function teamKey(teamId: string | null | undefined, enterpriseId: string | null | undefined): TeamKey {
  return `slack:${teamId ?? enterpriseId ?? 'unknown'}`;
}
