import { type Article, type Era, exposures, isLimited, type Port, type Process } from '../../knowledge/knowledge.ts';
import { cidrText, isNearlyEverybody, type Network, networkText, sortNetworks } from './network.ts';
import {
  type Direction,
  type FirewallPlan,
  type FirewallRule,
  type LeftOut,
  shortDigest,
  type Transport,
} from './plan.ts';

/** MDaemon's own default. */
const defaultInstallFolder = 'C:\\MDaemon';

/** The shortest field of any format that holds a group's name has this many characters. */
const maxGroupLength = 40;

/** A question for rules, with its services, ports and programs looked up. */
interface PlanInput {
  /** The ports of everything that was named, of one era. */
  readonly rows: readonly Port[];
  /** The programs a firewall on the server must let through; empty where none were asked for. */
  readonly programs: readonly Process[];
  readonly era: Era;
  readonly knowledgeVersion: string;
  /** The services that were named, in any order: an id for the group's name, and a name to show. */
  readonly subjects: readonly { readonly id: string; readonly name: string }[];
  /** Default: both. */
  readonly direction?: Direction | undefined;
  /** The addresses that may reach the ports; empty for anybody. */
  readonly from: readonly Network[];
  /** The mail server's own address, for rules of a gateway in front of it. */
  readonly host?: Network | undefined;
  /** Default `C:\MDaemon`. */
  readonly installFolder?: string | undefined;
  article(id: string): Article | undefined;
  /** Writes ids as a command line that is read as the same ids again. */
  writeIds(ids: readonly string[]): string;
}

/**
 * Makes the rules that open what was asked for. Pure; the order of the subjects does not matter, nor do duplicates.
 *
 * Ports that must not face the internet are left out, with the reason, unless `from` limits them to networks that are
 * not most of the internet; obsolete ports are left out as well.
 */
export function makePlan(input: PlanInput): FirewallPlan {
  const { era, direction, host } = input;
  const subjects = [...new Map(input.subjects.map((each) => [each.id, each])).values()].sort((a, b) =>
    compareText(a.id, b.id),
  );
  const from = sortNetworks(input.from);
  const installFolder = input.installFolder ?? defaultInstallFolder;
  // The list of programs is the founding document's, which an answer for today has to say.
  const programNote = era === 'now' ? input.article('firewall-processes')?.note : undefined;
  const rules = new Map<string, FirewallRule>();
  const leftOut = new Map<string, LeftOut>();
  for (const opening of openings(input)) {
    const key = portKey(opening);
    const refusal = refuse(opening, from);
    if (refusal === undefined) rules.set(key, mergeRule(rules.get(key), opening, from));
    else leftOut.set(key, { ...pick(opening), title: opening.row.name, ...refusal });
  }
  for (const key of rules.keys()) leftOut.delete(key);
  const asked = [
    input.writeIds(subjects.map(({ id }) => id)),
    ...(direction === undefined ? [] : [direction]),
    ...(from.length === 0 ? [] : ['from', ...from.map(networkText)]),
    ...(host === undefined ? [] : ['to', networkText(host)]),
    ...(installFolder === defaultInstallFolder ? [] : ['folder', `"${installFolder}"`]),
    ...(era === 'then' ? ['then'] : []),
  ].join(' ');
  const plan = {
    group: groupName(
      subjects.map(({ id }) => id),
      { era, direction, host },
      from,
    ),
    subjects: subjects.map(({ name }) => name),
    asked,
    era,
    knowledgeVersion: input.knowledgeVersion,
    direction,
    host,
    rules: [...rules.values()].sort(compareRules),
    programs: input.programs.map(({ name, purpose, condition, sources }) => ({
      name,
      reason: condition === undefined ? purpose : `${purpose} ${condition}`,
      sources,
    })),
    ...(programNote === undefined ? {} : { programNote }),
    installFolder,
    leftOut: [...leftOut.values()].sort(compareRules),
  };
  return { ...plan, notes: planNotes(plan.rules, { ...input, from }) };
}

interface Opening {
  readonly row: Port;
  readonly direction: Direction;
  readonly transport: Transport;
  readonly port: number;
}

/** Each port, transport and direction of the rows; of one direction, where only that was asked for. */
function openings({ rows, direction }: PlanInput): Opening[] {
  return rows
    .toSorted((a, b) => compareText(a.id, b.id))
    .flatMap((row) =>
      row.directions
        .filter((each) => direction === undefined || each === direction)
        .flatMap((each) => row.transports.map((transport) => ({ row, direction: each, transport, port: row.port }))),
    );
}

