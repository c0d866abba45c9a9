import type { PortVerdict } from '../../bot/bot.ts';
import { printableLine } from '../../text/text.ts';
import { addressSpan, type Family, type Network } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';
import type { Ruleset, Span } from '../read/read.ts';
import type { Asked, Finding, JudgeOptions } from './asked.ts';
import { type JudgedWay, judgeWay } from './connections.ts';
import { countRemotes, describeConnections, remoteNetworks } from './describe.ts';
import { type DiagramLimits, everybody, nobody, type PacketSet } from './diagrams.ts';
import { type NamedRule, type Trace, trace } from './explain.ts';
import type { Way } from './match.ts';
import { layOutSpace, type Ordinary, ordinaryConnections, type Space, valuesOf, within } from './space.ts';

/** What a rule set does with what was asked for, and what else it lets through. */
export interface RulesetJudgement {
  readonly findings: readonly Finding[];
  /** Open, or perhaps open, without being asked for. */
  readonly others: readonly PortVerdict[];
  /** Directions in which no rule stops any ordinary connection, by family. */
  readonly openByDefault: readonly { readonly direction: Direction; readonly family: Family }[];
  /** Rules that make something unknown, each once. */
  readonly unsure: readonly NamedRule[];
}

/** At most this many ports that nobody asked for get their rule named. */
const mostTraces = 120;

/** A set with more than this part of the internet shut out is not called open to anybody: one in 256. */
const fewPart = 256;

/**
 * Judges a rule set.
 *
 * @throws {TooLargeError} where it takes more than the limits allow.
 */
export function judgeRuleset(
  ruleset: Ruleset,
  asked: readonly Asked[],
  options: JudgeOptions & { readonly limits: DiagramLimits },
): RulesetJudgement {
  const families = (['ipv4', 'ipv6'] as const).filter(
    (family) => options.host === undefined || options.host.family === family,
  );
  const results = families.map((family) =>
    ruleset.families.includes(family) ? judgeFamily(ruleset, family, asked, options) : unsaid(family, asked),
  );
  const unsure = new Map(results.flatMap((each) => each.unsure).map((rule) => [`${rule.chain} ${rule.number}`, rule]));
  return {
    findings: results.flatMap((each) => each.findings),
    others: results.flatMap((each) => each.others),
    openByDefault: results.flatMap((each) => each.openByDefault),
    unsure: [...unsure.values()],
  };
}

