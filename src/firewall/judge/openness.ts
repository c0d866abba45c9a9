import type { PortVerdict } from '../../bot/bot.ts';
import { printableLine } from '../../text/text.ts';
import { addressSpan, type Network } from '../network.ts';
import { countRemotes, describeConnections, remoteNetworks } from './describe.ts';
import { nobody, type PacketSet } from './diagrams.ts';
import { type Ordinary, type Space, within } from './space.ts';

/** Whom a set of connections to one port lets in. */
export type Open = Pick<PortVerdict, 'open' | 'to' | 'except'>;

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
    const { to, except, open } = this.judge(certain, possible);
    const shown = (texts: readonly string[]) => texts.map((text) => printableLine(text, 80));
    const made = { open, to: shown(to), ...(except === undefined ? {} : { except: shown(except) }) };
    this.known.set(key, made);
    return made;
  }

  private judge(certain: PacketSet, possible: PacketSet): Open {
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

  /** True where every stranger is let in. */
  isForAll(certain: PacketSet): boolean {
    return this.space.diagrams.minus(this.ordinary.strangers, this.withoutLabels(certain)) === nobody;
  }

  /** The interfaces over which every stranger gets through. */
  interfacesFor(certain: PacketSet): string[] {
    const { space } = this;
    const { diagrams, near } = space;
    const sure = this.withoutLabels(certain);
    return space.interfaces.filter((name, index) => {
      if (name === 'lo') return false;
      const over = diagrams.and(this.ordinary.strangers, within(space, near, [{ from: index, to: index }]));
      return over !== nobody && diagrams.minus(over, sure) === nobody;
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
      return diagrams.minus(diagrams.and(wanted, over), open) === nobody;
    });
  }

  /** True where somebody beside these networks is let in. */
  isWider(certain: PacketSet, remotes: readonly Network[]): boolean {
    const { space, ordinary } = this;
    const { diagrams } = space;
    const own = within(space, space.remote, remotes.map(addressSpan));
    return diagrams.minus(diagrams.and(ordinary.any, this.withoutLabels(certain)), own) !== nobody;
  }

  private withoutLabels(set: PacketSet): PacketSet {
    return this.labels.reduce((rest, bit) => this.space.diagrams.fix(rest, bit, 0), set);
  }
}
