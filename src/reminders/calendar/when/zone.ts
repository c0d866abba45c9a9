import { nearestNames } from '../../../text/text.ts';
import { canonicalZone, knownZones } from '../../../time/time.ts';
import { type Line, phraseAt, repeatTyped, WhenRefused, wordAt } from './line.ts';

/** A zone that a when names. */
export interface FoundZone {
  readonly zone: string;
  /** As in `09:00 CET (Europe/Berlin)`: says which of two equal times is meant. */
  readonly abbreviation?: string;
  /** The first word after it. */
  readonly next: number;
}

/** Abbreviations that people use for zones, with the zones each can mean. */
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  CET: ['Europe/Berlin', 'Europe/Paris'],
  CEST: ['Europe/Berlin', 'Europe/Paris'],
  MEZ: ['Europe/Berlin', 'Europe/Vienna'],
  MESZ: ['Europe/Berlin', 'Europe/Vienna'],
  EET: ['Europe/Athens', 'Europe/Helsinki'],
  EEST: ['Europe/Athens', 'Europe/Helsinki'],
  WET: ['Europe/Lisbon'],
  WEST: ['Europe/Lisbon'],
  BST: ['Europe/London', 'Asia/Dhaka'],
  IST: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  MSK: ['Europe/Moscow'],
  EST: ['America/New_York', 'America/Panama'],
  EDT: ['America/New_York', 'America/Toronto'],
  CST: ['America/Chicago', 'Asia/Shanghai'],
  CDT: ['America/Chicago', 'America/Havana'],
  MST: ['America/Denver', 'America/Phoenix'],
  MDT: ['America/Denver'],
  PST: ['America/Los_Angeles', 'Asia/Manila'],
  PDT: ['America/Los_Angeles'],
  AKST: ['America/Anchorage'],
  AKDT: ['America/Anchorage'],
  HST: ['Pacific/Honolulu'],
  AST: ['America/Halifax', 'Asia/Riyadh'],
  ADT: ['America/Halifax'],
  ET: ['America/New_York'],
  CT: ['America/Chicago'],
  MT: ['America/Denver'],
  PT: ['America/Los_Angeles'],
  JST: ['Asia/Tokyo'],
  KST: ['Asia/Seoul'],
  SGT: ['Asia/Singapore'],
  HKT: ['Asia/Hong_Kong'],
  AEST: ['Australia/Sydney', 'Australia/Brisbane'],
  AEDT: ['Australia/Sydney'],
  ACST: ['Australia/Adelaide', 'Australia/Darwin'],
  AWST: ['Australia/Perth'],
  NZST: ['Pacific/Auckland'],
  NZDT: ['Pacific/Auckland'],
  SAST: ['Africa/Johannesburg'],
};

/** Names of the zones of the United States. */
const spoken: Readonly<Record<string, string>> = {
  eastern: 'America/New_York',
  central: 'America/Chicago',
  mountain: 'America/Denver',
  pacific: 'America/Los_Angeles',
};
const spokenTime = /^(?:time|standard time|daylight time)$/;

/**
 * A zone: `Europe/Berlin`, `in Europe/Berlin`, `zone Europe/Berlin`, `UTC`, `CET (Europe/Berlin)`, `Berlin time`, `in New
 * York`, `Eastern`. `undefined` where there is none.
 *
 * @param afterClock a time of day stands before it, so that `in` a city is its zone
 * @throws WhenRefused for what may be meant as a zone and names none with certainty: `EST`, `UTC+2`, `Europe/Belin`
 */
