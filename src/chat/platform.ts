import type { Actor, Catalogue, Finding, Logger, RunningPlatform, TeamKey } from '../bot/bot.ts';
import type { Coordination, Poster, ToldReminder, ViewDelivery } from '../reminders/reminders.ts';
import type { ChatOptions } from './create-chat.ts';
import { isUnreached } from './failures.ts';

/** The export of a platform's folder for the program: everything it takes to run a chat there. */
export interface ChatPlatform<Config> {
  /** Posts reminders; needs no connection that listens. */
  createPoster(options: ChatPosterOptions<Config>): Poster;
  /**
   * Connects, and answers from then on.
   *
   * @throws {PlatformError} with a code that ends in `-refused` where the platform refuses the configuration; the message
   * says what to do. An outage is waited out instead.
   */
  start<Services>(options: ChatStartOptions<Config, Services>): Promise<RunningPlatform>;
  /**
   * Looks at where the configuration leads, for an operator: the tokens, what they may do, and whether a connection could
   * be opened. Opens none, since a second one would take events from the bot that runs; posts and changes nothing. Never
   * rejects.
   */
  inspect<Services>(options: ChatInspectOptions<Config, Services>): Promise<readonly Finding[]>;
}

/** Options for a look at a platform. */
export interface ChatInspectOptions<Config, Services>
  extends Pick<ChatStartOptions<Config, Services>, 'config' | 'logger' | 'catalogue' | 'administrators'> {
  /** How the platform is reached. */
  readonly outgoing: Pick<ChatOutgoing, 'fetch'>;
  /** For each call. */
  readonly timeoutMs: number;
}

interface ChatPosterOptions<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Makes the content of a post. */
  readonly view: ViewDelivery;
  /** How to reach the platform where the environment names a proxy. */
  readonly outgoing: ChatOutgoing | undefined;
}

/** Options for starting a chat; each platform uses those it needs. */
interface ChatStartOptions<Config, Services> extends Omit<ChatOptions, 'startTimer' | 'coordination'> {
  readonly config: Config;
  readonly outgoing: ChatOutgoing | undefined;
  /** The commands, and the services for completing their arguments: for platforms with commands of their own. */
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  /** The team's reminders, and how each is: for platforms with a page of their own. */
  readonly overview?: (team: TeamKey, viewer: Actor) => Promise<readonly ToldReminder[]>;
  /** Leases, seen events and the like, shared by replicas. */
  readonly coordination: Coordination;
  readonly installations: Installations;
  /** Other processes may run beside this one. */
  readonly replicas: boolean;
}

/** Told where the bot is, so that a team that took it out loses what is stored of it. */
export interface Installations {
  /** The bot is in this team, so that what was to be erased because it was not stays. */
  present(team: TeamKey): Promise<void>;
  /** The bot was taken out: everything of the team is erased once the grace period is over. */
  removed(team: TeamKey): Promise<void>;
  /** The platform's teams that have anything stored. */
  known(): Promise<readonly TeamKey[]>;
}

/** Calls through the environment's proxy. */
interface ChatOutgoing {
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: unknown;
}

interface SocketHostOptions {
  /** The platform's name for people: `Slack`. */
  readonly label: string;
  /** Where the platform says that its socket is. May carry a ticket, so that only its host is used and told. */
  readonly address: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/**
 * Looks whether the host of a platform's socket answers, through the same proxy. No socket is opened: the platform would
 * send it events that the bot that runs is waiting for.
 */
export async function inspectSocketHost(options: SocketHostOptions): Promise<Finding> {
  const { label, address, fetch, timeoutMs } = options;
  const part = `${label}'s socket`;
  const { protocol, host } = new URL(address);
  const url = `${protocol === 'wss:' ? 'https' : 'http'}://${host}/`;
  try {
    const answer = await fetch(url, { method: 'GET', signal: AbortSignal.timeout(timeoutMs) });
    await answer.body?.cancel();
    return {
      part,
      verdict: 'fine',
      says: `${label} offers connections, and ${host} answers. I opened none, because that would take events from the bot.`,
    };
  } catch (error) {
    return unreachedFinding(part, `${host}, where ${label} has its socket,`, error);
  }
}

/** Says that a host was not reached, or that it cannot be told. */
export function unreachedFinding(part: string, what: string, error: unknown): Finding {
  return isUnreached(error)
    ? {
        part,
        verdict: 'wrong',
        says: `${what} cannot be reached (${codeOf(error)}).`,
        remedy: 'Check the network, DNS and the firewall here, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
      }
    : {
        part,
        verdict: 'unknown',
        says: `${what} did not answer properly (${codeOf(error)}).`,
        remedy: 'Try again in a while. If it keeps failing, look at what is between here and there.',
      };
}

/** The innermost code, which says most. */
function codeOf(error: unknown): string {
  let code = error instanceof Error ? error.name : 'no reason given';
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code: own, errors, cause } = at as { code?: unknown; errors?: readonly unknown[]; cause?: unknown };
    if (typeof own === 'string') code = own;
    at = cause ?? errors?.[0];
  }
  return code;
}
