import { joinWords } from '../text/text.ts';
import { type HostCheck, noRoute, type ProbeResult, type TlsReport } from './check.ts';

/** A service that somebody wants to work, with the ports it has. */
export interface WantedService {
  readonly id: string;
  readonly name: string;
  readonly ports: readonly {
    /** The probe's id. */
    readonly id: string;
    /** As in the knowledge. `required`: it does not work without. `alternative`: one of those for the same task is enough. */
    readonly need: 'required' | 'alternative' | 'default' | 'optional';
    /** The task that alternatives serve. */
    readonly for?: string | undefined;
    /** People's programs connect to it, so they refuse a certificate that is wrong. Servers take any. */
    readonly strictCertificate?: true;
    /** The path at which the service answers, on a port that it shares with others. */
    readonly path?: string;
  }[];
}

/** Whether a service works, from where the bot looked. */
export type Verdict = 'yes' | 'no' | 'cannot-tell';

export interface ServiceVerdict {
  readonly service: WantedService;
  readonly verdict: Verdict;
  /** What decides it, each the end of a sentence: `443 is filtered`. */
  readonly because: readonly string[];
}

/** `why` is the end of a sentence. */
interface Judged {
  readonly verdict: Verdict;
  readonly why: string;
}

/**
 * Judges each service by the ports it requires, and by one of those that stand for each other. Where it has neither, by its
 * default ones, and then never with a no: they may have been moved or turned off.
 */
export function judgeServices(check: HostCheck, services: readonly WantedService[]): ServiceVerdict[] {
  const results = new Map(check.results.map((result) => [result.probe.id, result]));
  return services.map((service) => {
    const ports = service.ports.flatMap((port) => {
      const result = results.get(port.id);
      return result === undefined
        ? []
        : [{ ...port, judged: judgeResult(result, port.strictCertificate === true, port.path ?? '/') }];
    });
    const required = ports.filter(({ need }) => need === 'required').map(({ judged }) => judged);
    const alternatives = Map.groupBy(
      ports.filter(({ need }) => need === 'alternative'),
      (port) => port.for ?? '',
    );
    const deciding = [
      ...required,
      ...[...alternatives.values()].map((group) => judgeAlternatives(group.map(({ judged }) => judged))),
    ];
    if (deciding.length > 0) return { service, ...combine(deciding) };
    const others = ports.map(({ judged }) => judged);
    const { verdict, because } = judgeDefaults(others);
    return { service, verdict: verdict === 'no' ? 'cannot-tell' : verdict, because };
  });
}

/** The worst of several decides, and those that are as bad are the reasons. */
function combine(all: readonly Judged[]): { verdict: Verdict; because: string[] } {
  const verdict = (['no', 'cannot-tell', 'yes'] as const).find((each) => all.some((judged) => judged.verdict === each));
  const because = all.filter((judged) => judged.verdict === verdict).map(({ why }) => why);
  return { verdict: verdict ?? 'cannot-tell', because };
}

/** One port is enough, but which one people's programs use isn't known: where they differ, it can't be told. */
function judgeAlternatives(group: readonly Judged[]): Judged {
  const whys = joinWords([...new Set(group.map(({ why }) => why))]);
  const first = group[0]?.verdict ?? 'cannot-tell';
  return { verdict: group.every(({ verdict }) => verdict === first) ? first : 'cannot-tell', why: whys };
}

function judgeDefaults(all: readonly Judged[]): { verdict: Verdict; because: string[] } {
  const fine = all.filter(({ verdict }) => verdict === 'yes');
  return fine.length > 0 ? { verdict: 'yes', because: fine.map(({ why }) => why) } : combine(all);
}

/** The verdict on everything that was asked for. */
export function judgeAll(verdicts: readonly ServiceVerdict[], complete: boolean): Verdict {
  if (verdicts.some(({ verdict }) => verdict === 'no')) return 'no';
  if (!complete || verdicts.length === 0 || verdicts.some(({ verdict }) => verdict === 'cannot-tell'))
    return 'cannot-tell';
  return 'yes';
}

/**
 * Whether one port is as it should be; `why` is the end of a sentence.
 *
 * @param path the one path that has to answer, beside the root. Default: all that were looked at
 */
