import type { Socket } from 'node:net';
import {
  type CheckProgress,
  type HostCheck,
  noRoute,
  type PathReport,
  type Probe,
  type ProbeResult,
  type TlsReport,
} from './check.ts';
import { connect, DialogueError, Timeouts } from './connection.ts';
import { type DnsResolver, readDns } from './dns.ts';
import { type Findings, talkMail } from './mail-dialogue.ts';
import { askMinger } from './minger.ts';
import { secure } from './tls.ts';
import { askWeb, rootQuestion, serviceQuestions } from './web.ts';

interface RunCheckOptions {
  readonly host: string;
  readonly isName: boolean;
  /** Judged addresses: these and no others are connected to. */
  readonly addresses: readonly string[];
  readonly probes: readonly Probe[];
  /** Absent: the DNS is not asked. */
  readonly resolver: DnsResolver | undefined;
  readonly lookedFrom: string;
  readonly now: () => Date;
  /** A clock in milliseconds that never jumps. */
  readonly nowMs: () => number;
  readonly limits: CheckLimits;
  /** Stops it early: what is known by then is given. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

export interface CheckLimits {
  /** The whole check of one host. */
  readonly totalMs: number;
  /** Each answer of a server, and each TLS handshake. */
  readonly answerMs: number;
  /** Ports that are looked at together, of one host. */
  readonly together: number;
}

/** Servers may take seconds for a greeting while they look up our name; more than that, and mail programs give up too. */
export const defaultLimits: CheckLimits = { totalMs: 20_000, answerMs: 8_000, together: 64 };

/** The addresses of a name that are connected to. */
export const mostAddresses = 8;

/** Looks at every port of one host at once, and at its records. Never rejects for anything the host does. */
export async function runCheck(options: RunCheckOptions): Promise<HostCheck> {
  const { host, isName, addresses, probes, resolver, now, nowMs, limits, onProgress } = options;
  const startedAt = now();
  const startedMs = nowMs();
  const signal = AbortSignal.any([
    AbortSignal.timeout(limits.totalMs),
    ...(options.signal === undefined ? [] : [options.signal]),
  ]);
  const lookedAt = addresses.slice(0, mostAddresses);
  let done = 0;
  const look = async (probe: Probe): Promise<ProbeResult> => {
    const found = await Promise.all(
      lookedAt.map(async (address) => ({
        ...(await lookAt(probe, address, timeoutsFor(address), signal, options)),
        address,
      })),
    );
    done += 1;
    onProgress?.({ done, total: probes.length });
    // An address without a route from here says nothing: one that has a route comes first.
    const [main, ...others] = found.sort((a, b) => Number(a.reason === noRoute) - Number(b.reason === noRoute));
    if (main === undefined) throw new Error('A host without an address is not looked at.');
    if (others.length === 0) return main;
    return { ...main, elsewhere: others.map(({ probe: _, ...other }) => other) };
  };
  onProgress?.({ done, total: probes.length });
  const timeouts = new Map<string, Timeouts>();
  const timeoutsFor = (each: string) => {
    const known = timeouts.get(each) ?? new Timeouts();
    timeouts.set(each, known);
    return known;
  };
  const [results, dns] = await Promise.all([
    inWindow(probes, limits.together, look),
    resolver === undefined ? undefined : readDns({ host, isName, addresses, resolver, signal }),
  ]);
  return {
    host,
    addresses,
    lookedFrom: options.lookedFrom,
    results,
    dns,
    startedAt,
    tookMs: nowMs() - startedMs,
    ...(lookedAt.length < addresses.length ? { lookedAt: lookedAt.length } : {}),
    complete: ![...results, ...results.flatMap(({ elsewhere = [] }) => elsewhere)].some(({ cut }) => cut),
    ...(options.signal?.aborted === true ? { stopped: true as const } : {}),
  };
}

/** Runs at most so many at once, and keeps their order. */
async function inWindow<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

async function lookAt(
  probe: Probe,
  address: string,
  timeouts: Timeouts,
  signal: AbortSignal,
  options: RunCheckOptions,
): Promise<ProbeResult> {
  const { host, nowMs, limits } = options;
  const cut = () => (signal.aborted ? { cut: true as const } : {});
  if (probe.transport === 'udp') {
    const asked =
      probe.protocol === 'minger'
        ? await askMinger({ address, port: probe.port, host, timeoutMs: 1_000, nowMs, signal })
        : { state: 'unknown' as const, reason: 'I can’t tell over UDP', tookMs: 0 };
    return { probe, ...asked, ...cut() };
  }
  const open = () => connect({ address, port: probe.port, timeouts, nowMs, signal });
  const connected = await open();
  if (connected.state !== 'open') return { probe, ...connected, ...cut() };
  const { socket, tookMs } = connected;
  const findings: Findings = { state: 'open' };
  try {
    await talk(probe, socket, open, findings, signal, options, limits);
  } catch (error) {
    if (!(error instanceof DialogueError)) throw error;
    if (findings.tlsFailure === undefined) findings.doubt ??= error.message;
  } finally {
    hangUp(socket);
  }
  // What did not come until it was stopped might have come later: that is no failure of the server's.
  const isUnclear = findings.paths?.some(({ answers }) => answers === undefined) === true;
  if (signal.aborted && (findings.tlsFailure !== undefined || findings.doubt !== undefined || isUnclear)) {
    const { tlsFailure: _, startTls, ...rest } = findings;
    const whole = startTls === 'offered-but-fails' ? rest : { ...rest, ...(startTls && { startTls }) };
    return { probe, ...whole, doubt: 'its check was stopped before it finished', tookMs, cut: true };
  }
  if (findings.tls !== undefined && findings.state === 'open') {
    const old = await offerOldTls(probe, open, signal, options, limits);
    if (old !== undefined) findings.tls = { ...findings.tls, old };
  }
  return { probe, ...findings, tookMs, ...cut() };
}

