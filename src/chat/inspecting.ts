import type { Finding } from '../bot/bot.ts';
import { isUnreached } from './failures.ts';

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