export function judgeResult(result: ProbeResult, strictCertificate: boolean, path?: string): Judged {
  const { probe, elsewhere = [], ...here } = result;
  const judged = judgeAddress({ probe, ...here }, strictCertificate, path);
  const others = elsewhere
    .filter(({ reason }) => reason !== noRoute)
    .map((other) => ({ other, ...judgeAddress({ ...other, probe }, strictCertificate, path) }));
  // Programs take whichever address they like, so what holds of one alone settles nothing.
  const differing = others.find(({ verdict }) => verdict !== judged.verdict);
  if (differing === undefined) return judged;
  const { other, verdict, why } = differing;
  const difference =
    verdict === 'yes'
      ? `answers on ${other.address}`
      : other.state === 'open' || other.state === 'unknown'
        ? `on ${other.address} ${why}`
        : `is ${other.state === 'not-serving' ? 'not serving' : other.state} on ${other.address}`;
  return { verdict: 'cannot-tell', why: `${judged.why}, but ${difference}` };
}

/** The same for one address. */
function judgeAddress(result: ProbeResult, strictCertificate: boolean, path?: string): Judged {
  const { probe, state, reason, doubt, tls, tlsFailure, startTls, paths = [], cut } = result;
  const label = probe.transport === 'udp' ? `${probe.port}/udp` : String(probe.port);
  switch (state) {
    case 'closed':
      return { verdict: 'no', why: `${label} is closed` };
    case 'filtered':
      return { verdict: 'no', why: `${label} is filtered` };
    case 'not-serving':
      return { verdict: 'no', why: `${label} is open but not serving` };
    case 'unknown':
      return { verdict: 'cannot-tell', why: `${label}: ${reason ?? 'not known'}` };
    case 'open':
  }
  if (tlsFailure !== undefined) return { verdict: 'no', why: `on ${label} ${tlsFailure}` };
  if (doubt !== undefined && cut === true)
    return { verdict: 'cannot-tell', why: `the check of ${label} was stopped before it finished` };
  if (doubt !== undefined) return { verdict: 'cannot-tell', why: `${label}: ${doubt}` };
  const fault = strictCertificate && tls !== undefined ? judgeTls(tls, label) : undefined;
  if (fault !== undefined) return fault;
  if (strictCertificate && startTls === 'not-offered') {
    return { verdict: 'cannot-tell', why: `${label} answers, but doesn’t offer STARTTLS` };
  }
  const counted = paths.filter((each) => path === undefined || each.path === '/' || each.path === path);
  const missing = counted.find(({ answers }) => answers === false);
  if (missing !== undefined) {
    // ActiveSync has every server answer OPTIONS. A GET may be refused where the POST of a phone is not.
    const verdict = missing.method === 'OPTIONS' ? 'no' : 'cannot-tell';
    return { verdict, why: `${label} answers, but not at ${missing.path}` };
  }
  const unclear = counted.find(({ answers }) => answers === undefined);
  if (unclear !== undefined) {
    return { verdict: 'cannot-tell', why: `${label} answers, but at ${unclear.path} it gave ${unclear.detail}` };
  }
  return { verdict: 'yes', why: `${label} answers` };
}

/** What people's programs refuse, or may refuse; nothing where all is right. */
function judgeTls({ protocol, certificate }: TlsReport, label: string): Judged | undefined {
  if (certificate !== undefined) {
    const { daysLeft, notYetValid, validFrom, matchesName, inSubjectOnly, chainProblem, weakness } = certificate;
    if (daysLeft < 0)
      return { verdict: 'no', why: `the certificate on ${label} expired ${expiredSince(daysLeft)} ago` };
    if (notYetValid === true) {
      const day = validFrom.toISOString().slice(0, 10);
      return { verdict: 'no', why: `the certificate on ${label} is not valid until ${day}` };
    }
    if (matchesName === false) return { verdict: 'no', why: `the certificate on ${label} is for another name` };
    const doubt =
      chainProblem ??
      weakness ??
      (inSubjectOnly === true ? 'its certificate has its name where today’s programs do not look' : undefined);
    if (doubt !== undefined) return { verdict: 'cannot-tell', why: `${label} answers, but ${doubt}` };
  }
  return protocol === 'TLSv1' || protocol === 'TLSv1.1'
    ? { verdict: 'cannot-tell', why: `${label} answers, but with ${protocol} at best, which today’s programs refuse` }
    : undefined;
}

/** The whole days since a certificate expired: -1 day left means that it did in the last 24 hours. */
function expiredSince(daysLeft: number): string {
  const days = -daysLeft - 1;
  return days === 0 ? 'less than a day' : days === 1 ? 'a day' : `${days} days`;
}
