import { lookup as lookUpWithSystem } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { hostname } from 'node:os';
import { type AllowedNetworks, type Guarded, guardHost, type LookUp, plainAddress } from './address-guard.ts';
import type { CheckProgress, HostCheck, Probe } from './check.ts';
import { beforeStop, type DnsResolver } from './dns.ts';
import { type CheckLimits, defaultLimits, mostAddresses, runCheck } from './run-check.ts';

export { parseAllowed, parseTarget } from './address-guard.ts';
export type { HostCheck, Probe, ProbeProtocol, ProbeResult, TlsReport } from './check.ts';
export { noRoute } from './check.ts';
export {
  judgeAll,
  judgeResult,
  judgeServices,
  type ServiceVerdict,
  type Verdict,
  type WantedService,
} from './verdict.ts';

/** A host is looked at once in this time, whoever asks, so that the bot is a polite source and no scanner. */
const hostPauseMs = 30_000;

export interface CheckRequest {
  readonly host: string;
  readonly probes: readonly Probe[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/** What came of a request. */
export type CheckOutcome =
  | { readonly kind: 'checked'; readonly check: HostCheck }
  | Extract<Guarded, { kind: 'refused' }>
  /** It was looked at a moment ago. */
  | { readonly kind: 'too-soon'; readonly host: string };

/** Looks at servers. */
export interface CheckService {
  check(request: CheckRequest): Promise<CheckOutcome>;
  /** Whether a host could be looked at, without connecting to it. */
  guard(host: string): Promise<Guarded>;
}

export interface CheckServiceOptions {
  readonly allowed: AllowedNetworks;
  /**
   * Claims names and addresses for 30 seconds, all or none: false where somebody has one of them. Default: within this
   * process.
   */
  readonly claimHosts?: (hosts: readonly string[]) => Promise<boolean>;
  readonly lookUp?: LookUp;
  readonly resolver?: () => DnsResolver;
  readonly limits?: CheckLimits;
  readonly now?: () => Date;
  readonly nowMs?: () => number;
  readonly lookedFrom?: string;
}

/** Builds the service. */
export function createCheckService(options: CheckServiceOptions): CheckService {
  const {
    allowed,
    now = () => new Date(),
    nowMs = () => performance.now(),
    claimHosts = claimInMemory(nowMs),
    lookUp = lookUpAll,
    resolver = systemResolver,
    limits = defaultLimits,
    lookedFrom = hostname(),
  } = options;
  const guard = (host: string, signal = AbortSignal.timeout(limits.totalMs)) =>
    guardHost(host, allowed, (name) => beforeStop(() => lookUp(name), signal));
  return {
    guard: (host) => guard(host),
    async check({ host: typed, probes, signal, onProgress }) {
      const guarded = await guard(
        typed,
        AbortSignal.any([AbortSignal.timeout(limits.totalMs), ...(signal === undefined ? [] : [signal])]),
      );
      if (guarded.kind === 'refused') return guarded;
      const { host, isName, addresses } = guarded;
      // By name, whose addresses may change from one look-up to the next, and by address: two names of one machine are one
      // host, in whatever order their addresses come.
      const claimed = new Set([host, ...addresses.slice(0, mostAddresses)].map(plainAddress));
      if (!(await claimHosts([...claimed]))) return { kind: 'too-soon', host };
      const check = await runCheck({
        host,
        isName,
        addresses,
        probes,
        resolver: resolver(),
        lookedFrom,
        now,
        nowMs,
        limits,
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      return { kind: 'checked', check };
    },
  };
}

function claimInMemory(nowMs: () => number): (hosts: readonly string[]) => Promise<boolean> {
  const claimed = new Map<string, number>();
  return async (hosts) => {
    const at = nowMs();
    for (const [each, since] of claimed) if (at - since >= hostPauseMs) claimed.delete(each);
    if (hosts.some((host) => claimed.has(host))) return false;
    for (const host of hosts) claimed.set(host, at);
    return true;
  };
}

const lookUpAll: LookUp = (name) =>
  new Promise((resolve, reject) => {
    lookUpWithSystem(name, { all: true, order: 'verbatim' }, (error, found) => {
      if (error) reject(error);
      else resolve(found.map(({ address }) => address));
    });
  });

/** Short, since a check waits for it: two tries of two seconds. */
function systemResolver(): DnsResolver {
  return new Resolver({ timeout: 2_000, tries: 2 });
}
