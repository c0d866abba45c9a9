import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { noRoute, type ProbeResult } from './check.ts';

/*
 * Minger answers over UDP whether an address exists. The draft (draft-hathcock-minger-06) expired without becoming an RFC,
 * and its exact grammar was not at hand when this was written; so any answer at all is taken as "something answers", and
 * silence as nothing: a server may ignore who is no partner of it.
 */

interface MingerOptions {
  readonly address: string;
  readonly port: number;
  /** Who is asked about: `postmaster` of this name. */
  readonly host: string;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Sends one query, twice at most, and waits for any answer. Never `closed`. */
export function askMinger(options: MingerOptions): Promise<Pick<ProbeResult, 'state' | 'reason' | 'tookMs'>> {
  const { address, port, host, timeoutMs, nowMs, signal } = options;
  return new Promise((resolve) => {
    const startedMs = nowMs();
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    let sent = 0;
    const settle = (state: 'open' | 'unknown', reason?: string) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.close();
      resolve({ state, tookMs: nowMs() - startedMs, ...(reason === undefined ? {} : { reason }) });
    };
    const cancel = () => settle('unknown', 'there was no time left');
    const send = () => {
      sent += 1;
      if (sent > 2) settle('unknown', 'no answer, which over UDP looks the same as a server that ignores strangers');
      else socket.send(`postmaster@${host}\r\n`);
    };
    let timer: NodeJS.Timeout | undefined;
    const fail = (error: NodeJS.ErrnoException) => settle('unknown', failure(error.code ?? 'an error'));
    socket.on('error', fail);
    socket.on('message', () => settle('open'));
    signal.addEventListener('abort', cancel, { once: true });
    // Where there is no route, the callback gets the error, and no event tells it; to send would then throw.
    socket.connect(port, address, ((error?: NodeJS.ErrnoException) => {
      if (error) return fail(error);
      send();
      timer = setInterval(send, timeoutMs);
    }) as () => void);
    if (signal.aborted) cancel();
  });
}

/** Why nothing could be asked, or what a router said. Silence proves nothing, and neither does a refusal. */
function failure(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'the machine says that nothing answers on this UDP port now';
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return noRoute;
    case 'EHOSTUNREACH':
    case 'EACCES':
    case 'EPERM':
      return 'a firewall or router on the way refuses it';
    default:
      return `the query failed with ${code}`;
  }
}
