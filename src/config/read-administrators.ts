const perPlatform: Readonly<Record<string, RegExp>> = { slack: /^[UW][A-Z0-9]{2,30}$/, discord: /^\d{15,21}$/ };
const wanted = 'must be ids such as slack:U0123ABCD or discord:123456789012345678, separated by commas';

/**
 * Reads the list of people who are administrators, each with the platform and its own id. Names are refused: anybody
 * can give themselves one.
 *
 * @param report is told once, with every entry that is wrong
 */
export function readAdministrators(
  text: string | undefined,
  report: (name: string, problem: string) => void,
): readonly string[] {
  const entries = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.filter((entry) => !isPerson(entry));
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).map((entry) => `"${entry.slice(0, 40)}"`);
    report('ADMINISTRATORS', `${wanted}; not ${shown.join(', ')}`);
  }
  return [...new Set(entries.filter(isPerson))];
}

function isPerson(entry: string): boolean {
  const colon = entry.indexOf(':');
  const platform = entry.slice(0, colon);
  return Object.hasOwn(perPlatform, platform) && perPlatform[platform]?.test(entry.slice(colon + 1)) === true;
}
