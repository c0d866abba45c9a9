import lock from '../package-lock.json' with { type: 'json' };

/** Licences whose terms a company can keep by handing the texts on; MPL-2.0 asks for changes of its own files, and we make none. */
const permitted: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  'CC0-1.0',
  'Unlicense',
]);

interface Package {
  readonly name: string;
  readonly version: string;
  /** As its author wrote it, an SPDX expression; empty where there is none. */
  readonly licence: string;
  /** Only for development. */
  readonly dev: boolean;
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Every package that `npm ci` may install, for any machine, once for each version. Our own are left out. */
export function lockedPackages(packages: Readonly<Record<string, Locked>> = lock.packages): readonly Package[] {
  const found = new Map<string, Package>();
  for (const [path, { version = '', license = '', dev = false, link = false }] of Object.entries(packages)) {
    const at = path.lastIndexOf('node_modules/');
    const name = path.slice(at + 'node_modules/'.length);
    if (at === -1 || link || name === 'mdaemon-bot-peers') continue;
    const key = `${name}@${version}`;
    found.set(key, { name, version, licence: license, dev: dev && (found.get(key)?.dev ?? true) });
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether a licence may be used: one of a choice, or all of several. What nobody knows may not. */
export function isPermitted(licence: string): boolean {
  const bare = licence.trim().replace(/^\(([^()]*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((each) => permitted.has(each)));
}

/** The page of licences: what runs in production, by name. */
export function licencePage(): string {
  const packages = lockedPackages().filter(({ dev }) => !dev);
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${count} under ${licence}`);
  return [
    '# Licences',
    '',
    'You want to check the licences of everything that runs with the bot. The bot itself is under the [MIT licence](../LICENSE). The',
    'packages below run with it, and each has the text of its licence in `node_modules`. In the package that `npm pack` makes, all texts',
    'are in `dist/licences.txt`. `npm run docs` writes this page from the lock file, and a test fails if a package has a licence that',
    'nobody has looked at.',
    '',
    `${packages.length} packages: ${summary.join(', ')}.`,
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}
