import { exposures, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { Section } from '../../src/bot/bot.ts';
import {
  type ExtraPorts,
  type FirewallPlan,
  type Judgement,
  networkText,
  type PlanDifference,
  type PlannedPort,
  portsText,
} from '../../src/firewall/firewall.ts';
import { joinWords } from '../../src/text/text.ts';

type Finding = PlannedPort['findings'][number];

const familyNames = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/** A lead names this many ports of a kind; the table has all. */
const mostNamed = 8;

/**
 * The verdict in a few sentences: what cannot be told comes first, then what is closed, limited and open, then what is open
 * without being asked for.
 */
export function leadOf(plan: FirewallPlan, { ports, wider, extra }: PlanDifference, judgement: Judgement): string {
  const of = (state: PlannedPort['state']) => ports.filter((port) => port.state === state);
  const open = of('open');
  const sentences = [
    ...openByDefaultText(judgement),
    ...unknownText(of('unknown')),
    ...closedText(of('closed'), judgement),
    ...limitedText(of('limited')),
    ...(of('unsaid').length === 0 ? [] : [`Not said: ${portList(of('unsaid'))}${reasonOf(of('unsaid'))}.`]),
    ...(open.length === ports.length ? openText(open, ports.length, plan) : []),
    ...(wider.length === 0 ? [] : [`Open wider than asked: ${portList(wider)}.`]),
    ...extraText(plan, extra, judgement),
    ...(open.length === ports.length ? [] : openText(open, ports.length, plan)),
    ...familyText(ports, judgement),
  ];
  return sentences.length === 0 ? 'Nothing that was asked for can be judged.' : sentences.join(' ');
}

function openByDefaultText({ openByDefault, families }: Judgement): string[] {
  const open = openByDefault.filter(({ direction }) => direction === 'inbound').map(({ family }) => family);
  if (open.length === 0) return [];
  const over =
    open.length === 2 || families.length === 1 ? '' : ` over ${joinWords(open.map((family) => familyNames[family]))}`;
  return [`Everything inbound is open by default${over}: no rule keeps anything out.`];
}

function unknownText(ports: readonly PlannedPort[]): string[] {
  if (ports.length === 0) return [];
  const reasons = [
    ...new Set(
      ports.flatMap(({ findings }) =>
        findings.filter(({ covered }) => covered === 'unknown').map(({ verdict }) => verdict.because),
      ),
    ),
  ];
  const [first = ''] = reasons;
  return [
    `I cannot tell whether ${portList(ports)} ${ports.length === 1 ? 'is' : 'are'} open${first === '' ? '' : `, because of ${first}`}${reasons.length > 1 ? ', and other rules' : ''}.`,
  ];
}

function closedText(ports: readonly PlannedPort[], { listed }: Judgement): string[] {
  const [only] = ports;
  if (only === undefined) return [];
  const because = only.findings.find(({ covered }) => covered === 'no')?.verdict.because ?? '';
  if (ports.length > 1 || listed || because === '') return [`Missing: ${portList(ports)}.`];
  return [`Missing: ${portText(only)}, which is closed to the internet: ${because}.`];
}

function limitedText(ports: readonly PlannedPort[]): string[] {
  const groups = new Map<string, PlannedPort[]>();
  for (const port of ports) {
    const short = port.findings.filter(({ covered }) => covered === 'no');
    const text = [
      ...new Set(
        short.map(({ verdict: { open, to, family } }) =>
          open === 'nobody'
            ? `nobody over ${familyNames[family]}`
            : `${joinWords(to.slice(0, 3))}${to.length > 3 ? ' and others' : ''}`,
        ),
      ),
    ].join('; ');
    groups.set(text, [...(groups.get(text) ?? []), port]);
  }
  return [...groups]
    .slice(0, 3)
    .map(([to, own]) => `${portList(own)} ${own.length === 1 ? 'is' : 'are'} open to some only: ${to}.`);
}

function openText(open: readonly PlannedPort[], count: number, plan: FirewallPlan): string[] {
  if (open.length === 0) return [];
  const limited = plan.rules.some(({ remotes }) => remotes.length > 0);
  const what = open.length === count ? 'Nothing is missing' : `Open as asked`;
  if (open.length === count)
    return [`${what}: ${portList(open)} ${open.length === 1 ? 'is' : 'are'} open${limited ? ' as asked' : ''}.`];
  return [`${what}: ${portList(open)}.`];
}

/** What the server itself may reach is worth a line only where that was asked about. */
function shownExtra({ direction }: FirewallPlan, extra: readonly ExtraPorts[]): ExtraPorts[] {
  return extra.filter((row) => row.direction === 'inbound' || direction === 'outbound');
}

function extraText(plan: FirewallPlan, extra: readonly ExtraPorts[], { openByDefault }: Judgement): string[] {
  const own = shownExtra(plan, extra).filter(
    ({ direction, family }) => !openByDefault.some((each) => each.direction === direction && each.family === family),
  );
  const named = (rows: readonly ExtraPorts[]) => {
    const names = [...new Set(joinRows(rows).map(({ ports, first }) => `${ports} ${first.direction}`))];
    return names.length <= mostNamed
      ? joinWords(names)
      : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
  };
  const of = (open: ExtraPorts['open']) => own.filter((each) => each.open === open);
  const sentence = (words: string, rows: readonly ExtraPorts[]) =>
    rows.length === 0 ? [] : [`${words} ${named(rows)}.`];
  return [
    ...sentence('Open without need:', of('anybody')),
    ...sentence('Open to some without being asked for:', of('some')),
    ...sentence('I cannot tell about', of('unknown')),
  ];
}

/** Ports with one verdict for one reason. */
interface JoinedRows {
  readonly ports: string;
  readonly first: ExtraPorts;
  readonly single: boolean;
}

/** Rows that are alike as one, such as all ports between those that were asked for. */
function joinRows(extra: readonly ExtraPorts[]): JoinedRows[] {
  const groups = new Map<string, ExtraPorts[]>();
  for (const row of extra) {
    const { direction, families, open, to, except, because, port, lastPort } = row;
    // A port of its own keeps its row, which says what it is.
    const alone = lastPort === undefined && open !== 'unknown' ? port : 0;
    const key = JSON.stringify([direction, families, open, to, except, because, alone]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((rows): JoinedRows[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const count = (transport: string) =>
      rows
        .filter((row) => row.transport === transport)
        .reduce((sum, { port, lastPort = port }) => sum + lastPort - port + 1, 0);
    const nearlyAll = (['tcp', 'udp'] as const).filter((transport) => count(transport) > 60_000);
    const rest = rows.filter(({ transport }) => !nearlyAll.includes(transport));
    const all =
      nearlyAll.length === 2 ? ['all other ports'] : nearlyAll.map((transport) => `all other ${transport} ports`);
    const names = rest.map(portsText);
    const few =
      names.length <= mostNamed ? names : [...names.slice(0, mostNamed), `${names.length - mostNamed} more rows`];
    return [{ ports: [...all, ...few].join(', '), first, single: rows.length === 1 && nearlyAll.length === 0 }];
  });
}

/** That one IP version is not judged at all. */
function familyText(ports: readonly PlannedPort[], { families, listed }: Judgement): string[] {
  const unsaid = (['ipv4', 'ipv6'] as const).filter(
    (family) =>
      !families.includes(family) &&
      ports.some(({ findings }) => findings.some(({ verdict }) => verdict.family === family)),
  );
  if (unsaid.length !== 1 || listed) return [];
  return unsaid.map((family) => `I cannot tell about ${familyNames[family]}: the text says nothing of it.`);
}

function reasonOf(ports: readonly PlannedPort[]): string {
  const reasons = new Set(ports.flatMap(({ findings }) => findings.map(({ verdict }) => verdict.because)));
  const [only] = reasons;
  return reasons.size === 1 && only !== undefined ? ` (${only})` : '';
}

function portList(ports: readonly PlannedPort[]): string {
  const names = ports.map(portText);
  return names.length <= mostNamed
    ? joinWords(names)
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}

function portText({ rule }: PlannedPort): string {
  return `${rule.port}/${rule.transport} ${rule.direction}`;
}

const stateNames: Readonly<Record<PlannedPort['state'], string>> = {
  closed: 'missing',
  limited: 'open to some',
  unknown: 'cannot tell',
  unsaid: 'not said',
  open: 'open',
};

const order: readonly PlannedPort['state'][] = ['unknown', 'closed', 'limited', 'unsaid', 'open'];

/** One row for each asked-for port and IP version, alike ones as one, and for what is open besides. */
export function diffTable(
  plan: FirewallPlan,
  { ports, wider, extra }: PlanDifference,
  knowledge: KnowledgeBase,
): string[][] {
  const asked = [...ports]
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .flatMap((port) => portRows(port, wider.includes(port)));
  return [
    ...asked,
    ...joinRows(shownExtra(plan, extra)).map(({ ports: names, first, single }) => [
      `${names} ${way(first.direction)}${first.families.length === 1 ? ` ${familyNames[first.family]}` : ''}`,
      first.open === 'unknown' ? 'cannot tell' : 'not asked for',
      toText(first.open, first.to, first.except),
      [single ? whatIs(first, plan, knowledge) : '', first.because].filter((text) => text !== '').join('; '),
    ]),
  ];
}

function portRows(port: PlannedPort, isWider: boolean): string[][] {
  const rows = new Map<string, { row: string[]; families: Finding['verdict']['family'][] }>();
  for (const { verdict, covered } of port.findings) {
    if (covered === 'not-asked' && verdict.open === 'nobody') continue;
    // That one IP version is not in the text is said once, above.
    if (covered === 'unsaid' && port.state !== 'unsaid') continue;
    const state = isWider && covered === 'yes' ? 'wider than asked' : stateOf(covered, verdict.open);
    const row = [state, toText(verdict.open, verdict.to, verdict.except), verdict.because];
    const key = row.join('\n');
    const known = rows.get(key);
    rows.set(key, { row, families: [...(known?.families ?? []), verdict.family] });
  }
  return [...rows.values()].map(({ row: [state = '', to = '', because = ''], families }) => [
    `${port.rule.port}/${port.rule.transport} ${way(port.rule.direction)}${families.length === 1 ? ` ${familyNames[families[0] ?? 'ipv4']}` : ''}`,
    state,
    to,
    because,
  ]);
}

function stateOf(covered: Finding['covered'], open: Finding['verdict']['open']): string {
  if (covered === 'unsaid') return stateNames.unsaid;
  if (covered === 'unknown') return stateNames.unknown;
  if (covered === 'yes') return stateNames.open;
  return open === 'nobody' ? stateNames.closed : stateNames.limited;
}

function toText(open: Finding['verdict']['open'], to: readonly string[], except: readonly string[] = []): string {
  if (open === 'anybody') return except.length === 0 ? 'anybody' : `anybody except ${except.join(', ')}`;
  if (open === 'nobody') return 'nobody';
  if (open === 'unknown') return to.length === 0 ? '' : `at least ${to.join(', ')}`;
  return to.join(', ');
}

function way(direction: string): string {
  return direction === 'inbound' ? 'in' : 'out';
}

/** What the knowledge says of an open port. */
function whatIs(
  { port, lastPort, transport, direction, open }: ExtraPorts,
  plan: FirewallPlan,
  knowledge: KnowledgeBase,
): string {
  if (lastPort !== undefined) return '';
  const rows = knowledge
    .portsByNumber(port)
    .filter((row) => row.transports.includes(transport) && row.directions.includes(direction));
  const row = rows.find(({ era }) => era === plan.era) ?? rows[0];
  if (row === undefined) return 'no port of MDaemon that I know';
  if (row.status === 'obsolete') return `${row.name}: obsolete`;
  const { leftOut } = exposures[row.exposure];
  return leftOut !== undefined && open === 'anybody' ? `${row.name}: ${leftOut.replace(/\.$/, '')}` : row.name;
}

/** What could not be told and how to settle it, and what to know about the reading. */
export function notesOf({ ports }: PlanDifference, judgement: Judgement, outside: readonly string[]): Section[] {
  const interfaces = [...new Set(ports.flatMap(({ findings }) => findings.flatMap(({ openOn }) => openOn)))];
  const unsure = judgement.unsure.slice(0, 5);
  return [
    ...(unsure.length === 0
      ? []
      : [
          note(
            'warning',
            `These rules depend on something I cannot know (${unsure.join('; ')}${judgement.unsure.length > 5 ? `; and ${judgement.unsure.length - 5} more` : ''}). To settle it, scan from outside with \`nmap -Pn -oX -\` and send me the XML.`,
          ),
        ]),
    ...(interfaces.length === 0 || outside.length > 0
      ? []
      : [
          note(
            'info',
            `Where ${joinWords(
              interfaces.slice(0, 4).map((name) => (name === '*' ? 'an interface without a rule of its own' : name)),
              'or',
            )} faces the internet, that is open to anybody there. Tell me which one does: \`outside ${interfaces[0] === '*' ? 'eth0' : (interfaces[0] ?? 'eth0')}\`.`,
          ),
        ]),
    ...judgement.notes.map((text) => note('info', text)),
    ...lackingNotes(ports),
  ];
}

function lackingNotes(ports: readonly PlannedPort[]): Section[] {
  const lacking = ports.filter(({ lacking: networks }) => networks.length > 0);
  return lacking
    .slice(0, 3)
    .map((port) =>
      note('info', `${portText(port)} is not open to ${joinWords(port.lacking.slice(0, 4).map(networkText))}.`),
    );
}

function note(tone: 'info' | 'warning', text: string): Section {
  return { kind: 'note', tone, text };
}
