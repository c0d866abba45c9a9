import { connect as connectTcp, type Socket } from 'node:net';
import { noRoute, type PortState } from './check.ts';

/*
 * Connecting, with time-outs that adapt to the host, and reading within bounds.
 */

/** Before anything is known of a host. */
const firstTimeoutMs = 1_000;
/** However near the host: below it, a busy machine would be called silent. */
const shortestTimeoutMs = 150;
const longestTimeoutMs = 2_000;

/**
 * How long to wait for one host, from how long its other ports took (Jacobson's estimate, as TCP and nmap use it). While
 * nothing has answered it is a second; the first answer shortens the wait of all that are still waited for.
 */
export class Timeouts {
  #smoothedMs: number | undefined;
  #varianceMs = 0;
  readonly #waiting = new Set<() => void>();

  get currentMs(): number {
    if (this.#smoothedMs === undefined) return firstTimeoutMs;
    const estimate = this.#smoothedMs + 4 * this.#varianceMs;
    return Math.min(longestTimeoutMs, Math.max(shortestTimeoutMs, 2 * estimate));
  }

  sample(tookMs: number): void {
    if (this.#smoothedMs === undefined) {
      this.#smoothedMs = tookMs;
      this.#varianceMs = tookMs / 2;
    } else {
      this.#varianceMs += (Math.abs(tookMs - this.#smoothedMs) - this.#varianceMs) / 4;
      this.#smoothedMs += (tookMs - this.#smoothedMs) / 8;
    }
    for (const again of this.#waiting) again();
  }

  onChange(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }
}

interface ConnectOptions {
  /** An address, never a name: nothing is looked up here. */
  readonly address: string;
  readonly port: number;
  readonly timeouts: Timeouts;
  readonly nowMs: () => number;
  /** Cancelled, or out of time. */
  readonly signal: AbortSignal;
}

type Connected =
  | { readonly state: 'open'; readonly socket: Socket; readonly tookMs: number }
  | { readonly state: Exclude<PortState, 'open' | 'not-serving'>; readonly reason: string; readonly tookMs: number };

/**
 * Connects. Where nothing answers in time it tries once more and goes on listening to the first attempt, so that a slow
 * answer to either counts.
 */
export function connect({ address, port, timeouts, nowMs, signal }: ConnectOptions): Promise<Connected> {
  return new Promise((resolve) => {
    const startedMs = nowMs();
    const sockets: Socket[] = [];
    let attemptMs = startedMs;
    let timer: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = (result: Connected) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', cancel);
      for (const socket of sockets) if (result.state !== 'open' || socket !== result.socket) socket.destroy();
      resolve(result);
    };
    const cancel = () => settle({ state: 'unknown', reason: 'there was no time left', tookMs: nowMs() - startedMs });
    const attempt = () => {
      attemptMs = nowMs();
      const beganMs = attemptMs;
      const socket = connectTcp({ host: address, port, autoSelectFamily: false });
      sockets.push(socket);
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (settled) return;
        const tookMs = nowMs() - beganMs;
        if (error.code === 'ECONNREFUSED') timeouts.sample(tookMs);
        settle({ ...classifyFailure(error.code ?? 'an error'), tookMs });
      });
      socket.once('connect', () => {
        const tookMs = nowMs() - beganMs;
        timeouts.sample(tookMs);
        settle({ state: 'open', socket, tookMs });
      });
      arm();
    };
    const expire = () => {
      // A busy machine runs timers late, and before it looks at sockets: the answer may have been here for long.
      setImmediate(() => {
        if (settled) return;
        // The estimate may have grown meanwhile.
        if (nowMs() - attemptMs < timeouts.currentMs) arm();
        else if (sockets.length === 1) attempt();
        else settle({ state: 'filtered', reason: 'no answer, twice', tookMs: nowMs() - startedMs });
      });
    };
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(expire, Math.max(0, timeouts.currentMs - (nowMs() - attemptMs)) + 1);
    };
    const forget = timeouts.onChange(arm);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    else attempt();
  });
}

/** What a failed connection means, in nmap's terms. */
function classifyFailure(code: string): { state: 'closed' | 'filtered' | 'unknown'; reason: string } {
  switch (code) {
    case 'ECONNREFUSED':
      return { state: 'closed', reason: 'nothing listens there' };
    case 'ETIMEDOUT':
      return { state: 'filtered', reason: 'no answer' };
    case 'EHOSTUNREACH':
    case 'EACCES':
      return { state: 'filtered', reason: 'a firewall or router on the way refuses it' };
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { state: 'unknown', reason: noRoute };
    default:
      return { state: 'unknown', reason: `the connection failed with ${code}` };
  }
}

/** The most that is read from one connection. */
const mostBytes = 65_536;
/** The most of one line that is kept; the rest is skipped. */
const longestLine = 2_048;

/** Thrown where a server says nothing, too much, or goes away. The message is the end of a sentence. */
export class DialogueError extends Error {
  override readonly name = 'DialogueError';
}

/** Reads a server's lines within bounds: bytes, length of a line, time. */
export class LineReader {
  readonly #socket: Socket;
  readonly #lines: string[] = [];
  #partial = '';
  #bytes = 0;
  #ended: string | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#take);
    socket.on('error', () => this.#end('the connection broke'));
    socket.on('close', () => this.#end('it closed the connection'));
  }

  /** Stops reading, so that TLS can take over. */
  release(): void {
    this.#socket.off('data', this.#take);
  }

  /** What has come, though no line is complete. */
  get partial(): string {
    return this.#partial;
  }

  /**
   * The next line, without its end.
   *
   * @throws {DialogueError} where none comes before the deadline
   */
  async line(timeoutMs: number, signal: AbortSignal): Promise<string> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    while (this.#lines.length === 0) {
      if (this.#ended !== undefined) throw new DialogueError(this.#ended);
      if (deadline.aborted)
        throw new DialogueError(this.#partial === '' ? 'it says nothing' : 'it never ends its first line');
      await new Promise<void>((resolve) => {
        const wake = () => {
          deadline.removeEventListener('abort', wake);
          this.#wake = undefined;
          resolve();
        };
        this.#wake = wake;
        deadline.addEventListener('abort', wake, { once: true });
      });
    }
    return this.#lines.shift() ?? '';
  }

  readonly #take = (chunk: Buffer) => {
    this.#bytes += chunk.length;
    if (this.#bytes > mostBytes) {
      this.#end(`it sent more than ${mostBytes / 1024} kB`);
      this.#socket.destroy();
      return;
    }
    const pieces = (this.#partial + chunk.toString('latin1')).split('\n');
    this.#partial = (pieces.pop() ?? '').slice(0, longestLine);
    this.#lines.push(...pieces.map((piece) => piece.replace(/\r$/, '').slice(0, longestLine)));
    this.#wake?.();
  };

  #end(why: string): void {
    this.#ended ??= why;
    this.#wake?.();
  }
}
