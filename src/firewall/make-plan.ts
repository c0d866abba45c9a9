import { type Article, type Era, isLimited, type Port, type Process } from '../../knowledge/knowledge.ts';
import { groupName } from './group-name.ts';
import { isNearlyEverybody, type Network, networkText, sortNetworks } from './network.ts';
import type { Direction, FirewallPlan, FirewallRule, LeftOut, Transport } from './plan.ts';
import { planNotes } from './plan-notes.ts';

/** MDaemon's folder unless somebody says otherwise. */
export const defaultInstallFolder = 'C:\\MDaemon';

/** What was asked for, resolved. */
export interface PlanInput {
  /** The ports of everything that was named, of one era. */
  readonly rows: readonly Port[];
  /** The programs a firewall on the server has to let through. */
  readonly programs: readonly Process[];
  readonly era: Era;
  readonly knowledgeVersion: string;
  /** What was named: an id for the group's name, a name to show. In any order. */
  readonly subjects: readonly { readonly id: string; readonly name: string }[];
  readonly direction?: Direction | undefined;
  /** Who may reach the ports; empty for anybody. */
  readonly from: readonly Network[];
  /** The mail server's own address. */
  readonly host?: Network | undefined;
  readonly installFolder?: string | undefined;
  article(id: string): Article | undefined;
  /** Writes ids so that they are read as these ids again. */
  writeIds(ids: readonly string[]): string;
}

/** Turns knowledge and arguments into rules. The order of what was named, and naming it twice, change nothing. */
export function makePlan(input: PlanInput): FirewallPlan {
  const { era, direction, host } = input;
  const subjects = [...new Map(input.subjects.map((each) => [each.id, each])).values()].sort((a, b) =>
    compareText(a.id, b.id),
  );
  const from = sortNetworks(input.from);
  const installFolder = input.installFolder ?? defaultInstallFolder;
  // The list of programs is the founding document's; today's answer has to say so.
  const programNote = era === 'now' ? input.article('firewall-processes')?.note : undefined;
  const rules = new Map<string, FirewallRule>();
  const leftOut = new Map<string, LeftOut>();
  for (const opening of openingsOf(input)) {
    const key = keyOf(opening);
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
    group: groupName({ ids: subjects.map(({ id }) => id), era, direction, from, host }),
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
  return { ...plan, notes: planNotes(plan, { ...input, from }) };
}

interface Opening {
  readonly row: Port;
  readonly direction: Direction;
  readonly transport: Transport;
  readonly port: number;
}

/** Each port, transport and direction of the rows; of one direction, where only that was asked for. */
function openingsOf({ rows, direction }: PlanInput): Opening[] {
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
  if (row.status === 'obsolete') {
    const since = row.until === undefined ? '' : ` since ${row.until}`;
    return { reason: `obsolete${since}.`, remedy: 'Ask with `then` for a server of that time.' };
  }
  if (!isLimited(row)) return undefined;
  const who = row.exposure === 'peers' ? 'your partner servers' : 'your own network or VPN';
  const remedy = `Name ${who}: \`from\` and a network.`;
  if (from.length === 0) return { reason: 'must not face the internet.', remedy };
  const wide = from.find(isNearlyEverybody);
  if (wide === undefined) return undefined;
  return { reason: `must not face the internet, and ${networkText(wide)} is most of it.`, remedy };
}

/** Inbound ports are open to those named, or to anybody. Outbound ones reach anybody, but partners' and private ports. */
function remotesOf({ row, direction }: Opening, from: readonly Network[]): readonly Network[] {
  return direction === 'inbound' || isLimited(row) ? from : [];
}

function mergeRule(earlier: FirewallRule | undefined, opening: Opening, from: readonly Network[]): FirewallRule {
  const { row } = opening;
  const remotes = remotesOf(opening, from);
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

function keyOf({ direction, transport, port }: Opening): string {
  return `${direction} ${port}/${transport}`;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

type Placed = Pick<FirewallRule, 'direction' | 'port' | 'transport'>;

function compareRules(a: Placed, b: Placed): number {
  return compareText(a.direction, b.direction) || a.port - b.port || compareText(a.transport, b.transport);
}

/** By code unit, the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
