import { createNameIndex, type NameIndex } from './name-index.ts';
import type {
  Advisory,
  Article,
  Deadline,
  Era,
  KnowledgeData,
  KnowledgeKind,
  Need,
  Port,
  Process,
  Release,
  Rename,
  Service,
  Source,
} from './schema.ts';
import { compareVersions } from './versions.ts';

/** The kinds of rows, in the order they are merged and counted. Not in schema.ts, which takes long to load. */
export const knowledgeKinds = [
  'sources',
  'services',
  'ports',
  'processes',
  'articles',
  'deadlines',
  'renames',
  'advisories',
  'releases',
] as const satisfies readonly KnowledgeKind[];

/** The knowledge, indexed and frozen. Built once from checked data; a reload builds a new one. */
export interface KnowledgeBase {
  readonly version: string;
  /** The day or month up to which advisories and releases were looked for: `2025-06`. */
  readonly asOf: string;
  readonly rows: Readonly<Omit<KnowledgeData, 'version' | 'as_of'>>;
  readonly services: NameIndex<Service>;
  readonly processes: NameIndex<Process>;
  readonly deadlines: NameIndex<Deadline>;
  readonly renames: NameIndex<Rename>;
  readonly advisories: NameIndex<Advisory>;
  /** By version, the newest first. */
  readonly releases: readonly Release[];
  source(id: string): Source | undefined;
  service(id: string): Service | undefined;
  port(id: string): Port | undefined;
  article(id: string): Article | undefined;
  /** The ports of a service in an era, with those of its group's members and of what carries it, in the files' order. */
  portsOfService(service: Service, era: Era): readonly Port[];
  /** A service's use of one of its ports: the strongest of its group's members, else of the services it rides on. */
  useOf(service: Service, port: Port): PortUse;
  /** The services it goes through, where it has no port of its own. */
  carriersOf(service: Service, era: Era): readonly Service[];
  /** The rows of one port number, both eras, and those that are on it on one of the team's servers alone. */
  portsByNumber(port: number): readonly Port[];
  /** Ports that one of the team's servers has elsewhere than all of them. */
  readonly onHosts: readonly PortOnHost[];
}

/** A row as one server has it. */
export interface PortOnHost {
  readonly host: string;
  readonly row: Port;
}

/** How much a service needs a port, and what for where that is said. */
export interface PortUse {
  readonly need: Need;
  readonly for?: string | undefined;
}

