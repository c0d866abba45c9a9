import { isLimited, type KnowledgeBase, type Port, portNames } from '../../knowledge/knowledge.ts';
import type { Action, Answer, Request, Section } from '../../src/bot/bot.ts';
import {
  type HostCheck,
  judgeAll,
  judgeResult,
  judgeServices,
  noRoute,
  type ProbeResult,
  type ServiceVerdict,
  type TlsReport,
  type Verdict,
} from '../../src/checks/checks.ts';
import { joinWords } from '../../src/text/text.ts';
import { cite } from '../vocabulary/citations.ts';
import { capitalise, count } from '../vocabulary/phrases.ts';
import type { CheckPlan } from './plan-check.ts';
import { softwareSeen } from './software-seen.ts';

interface CheckAnswerInput {
  readonly check: HostCheck;
  readonly plan: CheckPlan;
  readonly knowledge: KnowledgeBase;
  readonly request: Request;
  /** The services as typed, for the button that looks again. */
  readonly typed: readonly string[];
}

/** The answer of a check: the verdict, then each port, then the remedies. */
export function checkAnswer(input: CheckAnswerInput): Answer {
  const { check, plan, knowledge, typed } = input;
  const verdicts = judgeServices(check, plan.services);
  const isEverything = plan.services.length === 0;
  const isWhole = check.complete && check.lookedAt === undefined;
  const allFine = isWhole && check.results.every((result) => judgeResult(result, false).verdict === 'yes');
  const verdict: Verdict = isEverything ? (allFine ? 'yes' : 'cannot-tell') : judgeAll(verdicts, isWhole);
  const remedies = remediesFor(input);
  const seen = softwareSeen(check, knowledge);
  const again = `check ${check.host}${typed.length === 0 ? '' : ` ${typed.join(' ')}`}`;
  return {
    title: `Check of ${check.host}`,
    lead: isEverything ? leadOfEverything(check) : leadOfServices(verdicts, check),
    verdict,
    sections: [
      portsSection(check, plan),
      ...(remedies.length === 0 ? [] : [{ kind: 'list' as const, title: 'To do', items: remedies }]),
      ...certificatesSection(check),
      ...(seen.length === 0 ? [] : [{ kind: 'list' as const, title: 'The server says', items: seen }]),
      ...dnsSection(check),
      vantageNote(check),
    ],
    sources: cite(knowledge, [...plan.rows.values()]).slice(0, 3),
    data: checkData(check, verdicts, verdict),
    actions: [
      ...firewallAction(check, plan),
      { label: 'Look again', command: again },
      { label: 'Ports', command: 'ports' },
    ],
  };
}

/** More services than this are counted. */
const mostNamed = 5;

function leadOfServices(verdicts: readonly ServiceVerdict[], check: HostCheck): string {
  const of = (verdict: Verdict) => verdicts.filter((each) => each.verdict === verdict);
  const whys = ({ because }: ServiceVerdict) => joinWords([...new Set(because)].slice(0, 3));
  const names = (some: readonly ServiceVerdict[]) => {
    const all = some.map(({ service }) => service.name);
    return all.length > mostNamed ? `${all.length} services` : joinWords(all);
  };
  const fine = of('yes');
  const sentences = [
    ...of('no')
      .slice(0, mostNamed)
      .map((each) => `${each.service.name} will not work from here: ${whys(each)}.`),
    ...of('cannot-tell')
      .slice(0, mostNamed)
      .map(
        (each) =>
          `I can’t tell whether ${each.service.name} works from here: ${whys(each) || 'I looked at none of its ports'}.`,
      ),
    ...(fine.length === 0 ? [] : [`${names(fine)} ${fine.length === 1 ? 'answers' : 'answer'} from here.`]),
    ...unfinished(check),
  ];
  return sentences.join(' ');
}

/** Why not everything was looked at, as a sentence. */
function unfinished({ complete, stopped, host, addresses, lookedAt }: HostCheck): string[] {
  if (lookedAt !== undefined) {
    return [`${host} has ${addresses.length} addresses, and I looked at ${lookedAt} of them.`];
  }
  if (complete) return [];
  return [`${stopped === true ? 'I was stopped' : 'I ran out of time'}, so I didn’t look at everything.`];
}

