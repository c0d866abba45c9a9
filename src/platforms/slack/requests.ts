import type { Actor, Capabilities, Conversation, Reference, Request, TeamKey } from '../../bot/bot.ts';
import type { RequestSource } from '../../chat/chat.ts';
import { type SlackHome, settleTeam, slackActor } from './home-team.ts';
import type { Presser } from './payloads.ts';

/** What decoding knows beside the event. */
export interface DecodeContext {
  readonly source: RequestSource;
  readonly capabilities: Capabilities;
  /** Where the app is installed, once Slack has said so. */
  readonly home: SlackHome | undefined;
}

/** A line as a person typed it, with the ids behind the names in it. */
interface Line {
  readonly text: string;
  readonly references: readonly Reference[];
}

/** Who asks, and for which team. */
export interface Asker {
  readonly team: TeamKey;
  readonly actor: Actor;
}

export function buildRequest(
  { source, capabilities }: DecodeContext,
  { team, actor }: Asker,
  where: Conversation,
  line: Line,
): Request {
  return {
    id: source.newId(),
    team,
    actor,
    conversation: where,
    zone: source.zone,
    receivedAt: source.now(),
    capabilities,
    input: { kind: 'text', text: line.text },
    ...(line.references.length === 0 ? {} : { references: line.references }),
  };
}

/** Whoever presses, opens or sends something. */
export function readPresser({ team, enterprise, user }: Presser, { source, home }: DecodeContext): Asker {
  const named = { team: team?.id ?? user.team_id, organisation: enterprise?.id ?? team?.enterprise_id };
  const settled = settleTeam(named, user.team_id ?? team?.id, home);
  return { team: settled.team, actor: slackActor(user.id, settled.isElsewhere, source) };
}

export function conversation(id: string, thread?: string): Conversation {
  const where = { id, private: isDirectMessage(id) };
  return thread === undefined ? where : { ...where, thread };
}

/** True for a direct message: its id begins with D. */
export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}

/** The same request, sent again by whoever got hold of it, is answered once. */
export function identified(triggerId: string | undefined): { readonly id?: string } {
  return typeof triggerId === 'string' && triggerId !== '' ? { id: `trigger ${triggerId}` } : {};
}
