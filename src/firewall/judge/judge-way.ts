import type { PortVerdict } from '../../bot/bot.ts';
import { joinWords } from '../../text/text.ts';
import { addressSpan, type Network } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';
import type { Ruleset, Span } from '../read/read.ts';
import type { Asked, Finding } from './asked-ports.ts';
import type { JudgedWay } from './connections.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import type { NamedRule } from './explain.ts';
import { Openness } from './openness.ts';
import { passAndStop } from './passages.ts';
import { findReason, placeText, type Reason } from './reasons.ts';
import { type Ordinary, overEntries, type Space, valuesOf, within } from './space.ts';

/** At most this many ports that nobody asked for get their rule named. */
const mostTraces = 120;

/** What bounds the connections that are judged. */
interface Bounds {
  readonly direction: Direction;
  /** The server behind a gateway, and the gateway's interface that it is behind. */
  readonly host: Network | undefined;
  readonly side: string | undefined;
}

/** Rules, and the connections that they let be made. */
interface JudgedRules {
  readonly ruleset: Ruleset;
  readonly judged: JudgedWay;
}

/** The same rules read in two ways. */
interface Readings {
  /** Limits on how often somebody may call are unknown. */
  readonly strict: JudgedRules;
  /** Everybody stays below them. What is certain then is open, though not to those who call too often. */
  readonly usual: JudgedRules;
}

/** The verdicts of one direction. */
export class WayJudge {
  private readonly space: Space;
  private readonly ordinary: Ordinary;
  private readonly strict: JudgedRules;
  private readonly usual: JudgedRules;
  /** Certain for those below the limits; possible for anybody. */
  private readonly judged: JudgedWay;
  private readonly direction: Direction;
  private readonly isServer: PacketSet;
  private readonly openness: Openness;
  /** Rules that made a verdict unknown. */
  readonly unsure = new Map<string, NamedRule>();
  /** Rules that shut out who calls too often. */
  readonly limiters = new Map<string, NamedRule>();

  constructor(space: Space, ordinary: Ordinary, { strict, usual }: Readings, { direction, host, side }: Bounds) {
    this.space = space;
    this.ordinary = ordinary;
    this.direction = direction;
    const { diagrams, far, local } = space;
    const isBehind = side === undefined ? everybody : overEntries(space, (name) => name === side, far);
    const byAddress = host === undefined ? everybody : within(space, local, [addressSpan(host)]);
    this.isServer = diagrams.and(byAddress, isBehind);
    const there = (set: PacketSet) =>
      side === undefined ? set : diagrams.project(diagrams.and(set, isBehind), far.first, far.end);
    const behind = ({ ruleset, judged }: JudgedRules) => ({
      ruleset,
      judged: { ...judged, certain: there(judged.certain), possible: there(judged.possible) },
    });
    this.strict = behind(strict);
    this.usual = strict === usual ? this.strict : behind(usual);
    this.judged = { ...this.usual.judged, possible: this.strict.judged.possible };
    this.openness = new Openness(space, ordinary);
  }

  find(asked: Asked): Finding {
    const { space, openness } = this;
    const { diagrams } = space;
    const { direction, transport, port } = asked;
    const at = this.atPort(transport, { from: port, to: port });
    const certain = this.rest(diagrams.and(this.judged.certain, at));
    const possible = this.rest(diagrams.and(this.judged.possible, at));
    const { open, to, except } = openness.of(certain, possible);
    const { because, why } = this.reason(open, at);
    const remotes = asked.remotes.filter(({ family }) => family === space.family);
    const shut = except === undefined ? {} : { except };
    const verdict: PortVerdict = { direction, transport, port, family: space.family, open, to, ...shut, because };
    const openOn = open === 'some' || open === 'unknown' ? openness.interfacesFor(certain) : [];
    const stopped = open === 'nobody' || open === 'some' ? this.stoppedBy(at, asked.remotes) : [];
    const found = { asked, verdict, why, openOn, stopped };
    if (asked.remotes.length === 0) {
      const covered = open === 'anybody' ? 'yes' : open === 'unknown' ? 'unknown' : 'no';
      return { ...found, covered, lacking: [], wider: false };
    }
    if (remotes.length === 0) return { ...found, covered: 'not-asked', lacking: [], wider: open === 'anybody' };
    const lacking = remotes.filter((network) => !openness.letsIn(certain, network));
    const perhaps = lacking.filter((network) => openness.letsIn(possible, network));
    return {
      ...found,
      covered: lacking.length === 0 ? 'yes' : perhaps.length === lacking.length ? 'unknown' : 'no',
      lacking,
      wider: openness.isWider(certain, remotes),
    };
  }