function unsaid(family: Family, asked: readonly Asked[]): RulesetJudgement {
  const because = `the text says nothing about ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
  return {
    findings: asked.map((each) => ({
      asked: each,
      verdict: { ...place(each, family), open: 'unknown', to: [], because },
      covered: 'unsaid',
      lacking: [],
      wider: false,
      openOn: [],
    })),
    others: [],
    openByDefault: [],
    unsure: [],
  };
}

function place({ direction, transport, port }: Asked, family: Family) {
  return { direction, transport, port, family };
}

function judgeFamily(
  ruleset: Ruleset,
  family: Family,
  asked: readonly Asked[],
  { host, outside, directions, limits }: JudgeOptions & { readonly limits: DiagramLimits },
): RulesetJudgement {
  const networks = [...asked.flatMap(({ remotes }) => remotes), ...(host === undefined ? [] : [host])];
  const space = layOutSpace(ruleset, family, {
    limits,
    ports: asked.map(({ port }) => ({ from: port, to: port })),
    networks,
    interfaces: outside,
  });
  const ordinary = ordinaryConnections(space, outside);
  const findings: Finding[] = [];
  const others: PortVerdict[] = [];
  const openByDefault: { direction: Direction; family: Family }[] = [];
  const unsure: NamedRule[] = [];
  for (const direction of directions) {
    const way: Way = host === undefined ? direction : direction === 'inbound' ? 'through-in' : 'through-out';
    const judge = new WayJudge(space, ruleset, ordinary, judgeWay(space, ruleset, way, host), direction, host);
    const own = asked.filter((each) => each.direction === direction);
    for (const each of own) findings.push(judge.find(each));
    if (judge.isOpenByDefault()) openByDefault.push({ direction, family });
    others.push(...judge.others(own));
    unsure.push(...judge.unsure.values());
  }
  return { findings, others, openByDefault, unsure };
}

/** The verdicts of one direction. */
class WayJudge {
  private readonly space: Space;
  private readonly ruleset: Ruleset;
  private readonly ordinary: Ordinary;
  private readonly judged: JudgedWay;
  private readonly direction: Direction;
  private readonly isServer: PacketSet;
  private readonly labels: number[];
  private readonly verdicts = new Map<string, Pick<PortVerdict, 'open' | 'to' | 'except'>>();
  readonly unsure = new Map<string, NamedRule>();

  constructor(
    space: Space,
    ruleset: Ruleset,
    ordinary: Ordinary,
    judged: JudgedWay,
    direction: Direction,
    host: Network | undefined,
  ) {
    this.space = space;
    this.ruleset = ruleset;
    this.ordinary = ordinary;
    this.judged = judged;
    this.direction = direction;
    this.isServer = host === undefined ? everybody : within(space, space.local, [addressSpan(host)]);
    this.labels = [...space.labels.values()].filter((bit) => bit > 0);
  }

  find(asked: Asked): Finding {
    const { space } = this;
    const { diagrams } = space;
    const at = this.atPort(asked.transport, { from: asked.port, to: asked.port });
    const certain = this.rest(diagrams.and(this.judged.certain, at));
    const possible = this.rest(diagrams.and(this.judged.possible, at));
    const { open, to, except } = this.verdictOf(certain, possible);
    const because = this.because(open, at);
    const remotes = asked.remotes.filter(({ family }) => family === space.family);
    const verdict: PortVerdict = {
      ...place(asked, space.family),
      open,
      to,
      ...(except === undefined ? {} : { except }),
      because,
    };
    const openOn = open === 'some' || open === 'unknown' ? this.interfacesOf(certain) : [];
    if (asked.remotes.length === 0) {
      const covered = open === 'anybody' ? 'yes' : open === 'unknown' ? 'unknown' : 'no';
      return { asked, verdict, covered, lacking: [], wider: false, openOn };
    }
    if (remotes.length === 0)
      return { asked, verdict, covered: 'not-asked', lacking: [], wider: open === 'anybody', openOn };
    const lacking = remotes.filter((network) => !this.letsIn(certain, network));
    const perhaps = lacking.filter((network) => this.letsIn(possible, network));
    return {
      asked,
      verdict,
      covered: lacking.length === 0 ? 'yes' : perhaps.length === lacking.length ? 'unknown' : 'no',
      lacking,
      wider: this.isWider(certain, remotes),
      openOn,
    };
  }

  /** The interfaces over which every stranger gets through. */
  private interfacesOf(certain: PacketSet): string[] {
    const { space } = this;
    const { diagrams, near } = space;
    const sure = this.withoutLabels(certain);
    return space.interfaces.filter((name, index) => {
      if (name === 'lo') return false;
      const over = diagrams.and(this.ordinary.strangers, within(space, near, [{ from: index, to: index }]));
      return over !== nobody && diagrams.minus(over, sure) === nobody;
    });
  }

  /** True where every ordinary connection is let through, whatever its port. */
  isOpenByDefault(): boolean {
    const { diagrams } = this.space;
    return diagrams.minus(this.ordinary.strangers, this.withoutLabels(this.judged.certain)) === nobody;
  }

  /** Open ports that nobody asked for, in rows. */
  others(asked: readonly Asked[]): PortVerdict[] {
    const { space, direction } = this;
    const { diagrams, port } = space;
    const found: PortVerdict[] = [];
    for (const transport of ['tcp', 'udp'] as const) {
      const known = new Set(asked.filter((each) => each.transport === transport).map((each) => each.port));
      const bit = transport === 'tcp' ? 0 : 1;
      const certain = this.portRuns(diagrams.fix(this.judged.certain, space.transport, bit));
      const possible = this.portRuns(diagrams.fix(this.judged.possible, space.transport, bit));
      let rowOf: PacketSet[] = [];
      for (let number = 0; number < port.starts.length; number += 1) {
        const ports = valuesOf(port, number, number);
        if (ports === undefined || ports.to === 0 || known.has(ports.from)) {
          rowOf = [];
          continue;
        }
        const pair = [certain[number] ?? nobody, possible[number] ?? nobody];
        const [sure = nobody, perhaps = nobody] = pair;
        const { open, to, except } = this.verdictOf(sure, perhaps);
        if (open === 'nobody') {
          rowOf = [];
          continue;
        }
        const last = found.at(-1);
        if (last !== undefined && rowOf[0] === sure && rowOf[1] === perhaps) {
          found[found.length - 1] = { ...last, lastPort: ports.to };
          continue;
        }
        rowOf = pair;
        const from = Math.max(ports.from, 1);
        const because = found.length < mostTraces ? this.because(open, this.atPort(transport, ports)) : '';
        found.push({
          direction,
          transport,
          port: from,
          ...(ports.to > from ? { lastPort: ports.to } : {}),
          family: space.family,
          open,
          to,
          ...(except === undefined ? {} : { except }),
          because,
        });
      }
    }
    return found;
  }

  private portRuns(set: PacketSet): PacketSet[] {
    const { diagrams, port } = this.space;
    const rests: PacketSet[] = [];
    diagrams.runs(set, port.first, port.end, (from, to, rest) => {
      for (let number = from; number <= Math.min(to, port.starts.length - 1); number += 1) rests[number] = rest;
      return true;
    });
    return rests;
  }

  private atPort(transport: Transport, ports: Span): PacketSet {
    const { space } = this;
    const { diagrams } = space;
    const own = diagrams.node(
      space.transport,
      transport === 'tcp' ? everybody : nobody,
      transport === 'tcp' ? nobody : everybody,
    );
    return diagrams.and(own, within(space, space.port, [ports]));
  }

  /** A set of one port without transport and port. */
  private rest(set: PacketSet): PacketSet {
    const { diagrams, transport, port } = this.space;
    return diagrams.project(set, transport, port.end);
  }

  private withoutLabels(set: PacketSet): PacketSet {
    return this.labels.reduce((rest, bit) => this.space.diagrams.fix(rest, bit, 0), set);
  }

  private verdictOf(certain: PacketSet, possible: PacketSet): Pick<PortVerdict, 'open' | 'to' | 'except'> {
    const key = `${certain} ${possible}`;
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    const { to, except, open } = this.judge(certain, possible);
    const shown = (texts: readonly string[]) => texts.map((text) => printableLine(text, 80));
    const made = { open, to: shown(to), ...(except === undefined ? {} : { except: shown(except) }) };
    this.verdicts.set(key, made);
    return made;
  }

  private judge(certain: PacketSet, possible: PacketSet): Pick<PortVerdict, 'open' | 'to' | 'except'> {
    const { space, ordinary } = this;
    const { diagrams } = space;
    const { any, strangers } = ordinary;
    const withLabels = (set: PacketSet) => this.labels.reduce((rest, bit) => diagrams.project(rest, bit, bit + 1), set);
    const perhaps = diagrams.and(any, withLabels(possible));
    if (perhaps === nobody) return { open: 'nobody', to: [] };
    const sure = diagrams.and(any, this.withoutLabels(certain));
    const lacking = diagrams.minus(strangers, sure);
    const shut = [...space.labels].flatMap(([label, bit]) =>
      bit > 0 && diagrams.minus(sure, diagrams.fix(certain, bit, 1)) !== nobody ? [label] : [],
    );
    if (lacking === nobody) return { open: 'anybody', to: [], ...(shut.length === 0 ? {} : { except: shut }) };
    const all = countRemotes(space, strangers);
    // Where few get through, many do not, and these need no counting.
    const mayBeFew = sure !== nobody && countRemotes(space, sure) > all / 2;
    if (mayBeFew && countRemotes(space, lacking) < all / fewPart) {
      return { open: 'anybody', to: [], except: [...remoteNetworks(space, lacking), ...shut] };
    }
    const labelled = diagrams.and(any, withLabels(certain));
    const to = [
      ...describeConnections(space, sure, ordinary),
      ...[...space.labels].flatMap(([label, bit]) =>
        bit > 0 && diagrams.minus(diagrams.and(any, diagrams.fix(certain, bit, 1)), sure) !== nobody ? [label] : [],
      ),
    ];
    return { open: diagrams.minus(perhaps, labelled) === nobody ? 'some' : 'unknown', to };
  }

  /** True where a network is let in over some interface, or over the one that faces the internet. */
  private letsIn(set: PacketSet, network: Network): boolean {
    const { space } = this;
    const { diagrams, near, far, local, remote } = space;
    const all = within(space, remote, [addressSpan(network)]);
    const open = diagrams.project(
      diagrams.project(this.withoutLabels(set), local.first, local.end),
      far.first,
      far.end,
    );
    const clients = within(space, space.clientPort, [{ from: 1024, to: 65_535 }]);
    const wanted = diagrams.and(all, clients);
    return space.interfaces.some((name, index) => {
      if (name === 'lo') return false;
      const over = within(space, near, [{ from: index, to: index }]);
      return diagrams.minus(diagrams.and(wanted, over), open) === nobody;
    });
  }

  private isWider(certain: PacketSet, remotes: readonly Network[]): boolean {
    const { space, ordinary } = this;
    const { diagrams } = space;
    const own = within(space, space.remote, remotes.map(addressSpan));
    return diagrams.minus(diagrams.and(ordinary.any, this.withoutLabels(certain)), own) !== nobody;
  }

  /** The rules that decide about a port, for one connection that shows it. */
  private because(open: PortVerdict['open'], at: PacketSet): string {
    const { space, judged, ordinary } = this;
    const { diagrams } = space;
    const { strangers, any } = ordinary;
    const own = diagrams.and(at, this.isServer);
    const unsure = diagrams.minus(judged.possible, judged.certain);
    const among = open === 'nobody' ? everybody : open === 'unknown' ? unsure : judged.certain;
    const candidates = [strangers, any, everybody].map((set) => diagrams.and(set, diagrams.and(own, among)));
    const set = candidates.find((each) => each !== nobody);
    if (set === undefined) return '';
    const found = trace(space, this.ruleset, judged, diagrams.sample(set, space.width));
    if (open === 'unknown') for (const rule of found.unsure) this.unsure.set(`${rule.chain} ${rule.number}`, rule);
    return becauseText(open, found);
  }
}

/** The deciding rule in words: `INPUT 3: -p tcp --dport 25 -j DROP (before INPUT 7, which accepts it)`. */
function becauseText(open: PortVerdict['open'], found: Trace): string {
  if (open === 'unknown' && found.unsure.length > 0) {
    const named = found.unsure.slice(0, 3).map(ruleText);
    return [...named, ...(found.unsure.length > 3 ? [`and ${found.unsure.length - 3} more rules`] : [])].join('; ');
  }
  const { rule, chain, end, target, otherwise, reply } = found;
  const answers = reply ? 'the answers: ' : '';
  if (end === 'translated') return `${rule === undefined ? chain : ruleText(rule)} sends it ${targetText(target)}`;
  if (rule === undefined) {
    if (end === 'accepted') return chain === '' ? 'no chain is in its way' : `the policy of ${chain} accepts it`;
    return `${answers}the policy of ${chain} drops what no rule accepts`;
  }
  const later =
    otherwise === undefined ? '' : ` (before ${otherwise.chain} ${otherwise.number}, which would accept it)`;
  return `${answers}${ruleText(rule)}${later}`;
}

function targetText(target: Trace['target']): string {
  if (target?.ports === undefined) return 'to another machine';
  const { from, to } = target.ports;
  const ports = from === to ? `port ${from}` : `ports ${from}-${to}`;
  return target.address === undefined ? `to ${ports}` : `to ${ports} of another address`;
}

/** A rule in one line: `INPUT 3: -p tcp --dport 25 -j DROP`. */
export function ruleText({ chain, number, text }: NamedRule): string {
  return number === 0 ? `${chain}: ${text}` : `${chain} ${number}: ${text}`;
}
