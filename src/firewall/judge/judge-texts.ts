import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { PortVerdict } from '../../bot/bot.ts';
import { joinWords, printableLine } from '../../text/text.ts';
import { type Family, networkText } from '../network.ts';
import type { Direction } from '../plan.ts';
import { type Listing, type Ruleset, readTexts, type Span } from '../read/read.ts';
import { TooLargeError } from '../refusals.ts';
import type { Asked, Finding, JudgeOptions } from './asked-ports.ts';
import type { DiagramLimits } from './diagrams.ts';
import type { NamedRule } from './explain.ts';
import { findServerSide, judgeRuleset } from './judge-ruleset.ts';
import { placeText, ruleText } from './reasons.ts';

/** What texts say about the ports that were asked for, and about others. Plain data. */
export interface Judgement {
  /** What the text was taken for: `iptables-save`. */
  readonly kind: string;
  /** The format rules for the same firewall are written in, where the text is a firewall's own. */
  readonly format?: FormatId;
  /** The address families the text says anything about. */
  readonly families: readonly Family[];
  readonly findings: readonly Finding[];
  /** Ports that are open, or perhaps open, without being asked for; by direction, transport and port. */
  readonly others: readonly PortVerdict[];
  /** Directions in which everything is let through. */
  readonly openByDefault: readonly { readonly direction: Direction; readonly family: Family }[];
  /** Rules that make a verdict unknown: chain, number and shortened text. */
  readonly unsure: readonly string[];
  /** The chain of each direction that rules are added to: `inet filter input`. */
  readonly chains: Readonly<Partial<Record<Direction, string>>>;
  /** True for a list or a scan, which say what is open and not why. */
  readonly listed: boolean;
  /** What a person should know about the reading, one sentence each. */
  readonly notes: readonly string[];
}

/** Longer texts are not read. */
const mostCharacters = 12_000_000;

/** Texts of more lines are not read: reading alone takes a second, and judging far more. */
const mostLines = 40_000;

/**
 * Reads texts and judges what they let through.
 *
 * @throws {NotReadError} for what is not read, with the reason.
 * @throws {TooLargeError} for more than the limits allow.
 */
export function judgeTexts(
  texts: readonly string[],
  asked: readonly Asked[],
  options: JudgeOptions,
  limits: DiagramLimits,
): Judgement {
  if (texts.reduce((sum, { length }) => sum + length, 0) > mostCharacters) {
    throw new TooLargeError(`it has more than ${mostCharacters / 1_000_000} million characters`);
  }
  if (texts.some((text) => countLines(text) > mostLines))
    throw new TooLargeError(`it has more than ${mostLines} lines`);
  const reading = readTexts(texts, options.host);
  if ('listing' in reading) return judgeListing(reading.listing, asked, options);
  const { rules } = reading;
  const { findings, others, openByDefault, unsure, limiters } = judgeRuleset(rules, asked, { ...options, limits });
  return {
    kind: rules.kind,
    format: rules.format,
    families: rules.families,
    findings,
    others,
    openByDefault,
    unsure: unsure.map(ruleText),
    chains: chainsOf(rules, options),
    listed: false,
    notes: [...rules.notes, ...limitNote(limiters), ...sentOn(rules, options), ...sideNote(rules, options)],
  };
}

/** That ports are sent to addresses such as containers', whose reach is not this machine's own. */
function sentOn({ chains }: Ruleset, { host }: JudgeOptions): string[] {
  if (host !== undefined) return [];
  const found = [...chains.values()].flatMap(({ name, rules }) =>
    rules.flatMap(({ verdict, number, text }) => {
      const address = verdict.kind === 'nat' ? verdict.target.address : undefined;
      const isLoopback = address?.family === 'ipv4' ? address.from >> 24n === 127n : address?.from === 1n;
      return address === undefined || isLoopback
        ? []
        : [ruleText({ chain: name, number, text: printableLine(text, 90) })];
    }),
  );
  const [first, ...more] = found;
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return [
    `Rules send ports on to other addresses, such as containers (${first}${others}). I don’t judge here who reaches those, and closing the port on this machine doesn’t stop it. Ask again with \`to\` and one of those addresses.`,
  ];
}