function leadOfEverything(check: HostCheck): string {
  const { results, host } = check;
  const counted = (states: readonly ProbeResult['state'][]) =>
    results.filter(({ state }) => states.includes(state)).length;
  const parts = [
    [counted(['closed']), 'closed'],
    [counted(['filtered']), 'filtered'],
    [counted(['not-serving']), 'open but not serving'],
    [counted(['unknown']), 'unknown'],
  ] as const;
  const others = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const rest =
    others.length === 0 ? '' : `; ${joinWords(others)}. I can’t tell which of them you want open: name the services`;
  return `${counted(['open'])} of the ${count(results.length, 'port')} MDaemon can use ${results.length === 1 ? 'is' : 'are'} open on ${host} from here${rest}.${unfinished(check).map((sentence) => ` ${sentence}`)}`;
}

function portsSection({ results }: HostCheck, plan: CheckPlan): Section {
  return {
    kind: 'table',
    columns: [{ header: 'Port' }, { header: 'Expected' }, { header: 'Found' }, { header: 'Time', align: 'right' }],
    rows: results.map((result) => [
      `${result.probe.port}/${result.probe.transport}`,
      expectation(plan.rows.get(result.probe.id), result),
      findingText(result),
      `${Math.round(result.tookMs)} ms`,
    ]),
  };
}

function expectation(row: Port | undefined, { probe }: ProbeResult): string {
  const tls = probe.tls === 'implicit' ? ', TLS' : probe.tls === 'starttls' ? ', STARTTLS' : '';
  return `${row?.name ?? probe.name}${tls}`;
}

