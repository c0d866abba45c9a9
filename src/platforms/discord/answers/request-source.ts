import type { Actor, Capabilities, Conversation, Input, Reference, Request, TeamKey } from '../../../bot/bot.ts';
import type { Names } from './names.ts';

/** What every request gets from the program rather than from Discord. */
export interface RequestSource {
  /** The IANA zone dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The Discord ids of the people the operator named as administrators. */
  readonly administrators: ReadonlySet<string>;
  readonly names: Names;
}

/** Who asks, and where. */
export interface Asker {
  readonly team: TeamKey;
  readonly actor: Actor;
  readonly conversation: Conversation;
}

const capabilities: Capabilities = { prefix: '/mdaemon ', buttons: true, files: true };

/** A person, with the role that the operator or Discord gives them. */
export function actorOf(
  id: string,
  mayManage: boolean,
  { administrators }: Pick<RequestSource, 'administrators'>,
): Actor {
  return { id, role: mayManage || administrators.has(id) ? 'administrator' : 'member' };
}

/** The request somebody makes. */
export function makeRequest(
  source: RequestSource,
  asker: Asker,
  input: Input,
  references: readonly Reference[] = [],
): Request {
  return {
    id: source.newId(),
    ...asker,
    zone: source.zone,
    receivedAt: source.now(),
    capabilities,
    input,
    ...(references.length === 0 ? {} : { references }),
  };
}