  /** Which packets of ordinary connections are stopped, of those that should get through. */
  private stoppedBy(at: PacketSet, remotes: readonly Network[]): ('first' | 'answer')[] {
    const { space, ordinary, usual } = this;
    const { diagrams } = space;
    const clients = within(space, space.clientPort, [{ from: 1024, to: 65_535 }]);
    const callers =
      remotes.length === 0
        ? ordinary.strangers
        : [ordinary.any, clients, within(space, space.remote, remotes.map(addressSpan))].reduce((a, b) =>
            diagrams.and(a, b),
          );
    const wanted = diagrams.and(diagrams.and(at, this.isServer), callers);
    const passages = usual.judged.passages.filter(({ chain }) => chain.base?.type === 'filter');
    return (['first', 'answer'] as const).filter((which) => {
      const own = passages.filter(({ place }) => place.reply === (which === 'answer'));
      return diagrams.meets(wanted, passAndStop(space, own).stop);
    });
  }

  /** True where every ordinary connection is let through, whatever its port. */
  isOpenByDefault(): boolean {
    return this.openness.isForAll(this.judged.certain);
  }

  /** Open ports that nobody asked for, in rows. */
  others(asked: readonly Asked[]): PortVerdict[] {
    const { space, direction } = this;
    const { diagrams, port } = space;
    const found: PortVerdict[] = [];
    for (const transport of ['tcp', 'udp'] as const) {
      const known = new Set(
        asked.filter((each) => each.transport === transport && each.needless !== true).map((each) => each.port),
      );
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
        const { open, to, except } = this.openness.of(sure, perhaps);
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
        const because = found.length < mostTraces ? this.reason(open, this.atPort(transport, ports)).because : '';
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
    const isTcp = transport === 'tcp';
    const own = diagrams.node(space.transport, isTcp ? everybody : nobody, isTcp ? nobody : everybody);
    return diagrams.and(own, within(space, space.port, [ports]));
  }

  /** A set of one port without transport and port. */
  private rest(set: PacketSet): PacketSet {
    const { diagrams, transport, port } = this.space;
    return diagrams.project(set, transport, port.end);
  }

  private reason(open: PortVerdict['open'], at: PacketSet): Reason {
    const { space, judged, ordinary, strict, usual } = this;
    const own = space.diagrams.and(at, this.isServer);
    if (open === 'unknown') {
      // Limits are named only where nothing else makes it unknown.
      const others = space.diagrams.minus(usual.judged.possible, usual.judged.certain);
      const read = space.diagrams.meets(own, others) ? usual : strict;
      const unknown = read === usual ? read.judged : { ...judged, passages: read.judged.passages };
      const reason = findReason({ space, ruleset: read.ruleset, judged: unknown, ordinary }, open, own);
      for (const rule of reason.unsure) this.unsure.set(`${rule.chain} ${rule.number}`, rule);
      return reason;
    }
    const reason = findReason({ space, ruleset: usual.ruleset, judged, ordinary }, open, own);
    const limits = this.limitsOf(own);
    return limits.length === 0 || open === 'nobody'
      ? reason
      : { ...reason, because: `${reason.because}, below the limit of ${joinWords(limits.slice(0, 2).map(placeText))}` };
  }

  /** The rules that shut out who calls too often, for one connection that shows them. */
  private limitsOf(at: PacketSet): readonly NamedRule[] {
    const { space, ordinary, strict, usual } = this;
    const { diagrams } = space;
    if (strict === usual) return [];
    const limited = diagrams.and(at, diagrams.minus(usual.judged.certain, strict.judged.certain));
    if (limited === nobody) return [];
    const { ruleset, judged } = strict;
    const { unsure } = findReason({ space, ruleset, judged, ordinary }, 'unknown', limited);
    for (const rule of unsure) this.limiters.set(`${rule.chain} ${rule.number}`, rule);
    return unsure;
  }
}
