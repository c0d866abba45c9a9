import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

/** Who may import whom, by folder; the first matching line counts. A folder may always import itself. */
const allowed: readonly {
  readonly from: string;
  readonly to: readonly string[];
  readonly typesOnly?: readonly string[];
}[] = [
  { from: 'knowledge', to: [] },
  { from: 'src/bot', to: [], typesOnly: ['knowledge'] },
  {
    from: 'commands',
    to: ['src/bot', 'knowledge', 'src/ask', 'src/firewall', 'src/teams', 'src/reminders/calendar'],
    typesOnly: ['src/reminders', 'src/checks'],
  },
  { from: 'src/config', to: [] },
  { from: 'src/teams', to: [], typesOnly: ['src/bot'] },
  { from: 'src/outgoing', to: ['src/bot'], typesOnly: ['src/ask'] },
  { from: 'src/http', to: ['src/bot'] },
  { from: 'src/ask', to: ['knowledge'], typesOnly: ['src/bot'] },
  { from: 'src/firewall', to: [], typesOnly: ['knowledge', 'src/bot'] },
  { from: 'src/reminders', to: ['src/bot'], typesOnly: ['knowledge', 'src/teams'] },
  { from: 'src/checks', to: [], typesOnly: ['knowledge', 'src/bot'] },
  { from: 'src/storage', to: [], typesOnly: ['src/ask', 'src/bot', 'src/reminders', 'src/teams'] },
  { from: 'src/platforms/parts', to: ['src/bot'] },
  {
    from: 'src/platforms/slack',
    to: ['src/bot', 'src/platforms/parts'],
    typesOnly: ['src/config', 'src/outgoing', 'src/reminders'],
  },
  {
    from: 'src/platforms/discord',
    to: ['src/bot', 'src/platforms/parts'],
    typesOnly: ['src/config', 'src/outgoing', 'src/reminders'],
  },
  { from: 'src/platforms/terminal', to: ['src/bot'], typesOnly: ['src/config', 'src/reminders'] },
  { from: 'src/platforms/mcp', to: ['src/bot'], typesOnly: ['src/config'] },
];

/** Packages that only one folder may import. */
const owners: readonly { readonly package: RegExp; readonly owner: readonly string[] }[] = [
  { package: /^@slack\//, owner: ['src/platforms/slack'] },
  { package: /^(discord\.js|@discordjs\/.*|discord-api-types.*)$/, owner: ['src/platforms/discord'] },
  { package: /^@modelcontextprotocol\//, owner: ['src/platforms/mcp'] },
  { package: /^(pg|pg-boss|kysely(\/.*)?|node:sqlite)$/, owner: ['src/storage', 'src/reminders/engine'] },
];

interface Import {
  readonly specifier: string;
  readonly typesOnly: boolean;
}

/** Every import that breaks a rule, one line each. The wiring in `src/*.ts` may import everything. */
export function findViolations(root: string): string[] {
  const files = ['src', 'commands', 'knowledge'].flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
  return files.flatMap((file) => {
    const path = file.split(sep).join('/');
    return importsOf(readFileSync(join(root, file), 'utf8')).flatMap((each) => judge(path, each));
  });
}

/** `import`, `export … from`, `import type` and dynamic imports. */
function importsOf(text: string): Import[] {
  const pattern =
    /(?:\b(?:import|export)\s+(?<type>type\s)?[^'"`;]*?\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"`])(?<specifier>[^'"`]+)\2/g;
  return [...text.matchAll(pattern)].map(({ groups }) => ({
    specifier: groups?.['specifier'] ?? '',
    typesOnly: groups?.['type'] !== undefined,
  }));
}

function judge(path: string, { specifier, typesOnly }: Import): string[] {
  const rule = allowed.find(({ from }) => path.startsWith(`${from}/`));
  if (!specifier.startsWith('.')) {
    const owned = owners.find(({ package: name }) => name.test(specifier));
    const mayOwn = owned === undefined || owned.owner.some((owner) => path.startsWith(`${owner}/`));
    return mayOwn ? [] : [`${path} imports ${specifier}, which only ${owned.owner.join(', ')} may`];
  }
  if (rule === undefined) return [];
  const target = posix.join(dirname(path), specifier);
  const inFolder = (folder: string) => target.startsWith(`${folder}/`);
  const fine = inFolder(rule.from) || rule.to.some(inFolder) || (typesOnly && (rule.typesOnly ?? []).some(inFolder));
  return fine
    ? []
    : [`${path} imports ${relative('.', target)}, which ${rule.from} may not${typesOnly ? '' : ' (as a value)'}`];
}
