import { exposures, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import {
  type ExtraPorts,
  type FirewallPlan,
  type PlanDifference,
  type PlannedPort,
  portsText,
} from '../../src/firewall/firewall.ts';

type Finding = PlannedPort['findings'][number];

export const familyNames = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/** A row names this many ports of a kind, and so does a sentence. */
export const mostNamed = 8;

/** What the server itself may reach is worth a line only where that was asked about. */
export function shownExtra({ direction }: FirewallPlan, extra: readonly ExtraPorts[]): ExtraPorts[] {
  return extra.filter((row) => row.direction === 'inbound' || direction === 'outbound');
}

/** Ports with one verdict for one reason. */
interface JoinedRows {
  readonly ports: string;
  readonly first: ExtraPorts;
  readonly single: boolean;
}

/** Rows that are alike as one, such as all ports between those that were asked for. */
export function joinRows(extra: readonly ExtraPorts[]): JoinedRows[] {
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

const stateNames: Readonly<Record<PlannedPort['state'], string>> = {
  closed: 'missing',
  limited: 'open to some',
  unknown: 'cannot tell',
  unsaid: 'not known',
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
    ...joinAlike(asked),
    ...joinRows(shownExtra(plan, extra)).map(({ ports: names, first, single }) => [
      `${names} ${way(first.direction)}${first.families.length === 1 ? ` ${familyNames[first.family]}` : ''}`,
      first.open === 'unknown' ? 'cannot tell' : 'not asked for',
      toText(first.open, first.to, first.except),
      [single ? whatIs(first, plan, knowledge) : '', first.because].filter((text) => text !== '').join('; '),
    ]),
  ];
}

/** Neighbours that differ in nothing but the port are one row: `25/tcp, 465/tcp in IPv4`. */
function joinAlike(rows: readonly string[][]): string[][] {
  const joined: { ports: string[]; rest: string; row: string[] }[] = [];
  for (const row of rows) {
    const [name = '', ...cells] = row;
    const [port = '', ...way] = name.split(' ');
    const rest = [...way, ...cells].join('\n');
    const last = joined.at(-1);
    if (last?.rest === rest && last.ports.length < mostNamed) last.ports.push(port);
    else joined.push({ ports: [port], rest, row });
  }
  return joined.map(({ ports, row: [name = '', ...cells] }) => [
    `${ports.join(', ')}${name.slice(name.indexOf(' '))}`,
    ...cells,
  ]);
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
  if (row === undefined) return 'not an MDaemon port I know';
  if (row.status === 'obsolete') return `${row.name}: obsolete`;
  const { leftOut } = exposures[row.exposure];
  return leftOut !== undefined && open === 'anybody' ? `${row.name}: ${leftOut.replace(/\.$/, '')}` : row.name;
}