/** How long a server may take to close its side. */
const farewellMs = 1_000;

/** Says goodbye. A server that goes on sending is not waited for, however little it sends. */
function hangUp(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), farewellMs);
  socket.once('close', () => clearTimeout(timer));
  if (socket.destroyed) clearTimeout(timer);
  else if (!socket.writableEnded) socket.end();
}

/**
 * Offers TLS 1.1 at most on a connection of its own. Nothing where it cannot be told: a server that does not answer may be
 * slow, or have had enough of us.
 */
async function offerOldTls(
  probe: Probe,
  open: () => ReturnType<typeof connect>,
  signal: AbortSignal,
  { host, now }: RunCheckOptions,
  { answerMs }: CheckLimits,
): Promise<TlsReport['old']> {
  const connected = await open();
  if (connected.state !== 'open') return undefined;
  const { socket } = connected;
  const offered = { host, signal, now: now(), maxVersion: 'TLSv1.1' } as const;
  socket.on('error', () => {});
  const read = (report: TlsReport | undefined) =>
    report?.protocol === 'TLSv1' || report?.protocol === 'TLSv1.1' ? report.protocol : undefined;
  try {
    if (probe.tls === 'implicit') return read((await secure(socket, { ...offered, timeoutMs: answerMs })).report);
    const findings: Findings = { state: 'open' };
    if (probe.protocol !== 'smtp' && probe.protocol !== 'pop3' && probe.protocol !== 'imap') return undefined;
    await talkMail(socket, probe.protocol, true, findings, { ...offered, answerMs });
    return findings.startTls === 'works' ? read(findings.tls) : isRefusal(findings.tlsFailure) ? 'refused' : undefined;
  } catch (error) {
    if (!(error instanceof DialogueError)) throw error;
    return isRefusal(error.message) ? 'refused' : undefined;
  } finally {
    socket.destroy();
  }
}

/** The server said no in so many words. One that hangs up may have other reasons, and so may a fault of our own. */
function isRefusal(failure: string | undefined): boolean {
  return failure !== undefined && /the TLS handshake failed .*_ALERT_/.test(failure);
}

async function talk(
  probe: Probe,
  socket: Socket,
  open: () => ReturnType<typeof connect>,
  findings: Findings,
  signal: AbortSignal,
  { host, now }: RunCheckOptions,
  { answerMs }: CheckLimits,
): Promise<void> {
  const { protocol, tls } = probe;
  socket.on('error', () => {});
  const shakeHands = (plain: Socket) => secure(plain, { host, timeoutMs: answerMs, signal, now: now() });
  const secured = async (plain: Socket): Promise<Socket> => {
    if (tls !== 'implicit') return plain;
    try {
      const handshake = await shakeHands(plain);
      findings.tls = handshake.report;
      return handshake.socket;
    } catch (error) {
      if (error instanceof DialogueError) findings.tlsFailure = error.message;
      throw error;
    }
  };
  if (protocol === 'none' || protocol === 'minger') {
    if (tls === 'implicit') await secured(socket);
    return;
  }
  const channel = await secured(socket);
  if (protocol !== 'http') {
    await talkMail(channel, protocol, tls === 'starttls', findings, { host, answerMs, signal, now: now() });
    return;
  }
  const ask = async (question: (typeof serviceQuestions)[number], over: Socket) =>
    askWeb(over, question, findings, { host, port: probe.port, answerMs, signal });
  const root = await ask(rootQuestion, channel);
  if (root.status === undefined) {
    findings.doubt = `it accepts the connection, but gave ${root.detail}`;
    return;
  }
  if (root.answers === false) {
    findings.state = 'not-serving';
    findings.reason = root.detail;
  }
  const more = await Promise.all(
    (probe.webPaths === true ? serviceQuestions : []).map(async (question): Promise<PathReport> => {
      const { method, path } = question;
      const again = await open();
      if (again.state !== 'open') return { method, path, answers: undefined, detail: `no connection: ${again.reason}` };
      again.socket.on('error', () => {});
      try {
        return await ask(question, tls === 'implicit' ? (await shakeHands(again.socket)).socket : again.socket);
      } catch (error) {
        if (!(error instanceof DialogueError)) throw error;
        return { method, path, answers: undefined, detail: `no answer: ${error.message}` };
      } finally {
        again.socket.destroy();
      }
    }),
  );
  findings.paths = [root, ...more];
}