/** A port's state, and what was learnt beyond it, in one cell. */
function findingText(result: ProbeResult): string {
  const { state, reason, doubt, startTls, tls, tlsFailure, paths = [], elsewhere = [], greeting } = result;
  const parts = [
    state === 'not-serving' ? 'open but not serving' : state,
    ...(state === 'filtered' || state === 'unknown' ? [reason ?? ''] : []),
    ...(state === 'not-serving' && greeting !== undefined ? [greeting.slice(0, 80)] : []),
    ...(doubt === undefined ? [] : [doubt]),
    ...(startTls === 'works' ? ['STARTTLS works'] : []),
    ...(startTls === 'not-offered' ? ['doesn’t offer STARTTLS'] : []),
    ...(startTls === 'offered-but-fails' ? ['STARTTLS fails'] : []),
    ...(tlsFailure === undefined ? [] : [tlsFailure]),
    ...(tls === undefined ? [] : [tls.protocol]),
    ...(takesOldTls(tls) ? [`also accepts ${tls.old}`] : []),
    ...paths
      .filter(({ path }) => path !== '/')
      .map(({ path, detail }) => `${path.includes('ActiveSync') ? 'ActiveSync' : 'AutoDiscover'}: ${detail}`),
    ...elsewhere.flatMap((other) => differenceText(result, other)),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What another address of the host has that the first has not. */
function differenceText(result: ProbeResult, other: NonNullable<ProbeResult['elsewhere']>[number]): string[] {
  const { address, state, reason } = other;
  if (reason === noRoute)
    return result.reason === noRoute ? [] : [`not looked at on ${address}: there is no route to it`];
  if (state !== result.state) return [`${state === 'not-serving' ? 'open but not serving' : state} on ${address}`];
  const { why } = judgeResult({ ...other, probe: result.probe }, true);
  return why === judgeResult({ ...result, elsewhere: [] }, true).why ? [] : [`on ${address}: ${why}`];
}

function takesOldTls(tls: TlsReport | undefined): tls is TlsReport {
  return tls?.old === 'TLSv1' || tls?.old === 'TLSv1.1';
}

/** The remedies: one line for all ports with the same fault. */
function remediesFor({ check, plan, knowledge }: CheckAnswerInput): string[] {
  const ports = plan.services.flatMap((service) => service.ports);
  const strict = new Set(ports.filter((port) => port.strictCertificate === true).map(({ id }) => id));
  const judge = (result: ProbeResult) => {
    const isStrict = strict.has(result.probe.id);
    if (ports.length === 0) return judgeResult(result, isStrict);
    const judged = ports
      .filter(({ id }) => id === result.probe.id)
      .map(({ path = '/' }) => judgeResult(result, isStrict, path));
    return judged.find(({ verdict }) => verdict !== 'yes') ?? judgeResult(result, isStrict, '/');
  };
  const wanted = new Set(ports.filter(({ need }) => need === 'required' || need === 'alternative').map(({ id }) => id));
  const faulty = check.results.filter(
    (result) =>
      result.cut !== true &&
      judge(result).verdict !== 'yes' &&
      (plan.services.length === 0 || wanted.has(result.probe.id) || result.state === 'not-serving'),
  );
  const of = (state: ProbeResult['state']) => faulty.filter((result) => result.state === state);
  const labels = (results: readonly ProbeResult[]) => joinWords(results.map(({ probe }) => String(probe.port)));
  const closed = of('closed');
  const old = check.results.filter(({ tls }) => takesOldTls(tls));
  const filtered = of('filtered');
  const isAnswering = check.results.some(({ state }) => state !== 'filtered' && state !== 'unknown');
  const [elsewhere] = [...closed, ...filtered];
  const name = elsewhere === undefined ? undefined : portNames(knowledge).get(elsewhere.probe.id);
  return [
    ...(closed.length === 0
      ? []
      : [
          `${labels(closed)}: the machine answers, but nothing listens there. Check that the service is on, and on this port: Setup > Server Settings > Ports.`,
        ]),
    ...(filtered.length === 0
      ? []
      : [
          `${labels(filtered)}: a firewall between ${check.lookedFrom} and the server drops it${isAnswering ? '' : ', or the machine is down'}.`,
        ]),
    ...clientPortsRemedy([...closed, ...filtered], plan),
    ...(name === undefined
      ? []
      : [`If you moved a port or turned it off on purpose, tell me: \`profile port ${name} NUMBER\`, or \`off\`.`]),
    ...of('not-serving').map(
      ({ probe, greeting, reason }) =>
        `${probe.port}: the server refuses with “${greeting ?? reason ?? ''}”. Its log says why.`,
    ),
    ...of('unknown').map(({ probe, reason }) =>
      probe.protocol === 'minger'
        ? `${probe.port}/udp: no answer proves nothing. Watch MDaemon’s Minger log while a partner server asks.`
        : `${probe.port}: ${reason ?? 'not known'}.`,
    ),
    ...(old.length === 0
      ? []
      : [
          `${labels(old)}: it accepts TLS 1.1 or 1.0, which RFC 8996 no longer allows. Turn them off where the server’s TLS versions are set.`,
        ]),
    ...of('open').map((result) => [`${capitalise(judge(result).why)}.`, ...adviceFor(result)].join(' ')),
  ];
}

/** Ports that only mail clients use need not be open to everybody: other servers deliver on 25. */
function clientPortsRemedy(shut: readonly ProbeResult[], { rows }: CheckPlan): string[] {
  const tasksOf = ({ probe }: ProbeResult) =>
    (rows.get(probe.id)?.services ?? []).flatMap(({ id, for: task }) => (id === 'mail-clients' ? [task] : []));
  const forClients = shut.filter((result) => tasksOf(result).length > 0);
  if (forClients.length === 0) return [];
  const [are, they] = forClients.length === 1 ? ['is', 'it'] : ['are', 'they'];
  const servers = forClients.some((result) => tasksOf(result).includes('sending'))
    ? ' Other servers deliver on 25.'
    : '';
  return [
    `${joinWords(forClients.map(({ probe }) => String(probe.port)))} ${are} only for mail clients, so ${they} may stay closed if nobody uses one from outside.${servers}`,
  ];
}

const tlsScreen = 'Security > Security Manager > SSL & TLS';

/** The next step for a port that is open and not as it should be, where one is known. */
function adviceFor({ tls, tlsFailure, startTls, paths = [], doubt }: ProbeResult): string[] {
  if (tlsFailure !== undefined || startTls === 'not-offered') {
    return [`Check that TLS is on there and has a certificate: ${tlsScreen}.`];
  }
  if (doubt !== undefined) return ['Find out what listens on that port, and read its log.'];
  const { certificate } = tls ?? {};
  if (certificate?.matchesName === false) return ['Use the name that is in it, or get a certificate for this one.'];
  if (certificate !== undefined && (certificate.daysLeft < 0 || certificate.weakness !== undefined)) {
    return [`Get a new certificate and select it: ${tlsScreen}.`];
  }
  if (certificate?.chainProblem !== undefined) {
    return ['Install the authority’s intermediate certificates on the server, or a certificate that programs trust.'];
  }
  return paths.some(({ path, answers }) => path.includes('ActiveSync') && answers !== true)
    ? ['Check that ActiveSync is on, and that the web server passes its path on.']
    : [];
}

/** Certificates with fewer days left are pointed out. */
const soonDays = 21;

function certificatesSection({ results }: HostCheck): Section[] {
  const rows = results.flatMap(({ probe, tls }) => {
    const certificate = tls?.certificate;
    if (certificate === undefined) return [];
    const { names, nameCount, subject, issuer, daysLeft, matchesName, chainProblem, notYetValid, weakness } =
      certificate;
    const shown = names.length === 0 ? subject : names.join(', ');
    const remarks = [
      ...(daysLeft < 0 ? ['EXPIRED'] : daysLeft < soonDays ? ['renew it now'] : []),
      ...(notYetValid === true ? ['NOT VALID YET'] : []),
      ...(matchesName === false ? ['not for this name'] : []),
      ...(certificate.inSubjectOnly === true ? ['its name is only in the subject'] : []),
      ...(weakness === undefined ? [] : [weakness]),
      ...(chainProblem === undefined ? [] : [chainProblem]),
    ];
    return [
      [
        String(probe.port),
        nameCount > names.length ? `${shown} and ${nameCount - names.length} more` : shown,
        issuer,
        `${daysLeft}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'Certificates',
      columns: [{ header: 'Port' }, { header: 'Names' }, { header: 'Issuer' }, { header: 'Days left' }],
      rows,
    },
  ];
}

const recordStates = { found: 'found', missing: 'missing', wrong: 'wrong', unknown: 'can’t tell' } as const;

function dnsSection({ dns }: HostCheck): Section[] {
  if (dns === undefined || dns.findings.length === 0) return [];
  return [
    {
      kind: 'table',
      title: dns.domain === undefined ? 'DNS' : `DNS of ${dns.domain}`,
      columns: [{ header: 'Record' }, { header: 'State' }, { header: 'Detail' }],
      rows: dns.findings.map(({ record, state, detail }) => [record, recordStates[state], detail]),
    },
  ];
}

function vantageNote({ lookedFrom, addresses, lookedAt, startedAt, tookMs }: HostCheck): Section {
  return {
    kind: 'note',
    tone: 'info',
    text: `Looked from ${lookedFrom} at ${joinWords(addresses.slice(0, lookedAt))}, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, in ${(tookMs / 1000).toFixed(1)} s. Another network can see something else: a check from inside says nothing about the internet.`,
  };
}

/** Rules for the ports that something swallows; those that must not face the internet need a network to be named. */
function firewallAction({ results }: HostCheck, plan: CheckPlan): Action[] {
  const ports = results.flatMap(({ probe, state }) => {
    const row = plan.rows.get(probe.id);
    return state === 'filtered' && row !== undefined && !isLimited(row) ? [probe.port] : [];
  });
  const command = `firewall ${[...new Set(ports)].join(' ')} inbound`;
  return ports.length === 0 ? [] : [{ label: 'Firewall rules for these', command }];
}

/** The same for programs: `--json` prints it. */
function checkData(check: HostCheck, verdicts: readonly ServiceVerdict[], verdict: Verdict): Record<string, unknown> {
  return {
    verdict,
    host: check.host,
    addresses: check.addresses,
    lookedFrom: check.lookedFrom,
    startedAt: check.startedAt.toISOString(),
    tookMs: Math.round(check.tookMs),
    complete: check.complete,
    services: verdicts.map(({ service, verdict: each, because }) => ({
      id: service.id,
      verdict: each,
      because,
    })),
    ports: check.results.map(({ probe, ...found }) => ({
      id: probe.id,
      port: probe.port,
      transport: probe.transport,
      ...found,
      tookMs: Math.round(found.tookMs * 10) / 10,
    })),
    dns: check.dns ?? null,
  };
}
