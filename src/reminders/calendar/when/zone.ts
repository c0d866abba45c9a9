import { nearestNames } from '../../../text/text.ts';
import { canonicalZone, knownZones } from '../../../time/time.ts';
import { type Line, repeatTyped, typedBefore, WhenRefused, wordAt } from './line.ts';

/** The zone of a when: the one it names, else the line's own. */
export interface FoundZone {
  readonly zone: string;
  /** As in `09:00 CET (Europe/Berlin)`: says which of two equal times is meant. */
  readonly abbreviation?: string;
  /** The first word after it. */
  readonly next: number;
}

/** Abbreviations people take for zones. They leave open the place, and some of them the season. */
const abbreviations = new Set([
  ...['CET', 'CEST', 'MEZ', 'MESZ', 'EET', 'EEST', 'WET', 'WEST', 'BST', 'IST', 'MSK', 'EST', 'EDT', 'CST', 'CDT'],
  ...['MST', 'MDT', 'PST', 'PDT', 'AKST', 'AKDT', 'HST', 'AST', 'ADT', 'ET', 'CT', 'PT', 'JST', 'KST', 'SGT', 'HKT'],
  ...['AEST', 'AEDT', 'ACST', 'AWST', 'NZST', 'NZDT', 'SAST'],
]);

/**
 * A zone after a time of day: `Europe/Berlin`, `in Europe/Berlin`, `UTC`, `CET (Europe/Berlin)`.
 *
 * @throws WhenRefused for what may be meant as a zone and names none with certainty: `CET`, `UTC+2`, `Europe/Belin`
 */
export function readZone(line: Line, index: number): FoundZone {
  if (wordAt(line, index) === 'z' && isSplitIso(line, index)) return { zone: 'UTC', next: index + 1 };
  const saysIn = wordAt(line, index) === 'in';
  const start = saysIn ? index + 1 : index;
  const typed = visibleWord(line, start);
  // First, for GMT is a zone itself: GMT (Europe/London).
  const bracketed = readZoneName(bracketedWord(line, start + 1));
  if (bracketed !== undefined && /^(?:[A-Z]{2,5}|(?:GMT|UTC)[+-]\d{1,2}(?::\d{2})?)$/.test(typed))
    return { zone: bracketed, abbreviation: typed, next: start + 2 };
  const named = readZoneName(unbracket(typed));
  if (named !== undefined) return { zone: named, next: start + 1 };

  if (looksLikeZone(unbracket(typed)))
    throw refuse(line, index, start, 'is no time zone.', nearestZones(unbracket(typed)));
  if (/^(?:(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|z)$/i.test(typed))
    throw refuse(
      line,
      index,
      start,
      'is an offset, which does not say when the clocks change; name a zone, such as Europe/Berlin.',
      [],
    );
  if (abbreviations.has(typed))
    throw refuse(
      line,
      index,
      start,
      'is an abbreviation, which can stand for several zones; name one, such as Europe/Berlin.',
      [],
    );
  const city = saysIn ? zoneOfCity(typed.toLowerCase()) : undefined;
  if (city !== undefined)
    throw refuse(line, index, start, 'may be meant as a time zone; then write it in full, such as Europe/Berlin.', [
      city,
    ]);
  return { zone: line.zone, next: index };
}

/** The `Z` of `2026-12-10T09:00Z` lies where its date does. */
function isSplitIso(line: Line, index: number): boolean {
  return line.words[index]?.start === line.words[index - 1]?.start;
}

function refuse(line: Line, index: number, start: number, why: string, near: readonly string[]): WhenRefused {
  const before = typedBefore(line, index);
  const zones = [...near, line.zone, 'Europe/Berlin', 'UTC'];
  return new WhenRefused(
    `“${repeatTyped(visibleWord(line, start), 40)}” ${why}`,
    zones.map((zone) => `${before} ${zone}`),
    start + 1,
  );
}

function visibleWord(line: Line, index: number): string {
  return repeatTyped(line.words[index]?.text ?? '').replace(/[,;:]+$/, '');
}

function bracketedWord(line: Line, index: number): string {
  return /^\((.*)\)$/.exec(visibleWord(line, index))?.[1] ?? '';
}

function unbracket(word: string): string {
  return word.replace(/^\((.*)\)$/, '$1');
}

let byLowerCase: ReadonlyMap<string, string> | undefined;

/**
 * The IANA name of a zone as it is written, `Europe/Berlin`, whatever the case it was typed in; older and newer names
 * of a zone stay what they are. `UTC` for `gmt`, too. `undefined` for anything else, abbreviations such as CET included.
 */
function readZoneName(typed: string): string | undefined {
  if (/^(?:utc|gmt|etc\/utc|etc\/gmt)$/i.test(typed)) return 'UTC';
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+){1,2}$/i.test(typed) || typed.length > 40) return undefined;
  const name = zonesByLowerCase().get(typed.toLowerCase()) ?? capitalise(typed);
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

/** The zone of a city that names one, `Europe/Berlin` for `berlin`. */
function zoneOfCity(city: string): string | undefined {
  if (!/^[a-z][a-z_-]{2,}$/.test(city)) return undefined;
  const ending = `/${city}`;
  for (const [lower, name] of zonesByLowerCase()) if (lower.endsWith(ending)) return name;
  return undefined;
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
