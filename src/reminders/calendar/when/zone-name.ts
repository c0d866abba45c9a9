import editDistance from 'damerau-levenshtein';

let known: ReadonlyMap<string, string> | undefined;

/**
 * The IANA name of a zone as it is written, `Europe/Berlin`, whatever the case it was typed in; older and newer names
 * of a zone stay what they are. `UTC` for `gmt`, too. `undefined` for anything else, abbreviations such as CET included.
 */
export function readZoneName(typed: string): string | undefined {
  if (/^(?:utc|gmt|etc\/utc|etc\/gmt)$/i.test(typed)) return 'UTC';
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+){1,2}$/i.test(typed) || typed.length > 40) return undefined;
  const name = knownZones().get(typed.toLowerCase()) ?? capitalise(typed);
  return exists(name) ? name : undefined;
}

/** True for words whose first part is one of IANA's areas: `Europe/Belin`. */
export function looksLikeZone(typed: string): boolean {
  const [area, city] = typed.toLowerCase().split('/');
  return city !== undefined && city !== '' && areas().has(area ?? '');
}

/** Zones whose name is nearest to what was typed, at most two. */
export function nearestZones(typed: string): string[] {
  const word = typed.toLowerCase().slice(0, 40);
  const scored = [...knownZones()].map(([lower, name]) => ({ name, steps: editDistance(word, lower).steps }));
  scored.sort((a, b) => a.steps - b.steps || a.name.localeCompare(b.name, 'en'));
  return scored.slice(0, 2).map(({ name }) => name);
}

/** The zone of a city that names one, `Europe/Berlin` for `berlin`. */
export function zoneOfCity(city: string): string | undefined {
  if (!/^[a-z][a-z_-]{2,}$/.test(city)) return undefined;
  const ending = `/${city}`;
  for (const [lower, name] of knownZones()) if (lower.endsWith(ending)) return name;
  return undefined;
}

function knownZones(): ReadonlyMap<string, string> {
  known ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return known;
}

function areas(): ReadonlySet<string> {
  return new Set(['etc', 'us', ...[...knownZones().keys()].map((name) => name.split('/')[0] ?? '')]);
}

/** Names not in the list are older or newer ones: `america/nuuk`, `US/Eastern`. Capitals that were typed stay. */
function capitalise(typed: string): string {
  return typed.replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function exists(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
