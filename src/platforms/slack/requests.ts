import type { Actor, Capabilities, Conversation, Reference, Request, TeamKey } from '../../bot/bot.ts';
import type { RequestSource } from '../../chat/chat.ts';
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
interface Asker {
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

/** Where the app is installed, as Slack says of its token: a workspace, an organisation (Enterprise Grid), or both. */
export interface SlackHome {
  /** Absent where the app is installed for the whole organisation. */
  readonly team?: string;
  readonly organisation?: string;
}

/** The workspace and the organisation that a payload names. */
interface Named {
  readonly team?: string | null | undefined;
  readonly organisation?: string | null | undefined;
}

/**
 * Settles for which team somebody asks, and whether they may be of it.
 *
 * What a token is installed for never changes with the payload: in a channel that organisations share, a payload may name
 * the other one's workspace. Whoever belongs there is an outsider. Where the app is installed for a whole organisation, that is the
 * team: some payloads name a workspace of it and others none. Within an organisation people of other workspaces are
 * taken for members until Slack is asked who they are.
 *
 * Source: https://docs.slack.dev/apis/slack-connect/using-slack-connect-api
 *
 * @param own the workspace that the payload names as the person's own
 * @param home absent until Slack has been asked: the payload alone decides then
 */
export function settleTeam(
  named: Named,
  own: string | undefined,
  home: SlackHome | undefined,
): { readonly team: TeamKey; readonly isElsewhere: boolean } {
  const installed = home === undefined ? (named.team ?? named.organisation) : (home.team ?? home.organisation);
  const team = installed ?? 'unknown';
  const organisation = home === undefined ? named.organisation : home.organisation;
  return { team: `slack:${team}`, isElsewhere: own !== undefined && own !== team && !organisation };
}

/** A person by their Slack id, taken for a member until Slack is asked. An operator's administrators need no asking. */
export function slackActor(
  id: string,
  isElsewhere: boolean,
  { administrators }: Pick<RequestSource, 'administrators'>,
): Actor {
  if (isElsewhere) return { id, role: 'outsider' };
  return { id, role: administrators.has(id) ? 'administrator' : 'member' };
}