export function readZone(line: Line, index: number, afterClock: boolean): FoundZone | undefined {
  if (/^(?:zone|timezone|tz)$/.test(wordAt(line, index)) || phraseAt(line, index, 2) === 'time zone') {
    const start = wordAt(line, index) === 'time' ? index + 2 : index + 1;
    return readNamed(line, start, index) ?? readCity(line, start);
  }
  const said = wordAt(line, index);
  const start = said === 'in' || said === '(' ? index + 1 : index;
  const named = readNamed(line, start, index);
  if (named !== undefined) return named;
  if (afterClock && start === index) {
    if (Object.hasOwn(spoken, said)) return { zone: spoken[said] as string, next: skipTime(line, index + 1) };
    const typed = visibleWord(line, index);
    const known = Object.hasOwn(abbreviations, typed) ? abbreviations[typed] : undefined;
    if (known !== undefined) throw refuseAbbreviation(line, index, typed, known);
    const lower =
      Object.hasOwn(abbreviations, typed.toUpperCase()) &&
      /^[a-z]{3,4}$/.test(typed) &&
      !/^(?:ist|west|est|ast|met|wet)$/.test(typed);
    if (lower) throw refuseAbbreviation(line, index, typed, abbreviations[typed.toUpperCase()] ?? []);
    if (/^(?:est|ist)$/.test(typed) && index + 1 >= line.words.length)
      throw refuseAbbreviation(line, index, typed, abbreviations[typed.toUpperCase()] ?? []);
    const offset = /^(?:(?:utc|gmt)[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?|z)$/i;
    if (offset.test(typed)) throw refuseOffset(line, index, typed);
  }
  const city = readCity(line, start);
  if (city === undefined) return undefined;
  const saysTime = city.next > start && wordAt(line, city.next - 1) === 'time';
  const isBracketed = line.words[start]?.text.startsWith('(') && line.words[city.next - 1]?.text.endsWith(')');
  return saysTime || (afterClock && (start > index || isBracketed === true)) ? city : undefined;
}

/** A zone by its own name. */
function readNamed(line: Line, start: number, from: number): FoundZone | undefined {
  const typed = visibleWord(line, start);
  // First, for GMT is a zone itself: GMT (Europe/London).
  const bracketed = readZoneName(bracketedWord(line, start + 1));
  if (bracketed !== undefined && /^(?:[A-Z]{2,5}|(?:GMT|UTC)[+-]\d{1,2}(?::\d{2})?)$/.test(typed))
    return { zone: bracketed, abbreviation: typed, next: start + 2 };
  const named = readZoneName(unbracket(typed));
  if (named !== undefined) return { zone: named, next: wordAt(line, start + 1) === 'time' ? start + 2 : start + 1 };
  if (!looksLikeZone(unbracket(typed))) return undefined;
  const near = nearestZones(unbracket(typed));
  throw new WhenRefused(`“${repeatTyped(typed, 40)}” isn’t a time zone.`, {
    from,
    to: start + 1,
    instead: [...near, line.zone],
  });
}

function refuseAbbreviation(line: Line, index: number, typed: string, zones: readonly string[]): WhenRefused {
  const shown = zones.length > 1 ? 'can stand for several zones' : 'leaves open whether it is summer time';
  const message = `“${typed}” ${shown}; name one, such as ${zones[0] ?? line.zone}.`;
  return new WhenRefused(message, { from: index, to: skipTime(line, index + 1), instead: [...zones, line.zone] });
}

function refuseOffset(line: Line, index: number, typed: string): WhenRefused {
  const message = `“${repeatTyped(typed, 40)}” is an offset, which does not say when the clocks change; name a zone, such as Europe/Berlin.`;
  return new WhenRefused(message, { from: index, to: index + 1, instead: [line.zone, 'Europe/Berlin', 'UTC'] });
}

function skipTime(line: Line, index: number): number {
  if (spokenTime.test(phraseAt(line, index, 2))) return index + 2;
  return wordAt(line, index) === 'time' ? index + 1 : index;
}

/** A city of up to three words, `new york`, and `time` after it. */
function readCity(line: Line, start: number): FoundZone | undefined {
  for (let length = 3; length > 0; length -= 1) {
    if (line.words.slice(start, start + length - 1).some(({ punctuated }) => punctuated)) continue;
    const zone = zoneOfCity(phraseAt(line, start, length));
    if (zone === undefined) continue;
    const next = start + length;
    return { zone, next: wordAt(line, next) === 'time' ? next + 1 : next };
  }
  return undefined;
}

function visibleWord(line: Line, index: number): string {
  return repeatTyped(line.words[index]?.lower === '' ? '' : (line.words[index]?.text ?? ''));
}

function bracketedWord(line: Line, index: number): string {
  return /^\((.*)\)$/.exec(visibleWord(line, index))?.[1] ?? '';
}

function unbracket(word: string): string {
  return word.replace(/^\((.*)\)$/, '$1');
}

let byLowerCase: ReadonlyMap<string, string> | undefined;
let byCity: ReadonlyMap<string, string> | undefined;

/**
 * The IANA name of a zone as it is written, `Europe/Berlin`, whatever the case it was typed in; older and newer names
 * of a zone stay as they are. `UTC` for `gmt`, too. `undefined` for anything else, abbreviations such as CET included.
 */
function readZoneName(typed: string): string | undefined {
  if (/^(?:utc|gmt|etc\/utc|etc\/gmt)$/i.test(typed)) return 'UTC';
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+){1,2}$/i.test(typed) || typed.length > 40) return undefined;
  const listed = zonesByLowerCase().get(typed.toLowerCase());
  if (listed !== undefined) return listed;
  const name = capitalise(typed);
  return canonicalZone(name) === undefined ? undefined : name;
}

/** True for words whose first part is one of IANA's areas: `Europe/Belin`. */
function looksLikeZone(typed: string): boolean {
  const [area, city] = typed.toLowerCase().split('/');
  return city !== undefined && city !== '' && areas().has(area ?? '');
}

/** Zones whose name is nearest to what was typed, at most two. */
function nearestZones(typed: string): string[] {
  const word = typed.toLowerCase().slice(0, 40);
  const zones = zonesByLowerCase();
  const near = nearestNames(word, zones.keys(), 2, { maxChanges: Number.POSITIVE_INFINITY, prefixes: false });
  return near.flatMap((lower) => zones.get(lower) ?? []);
}

/** Words that are cities, and more often something else. */
const noCities = new Set(['center', 'easter', 'south', 'north', 'west', 'central', 'eastern', 'mountain', 'pacific']);

/** The zone of a city that names one: `America/New_York` for `new york`. */
function zoneOfCity(city: string): string | undefined {
  if (!/^[a-z][a-z .'-]{2,}$/.test(city) || noCities.has(city)) return undefined;
  byCity ??= new Map(
    knownZones()
      .filter((name) => name.includes('/') && !/^Etc\//.test(name))
      .map((name) => [(name.split('/').at(-1) ?? '').toLowerCase().replaceAll('_', ' '), name]),
  );
  return byCity.get(city);
}

function zonesByLowerCase(): ReadonlyMap<string, string> {
  byLowerCase ??= new Map(knownZones().map((name) => [name.toLowerCase(), name]));
  return byLowerCase;
}

function areas(): ReadonlySet<string> {
  return new Set(['etc', 'us', ...[...zonesByLowerCase().keys()].map((name) => name.split('/')[0] ?? '')]);
}

/** Names not in the list are older or newer ones: `america/nuuk`, `US/Eastern`. Capitals that were typed stay. */
function capitalise(typed: string): string {
  return typed.replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
