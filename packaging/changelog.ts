/**
 * Gives what is unreleased in a changelog (in the form of Keep a Changelog) a version and a day.
 *
 * @param date as `2026-11-30`
 * @throws {Error} where nothing is unreleased, or the version is there already
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  if (text.includes(`\n## ${version} `)) throw new Error(`CHANGELOG.md has ${version} already`);
  const [, before, changes = '', after = ''] = /^(.*\n## Unreleased\n)(.*?)(\n## \d.*)?$/s.exec(text) ?? [];
  if (before === undefined || !changes.includes('\n- ')) throw new Error('CHANGELOG.md has nothing below "Unreleased"');
  return `${before}\n## ${version} - ${date}\n${changes.trimEnd()}\n${after}`;
}
