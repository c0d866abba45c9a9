import type { PortVerdict } from '../../bot/bot.ts';
import { printableLine } from '../../text/text.ts';
import { addressSpan, type Network } from '../network.ts';
import { type AddressSpans, commonSpans, countAddresses, withoutSpans } from './address-spans.ts';
import { describeConnections, describeRemotes, firstNetworks, remotesOf, shortList } from './describe.ts';
import { nobody, type PacketSet } from './diagrams.ts';
import { type Ordinary, type Space, within } from './space.ts';

/** Whom a set of connections to one port lets in. */
type Open = Pick<PortVerdict, 'open' | 'to' | 'except'>;

/** A set with more than this part of the internet shut out is not called open to anybody: one in 256. */
const fewPart = 256;

/** Says of sets of connections to one port whom they let in. */
export class Openness {
  private readonly space: Space;
  private readonly ordinary: Ordinary;
  private readonly labels: readonly number[];
  private readonly known = new Map<string, Open>();

  constructor(space: Space, ordinary: Ordinary) {
    this.space = space;
    this.ordinary = ordinary;
    this.labels = [...space.labels.values()].filter((bit) => bit > 0);
  }

  /** Whom sets let in, one certainly and one possibly. */
  of(certain: PacketSet, possible: PacketSet): Open {
    const key = `${certain} ${possible}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { to, except, open } = this.isByRemotes(certain, possible)
      ? this.judgeRemotes(certain, possible)
      : this.judge(certain, possible);
    const shown = (texts: readonly string[]) => texts.map((text) => printableLine(text, 80));
    const made = { open, to: shown(to), ...(except === undefined ? {} : { except: shown(except) }) };
    this.known.set(key, made);
    return made;
  }

  /** True for sets that ask for nothing but the other side's address. */
  private isByRemotes(certain: PacketSet, possible: PacketSet): boolean {
    const { diagrams, remote } = this.space;
    return diagrams.firstBit(certain) >= remote.first && diagrams.firstBit(possible) >= remote.first;
  }

  /** As `judge` does, by arithmetic: most ports are open to some networks and ask for nothing else. */
  private judgeRemotes(certain: PacketSet, possible: PacketSet): Open {
    const { space, ordinary } = this;
    const perhaps = commonSpans(remotesOf(space, possible), ordinary.possible);
    if (perhaps.length === 0) return { open: 'nobody', to: [] };
    const sure = certain === possible ? perhaps : commonSpans(remotesOf(space, certain), ordinary.possible);
    const lacking = withoutSpans(ordinary.internet, sure);
    if (lacking.length === 0) return { open: 'anybody', to: [] };
    if (this.isFew(lacking)) {
      return { open: 'anybody', to: [], except: shortList(firstNetworks(space.family, lacking)) };
    }
    const to = sure.length === 0 ? [] : describeRemotes(space, sure, ordinary);
    return { open: withoutSpans(perhaps, sure).length === 0 ? 'some' : 'unknown', to };
  }

  private judge(certain: PacketSet, possible: PacketSet): Open {
    const { space, ordinary } = this;
    const { diagrams } = space;
    const { any, strangers } = ordinary;
    const withLabels = (set: PacketSet) => this.labels.reduce((rest, bit) => diagrams.project(rest, bit, bit + 1), set);
    if (!diagrams.meets(any, withLabels(possible))) return { open: 'nobody', to: [] };
    const sure = diagrams.and(any, this.withoutLabels(certain));
    const shut = [...space.labels].flatMap(([label, bit]) =>
      bit > 0 && !diagrams.isWithin(sure, diagrams.fix(certain, bit, 1)) ? [label] : [],
    );
    if (this.isForAll(certain)) return { open: 'anybody', to: [], ...(shut.length === 0 ? {} : { except: shut }) };
    if (this.mayLackFew(sure)) {
      const few = remotesOf(space, diagrams.minus(strangers, sure));
      if (this.isFew(few)) {
        return { open: 'anybody', to: [], except: [...shortList(firstNetworks(space.family, few)), ...shut] };
      }
    }
    const labelled = withLabels(certain);
    const to = [
      ...describeConnections(space, sure, ordinary),
      ...[...space.labels].flatMap(([label, bit]) =>
        bit > 0 && !diagrams.isWithin(diagrams.and(any, diagrams.fix(certain, bit, 1)), sure) ? [label] : [],
      ),
    ];
    const isAll = diagrams.isWithin(diagrams.and(any, withLabels(possible)), labelled);
    return { open: isAll ? 'some' : 'unknown', to };
  }

  /** False where strangers by one way lack more than a few networks already. */
  private mayLackFew(sure: PacketSet): boolean {
    const { space, ordinary } = this;
    const { diagrams, remote, width } = space;
    const bits = diagrams.sample(ordinary.strangers, width);
    const slice = diagrams.slice(sure, bits, remote.first);
    return this.isFew(withoutSpans(ordinary.internet, remotesOf(space, slice)));
  }

  private isFew(lacking: AddressSpans): boolean {
    return countAddresses(lacking) < countAddresses(this.ordinary.internet) / fewPart;
  }

  /** True where every stranger is let in. */
  isForAll(certain: PacketSet): boolean {
    const { strangers } = this.ordinary;
    return strangers !== nobody && this.space.diagrams.isWithin(strangers, this.withoutLabels(certain));
  }

  /** The interfaces over which every stranger gets through. */
  interfacesFor(certain: PacketSet): string[] {
    const { space } = this;
    const { diagrams, near } = space;
    const sure = this.withoutLabels(certain);
    return space.interfaces.filter((name, index) => {
      if (name === 'lo') return false;
      const over = diagrams.and(this.ordinary.strangers, within(space, near, [{ from: index, to: index }]));
      return over !== nobody && diagrams.isWithin(over, sure);
    });
  }

  /** True where a network is let in over some interface, or over the one that faces the internet. */
  letsIn(set: PacketSet, network: Network): boolean {
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
      return diagrams.isWithin(diagrams.and(wanted, over), open);
    });
  }

  /** True where somebody beside these networks is let in. */
  isWider(certain: PacketSet, remotes: readonly Network[]): boolean {
    const { space, ordinary } = this;
    const { diagrams } = space;
    const own = within(space, space.remote, remotes.map(addressSpan));
    return !diagrams.isWithin(diagrams.and(ordinary.any, this.withoutLabels(certain)), own);
  }

  private withoutLabels(set: PacketSet): PacketSet {
    return this.labels.reduce((rest, bit) => this.space.diagrams.fix(rest, bit, 0), set);
  }
}