/** Indexes and freezes checked data. */
export function createKnowledgeBase(data: KnowledgeData, onHosts: readonly PortOnHost[] = []): KnowledgeBase {
  const rows = deepFreeze(data);
  const sources = byId(rows.sources);
  const services = byId(rows.services);
  const ports = byId(rows.ports);
  const articles = byId(rows.articles);
  const openOnHosts = onHosts.map(({ row }) => row).filter((row) => row.turned_off !== true);
  const byNumber = Map.groupBy([...rows.ports, ...openOnHosts], (row) => row.port);
  const portsByService = groupByService(rows.ports);

  const ownPorts = (service: Service, era: Era): readonly Port[] =>
    memberIds(service, services).flatMap((id) => portsByService.get(`${era}/${id}`) ?? []);
  const carriersOf = (service: Service, era: Era): readonly Service[] =>
    ownPorts(service, era).length > 0 ? [] : service.rides_on.flatMap((id) => services.get(id) ?? []);
  const findPorts = (service: Service, era: Era): readonly Port[] => {
    const carried = carriersOf(service, era).flatMap((carrier) => ownPorts(carrier, era));
    return Object.freeze(unique([...ownPorts(service, era), ...carried], rows.ports));
  };
  const allPorts = new Map(
    rows.services.flatMap((service) =>
      (['then', 'now'] as const).map((era) => [`${era}/${service.id}`, findPorts(service, era)] as const),
    ),
  );
  // What is said of a group itself counts before what is said of its members.
  const statedUse = (id: string, port: Port, seen: readonly string[] = []): PortUse | undefined => {
    const own = port.services.find((use) => use.id === id);
    if (own !== undefined || seen.includes(id)) return own;
    const { includes = [], rides_on = [] } = services.get(id) ?? {};
    const others = [...includes, ...rides_on].flatMap((member) => statedUse(member, port, [...seen, id]) ?? []);
    return needOrder.flatMap((need) => others.filter((use) => use.need === need))[0];
  };
  const useOf = (service: Service, port: Port): PortUse => statedUse(service.id, port) ?? { need: 'optional' };

  return Object.freeze({
    version: rows.version ?? 'unknown',
    asOf: rows.as_of ?? 'an unknown date',
    rows,
    services: createNameIndex(
      rows.services,
      (row) => [row.name, row.id, ...row.aliases, ...row.former, ...row.later],
      (row) => row.misspellings,
    ),
    processes: createNameIndex(rows.processes, (row) => [
      row.name,
      row.name.replace(/\.exe$/i, ''),
      row.id,
      ...row.aliases,
    ]),
    deadlines: createNameIndex(rows.deadlines, (row) => [row.title, row.id, ...row.aliases]),
    renames: createNameIndex(rows.renames, (row) => [row.from, row.to, row.id, ...row.aliases]),
    advisories: createNameIndex(rows.advisories, (row) => [
      row.name,
      row.id,
      // `2020-18723`
      row.name.replace(/^CVE-/, ''),
      ...row.aliases,
    ]),
    releases: Object.freeze([...rows.releases].sort((a, b) => compareVersions(b.id, a.id))),
    source: (id: string) => sources.get(id),
    service: (id: string) => services.get(id),
    port: (id: string) => ports.get(id),
    article: (id: string) => articles.get(id),
    portsOfService: (service: Service, era: Era) => allPorts.get(`${era}/${service.id}`) ?? [],
    useOf,
    carriersOf,
    onHosts,
    portsByNumber: (port: number) => byNumber.get(port) ?? [],
  });
}

/** Counts the rows of each kind. */
export function countRows({ rows }: KnowledgeBase): Readonly<Record<KnowledgeKind, number>> {
  return Object.fromEntries(knowledgeKinds.map((kind) => [kind, rows[kind].length])) as Record<KnowledgeKind, number>;
}

/** Knowledge that was complete longer ago than this is said to be old. */
const oldAfterDays = 180;

/** How many days ago the knowledge was complete, where that is too long ago to go unmentioned. */
export function daysOutOfDate({ asOf }: Pick<KnowledgeBase, 'asOf'>, now: Date): number | undefined {
  const [year = Number.NaN, month = Number.NaN, day] = asOf.split('-').map(Number);
  // A month counts to its last day.
  const end = day === undefined ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, day);
  const days = Math.floor((now.getTime() - end) / 86_400_000);
  return days > oldAfterDays ? days : undefined;
}

/** Strongest first. */
const needOrder: readonly Need[] = ['required', 'alternative', 'default', 'optional'];

function byId<Row extends { id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function groupByService(ports: readonly Port[]): ReadonlyMap<string, Port[]> {
  const groups = new Map<string, Port[]>();
  for (const port of ports) {
    for (const { id } of port.services) {
      const key = `${port.era}/${id}`;
      const group = groups.get(key);
      if (group) group.push(port);
      else groups.set(key, [port]);
    }
  }
  return groups;
}

/** The service itself and everything it stands for as a group, each once. */
function memberIds(service: Service, services: ReadonlyMap<string, Service>, seen = new Set<string>()): string[] {
  if (seen.has(service.id)) return [];
  seen.add(service.id);
  const members = service.includes.flatMap((id) => services.get(id) ?? []);
  return [service.id, ...members.flatMap((member) => memberIds(member, services, seen))];
}

function unique(found: readonly Port[], inOrder: readonly Port[]): readonly Port[] {
  const set = new Set(found);
  return set.size < 2 ? [...set] : inOrder.filter((row) => set.has(row));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