/** Why a port is not opened; `undefined` where it is. */
function refuse({ row }: Opening, from: readonly Network[]): Pick<LeftOut, 'reason' | 'remedy'> | undefined {
  if (row.turned_off === true)
    return {
      reason: 'is off on your server, according to your profile.',
      remedy: 'Turn it on again with `profile port`.',
    };
  if (row.status === 'obsolete') {
    const since = row.until === undefined ? '' : ` since ${row.until}`;
    return { reason: `is obsolete${since}.`, remedy: 'Ask with `then` for a server of that time.' };
  }
  const reason = exposures[row.exposure].leftOut;
  if (reason === undefined) return undefined;
  const who =
    row.exposure === 'peers'
      ? 'your partner servers, as in `from 198.51.100.7`'
      : 'your own network or VPN, as in `from 10.0.0.0/8`';
  const remedy = `Name ${who}.`;
  if (from.length === 0) return { reason, remedy };
  const wide = from.find(isNearlyEverybody);
  if (wide === undefined) return undefined;
  return { reason: `${reason.replace(/(?:\.|, because).*$/, '')}, and ${networkText(wide)} is most of it.`, remedy };
}

/** Inbound ports are open to the networks named, or to anybody. Outbound ports reach anybody, unless they are limited. */
function ruleRemotes({ row, direction }: Opening, from: readonly Network[]): readonly Network[] {
  return direction === 'inbound' || isLimited(row) ? from : [];
}

function mergeRule(earlier: FirewallRule | undefined, opening: Opening, from: readonly Network[]): FirewallRule {
  const { row } = opening;
  const remotes = ruleRemotes(opening, from);
  const checks = row.check === undefined ? [] : [row.check];
  if (earlier === undefined) {
    return { ...pick(opening), remotes, title: row.name, reasons: [row.purpose], checks, sources: [...row.sources] };
  }
  return {
    ...earlier,
    remotes: earlier.remotes.length === 0 || remotes.length === 0 ? [] : remotes,
    title: earlier.title === row.name ? row.name : `${earlier.title}; ${row.name}`,
    reasons: union(earlier.reasons, [row.purpose]),
    checks: union(earlier.checks, checks),
    sources: union(earlier.sources, row.sources),
  };
}

function pick({ direction, transport, port }: Opening) {
  return { direction, transport, port };
}

function portKey({ direction, transport, port }: Opening): string {
  return `${direction} ${port}/${transport}`;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

type Placed = Pick<FirewallRule, 'direction' | 'port' | 'transport'>;

function compareRules(a: Placed, b: Placed): number {
  return compareText(a.direction, b.direction) || a.port - b.port || compareText(a.transport, b.transport);
}

/** By code unit, which is the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The name by which a set of rules is found again: lower-case letters, digits and hyphens, at most 40 characters.
 * Readable for a short question; addresses and long lists become six hexadecimal digits.
 *
 * @param ids what was asked for, sorted
 */
function groupName(
  ids: readonly string[],
  { era, direction, host }: Pick<FirewallPlan, 'era' | 'direction' | 'host'>,
  from: readonly Network[],
): string {
  const words = [...ids, ...(direction === undefined ? [] : [direction]), ...(era === 'then' ? ['then'] : [])];
  const addresses = [...from.map(cidrText), ...(host === undefined ? [] : [`to ${cidrText(host)}`])];
  const readable = `mdaemon-${words.join('-')}`.replaceAll(/[^a-z0-9]+/g, '-');
  if (addresses.length === 0 && readable.length <= maxGroupLength) return readable;
  const digits = shortDigest([...words, ...addresses].join('\n'));
  return readable.length + 7 <= maxGroupLength ? `${readable}-${digits}` : `mdaemon-${digits}`;
}

/** Things an administrator has to know before applying, in the words of the knowledge where it has some. */
function planNotes(rules: readonly FirewallRule[], { rows, from, article }: PlanInput): string[] {
  const opened = rows.filter((row) =>
    rules.some(({ port, transport }) => port === row.port && row.transports.includes(transport)),
  );
  const said = (id: string): string[] => {
    const found = article(id);
    return found === undefined ? [] : [found.note ?? found.answer];
  };
  const inbound = rules.filter(({ direction }) => direction === 'inbound');
  const public25 = inbound.some(({ port }) => port === 25) && from.length > 0;
  const plain = opened.some(
    ({ encryption, directions }) => encryption === 'starttls' && directions.includes('inbound'),
  );
  const dns = rules.some(({ port, direction }) => port === 53 && direction === 'outbound');
  return [
    ...said('localhost-rule'),
    ...(public25
      ? ['25/tcp is open only to the given sources, so mail from all other servers is blocked. Ask for 25 separately.']
      : []),
    ...(plain && inbound.length > 0 ? said('starttls-plain-ports') : []),
    ...(dns ? [...said('dns-udp-and-tcp'), ...said('dns-return-packets')] : []),
    ...(rules.some(({ port, transport }) => port === 4069 && transport === 'udp') ? said('minger-is-udp') : []),
  ];
}
