import { nearestNames } from '../../../text/text.ts';
import { canonicalZone, knownZones } from '../../../time/time.ts';

let byLowerCase: ReadonlyMap<string, string> | undefined;

/**
 * The IANA name of a zone as it is written, `Europe/Berlin`, whatever the case it was typed in; older and newer names
 * of a zone stay what they are. `UTC` for `gmt`, too. `undefined` for anything else, abbreviations such as CET included.
 */
export function readZoneName(typed: string): string | undefined {
  if (/^(?:utc|gmt|etc\/utc|etc\/gmt)$/i.test(typed)) return 'UTC';
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+){1,2}$/i.test(typed) || typed.length > 40) return undefined;
  const name = zonesByLowerCase().get(typed.toLowerCase()) ?? capitalise(typed);
  return canonicalZone(name) === undefined ? undefined : name;
}

/** True for words whose first part is one of IANA's areas: `Europe/Belin`. */
export function looksLikeZone(typed: string): boolean {
  const [area, city] = typed.toLowerCase().split('/');
  return city !== undefined && city !== '' && areas().has(area ?? '');
}

/** Zones whose name is nearest to what was typed, at most two. */
export function nearestZones(typed: string): string[] {
  const word = typed.toLowerCase().slice(0, 40);
  const zones = zonesByLowerCase();
  const near = nearestNames(word, zones.keys(), 2, { maxChanges: Number.POSITIVE_INFINITY, prefixes: false });
  return near.flatMap((lower) => zones.get(lower) ?? []);
}

/** The zone of a city that names one, `Europe/Berlin` for `berlin`. */
export function zoneOfCity(city: string): string | undefined {
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