/** That what is said to be open is so below some limit. */
function limitNote(limiters: readonly NamedRule[]): string[] {
  if (limiters.length === 0) return [];
  const places = limiters.slice(0, 3).map(placeText);
  const more = limiters.length - places.length;
  const rules = joinWords(more === 0 ? places : [...places, `${more} more rules`]);
  const limit = limiters.length === 1 ? 'limits' : 'limit';
  return [
    `${rules} ${limit} how often connections are made, or how many there are at once. Ports that I call open are open below that limit.`,
  ];
}

/** By which interface the server is reached, where that was concluded from the rules. */
function sideNote(rules: Ruleset, { host }: JudgeOptions): string[] {
  const side = host === undefined ? undefined : findServerSide(rules, host);
  if (host === undefined || side === undefined) return [];
  return [
    `${networkText(host)} seems to be behind ${printableLine(side, 40)}, going by the rules that name its address.`,
  ];
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function chainsOf({ chains }: Ruleset, { host }: JudgeOptions): Judgement['chains'] {
  const found: Partial<Record<Direction, string>> = {};
  for (const direction of ['inbound', 'outbound'] as const) {
    const hook = host !== undefined ? 'forward' : direction === 'inbound' ? 'input' : 'output';
    const own = [...chains.values()].filter(({ base }) => base?.hook === hook && base.type === 'filter');
    const chosen =
      own.find(({ base }) => base?.policy === 'drop') ?? own.find(({ rules }) => rules.length > 0) ?? own[0];
    if (chosen !== undefined) found[direction] = chosen.name;
  }
  return found;
}

function judgeListing(listing: Listing, asked: readonly Asked[], { directions, host }: JudgeOptions): Judgement {
  const { kind, entries, families, otherwise, notes, format } = listing;
  const all = (['ipv4', 'ipv6'] as const).filter(
    (family) => host === undefined || host.family === family || families.includes(family),
  );
  const findings = all.flatMap((family) =>
    asked
      .filter(({ direction }) => directions.includes(direction))
      .map((each): Finding => {
        const { direction, transport, port } = each;
        const entry = families.includes(family)
          ? entries.find(
              (one) =>
                one.direction === direction &&
                one.transport === transport &&
                one.ports.from <= port &&
                port <= one.ports.to,
            )
          : undefined;
        const { open = 'unknown', to = [], because = otherwise } = entry ?? {};
        const verdict: PortVerdict = { direction, transport, port, family, open, to, because };
        const isOpen = open === 'anybody' || open === 'some';
        return {
          asked: each,
          verdict,
          why: because,
          covered: entry === undefined ? 'unsaid' : open === 'unknown' ? 'unknown' : isOpen ? 'yes' : 'no',
          lacking: open === 'nobody' ? each.remotes : [],
          // A list says nothing of networks, and a scan only of its own place.
          wider: open === 'anybody' && each.remotes.length > 0,
          stopped: [],
          openOn: [],
        };
      }),
  );
  const others = families.flatMap((family) =>
    entries.flatMap((entry, index): PortVerdict[] => {
      const { direction, transport, open, to, because } = entry;
      if (open === 'nobody' || open === 'unknown' || !directions.includes(direction)) return [];
      // The first entry that names a port decides about it, and asked-for ones have findings.
      const decided = [
        ...entries.slice(0, index).filter((each) => each.direction === direction && each.transport === transport),
        ...asked
          .filter((each) => each.direction === direction && each.transport === transport && each.needless !== true)
          .map(({ port }) => ({ ports: { from: port, to: port } })),
      ].map(({ ports }) => ports);
      return withoutPorts(entry.ports, decided).map(({ from, to: last }) => ({
        direction,
        transport,
        port: from,
        ...(last > from ? { lastPort: last } : {}),
        family,
        open,
        to,
        because,
      }));
    }),
  );
  return {
    kind,
    ...(format === undefined ? {} : { format }),
    families,
    findings,
    others,
    openByDefault: [],
    unsure: [],
    chains: {},
    listed: true,
    notes,
  };
}

function withoutPorts(all: Span, taken: readonly Span[]): Span[] {
  return taken.reduce<Span[]>(
    (left, { from, to }) =>
      left.flatMap((span) =>
        to < span.from || from > span.to
          ? [span]
          : [
              { from: span.from, to: from - 1 },
              { from: to + 1, to: span.to },
            ].filter((rest) => rest.from <= rest.to),
      ),
    [all],
  );
}
