import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { parseAst } from 'vitest/node';

/** A folder with one face: the file named like it (`src/chat/chat.ts`), the only one that other rooms import. */
interface Room {
  readonly folder: string;
  /** Rooms (or single files) that it may import. */
  readonly uses?: readonly string[];
  /** Rooms of which it may import types only. */
  readonly types?: readonly string[];
}

const ground = ['src/text', 'src/time'];

/**
 * Every room there is, and what it may import. Nothing else is allowed: a file outside these folders is a violation, and
 * so is an import that its room's line does not name.
 *
 * A room inside another (`src/reminders/calendar`) has a face and a line of its own. The room around it may use that face
 * anyway. Where the inner room's line names the room around it, it imports that room's single files: the outer face hands
 * the inner one on, so that importing it would close a cycle.
 */
const rooms: readonly Room[] = [
  { folder: 'src/text' },
  { folder: 'src/time' },
  { folder: 'knowledge', uses: ['src/text'] },
  { folder: 'src/bot', uses: ground, types: ['knowledge'] },
  {
    folder: 'commands',
    uses: [
      'src/bot',
      'knowledge',
      ...ground,
      'src/ask',
      'src/ask/unmet',
      'src/checks',
      'src/firewall',
      'src/teams',
      'src/reminders/calendar',
    ],
    types: ['src/reminders'],
  },
  { folder: 'src/checks', uses: ground },
  { folder: 'src/config', uses: ground },
  { folder: 'src/http', uses: ['src/bot', ...ground] },
  { folder: 'src/outgoing', uses: ['src/bot', ...ground], types: ['src/ask'] },
  { folder: 'src/teams', uses: ground, types: ['src/bot'] },
  { folder: 'src/ask', uses: ['knowledge', ...ground], types: ['src/bot'] },
  { folder: 'src/ask/unmet', uses: ground, types: ['src/ask', 'src/bot'] },
  { folder: 'src/firewall', uses: ['knowledge', ...ground], types: ['src/bot'] },
  { folder: 'src/firewall/formats', uses: ['src/firewall', ...ground], types: ['knowledge', 'src/bot'] },
  {
    folder: 'src/firewall/judge',
    uses: ['src/firewall', 'src/firewall/read', ...ground],
    types: ['knowledge', 'src/bot'],
  },
  { folder: 'src/firewall/read', uses: ['src/firewall', ...ground], types: ['knowledge'] },
  { folder: 'src/reminders', uses: ['src/bot', ...ground], types: ['src/teams'] },
  { folder: 'src/reminders/calendar', uses: ground },
  { folder: 'src/reminders/engine', uses: ['src/reminders', ...ground], types: ['src/bot'] },
  {
    folder: 'src/storage',
    uses: ground,
    types: ['src/ask/unmet', 'src/bot', 'src/chat', 'src/reminders', 'src/reminders/calendar', 'src/teams'],
  },
  { folder: 'src/chat', uses: ['src/bot', ...ground], types: ['src/reminders'] },
  ...['slack', 'discord', 'terminal', 'mcp'].map((name) => ({
    folder: `src/platforms/${name}`,
    uses: ['src/bot', 'src/chat', ...ground],
    types: ['src/config', 'src/outgoing', 'src/reminders'],
  })),
];
const program: Room = { folder: 'src/program', uses: [...rooms.map(({ folder }) => folder), 'package.json'] };

/** Files in no room, and the rooms they may use. */
const looseFiles: Readonly<Record<string, readonly string[]>> = { 'src/main.ts': ['src/program', 'src/config'] };

/** Packages that only these rooms may import. */
const owners: readonly { readonly package: RegExp; readonly rooms: readonly string[] }[] = [
  { package: /^@slack\//, rooms: ['src/platforms/slack'] },
  { package: /^(discord\.js|@discordjs\/.*|discord-api-types.*)$/, rooms: ['src/platforms/discord'] },
  { package: /^@modelcontextprotocol\//, rooms: ['src/platforms/mcp'] },
  { package: /^(pg|pg-boss|kysely)(\/.*)?$|^node:sqlite$/, rooms: ['src/storage', 'src/reminders/engine'] },
];

/** Every import below `root` that breaks a rule, and cycles of files, one line each. */
export function findViolations(root: string): string[] {
  const paths = ['src', 'commands', 'knowledge']
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((path) => path.split(sep).join('/'))
    .sort();
  const imports = new Map(paths.map((path) => [path, readImports(readFileSync(join(root, path), 'utf8'))]));
  const broken = [...imports].flatMap(([path, all]) => [
    ...judgePlace(path),
    ...all.flatMap((each) => judgeImport(path, each)),
  ]);
  return [...new Set(broken), ...findCycles(imports)];
}

/** One import of a file. */
export interface Import {
  /** `undefined` where it is put together as the program runs. */
  readonly specifier: string | undefined;
  readonly typesOnly: boolean;
}

/** A node of the syntax tree (ESTree with TypeScript's own), as far as this test looks into it. */
interface Node {
  readonly type: string;
  readonly source?: Node | null;
  readonly expression?: Node;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly specifiers?: readonly Node[];
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

/** Static and dynamic imports, `export … from`, `import x = require(…)`, and `import('…').T`. */
export function readImports(text: string): Import[] {
  const found: Import[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const source = importedBy(node);
    if (source) found.push({ specifier: readLiteral(source), typesOnly: isTypesOnly(node) });
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseAst(text, { lang: 'ts' }));
  return found;
}

function importedBy(node: Node): Node | null | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'TSExternalModuleReference':
      return node.expression;
    default:
      return undefined;
  }
}

function isTypesOnly({ type, importKind, exportKind, specifiers = [] }: Node): boolean {
  if (type === 'TSImportType' || importKind === 'type' || exportKind === 'type') return true;
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type');
}

function readLiteral({ type, value, quasis = [] }: Node): string | undefined {
  if (type === 'TemplateLiteral' && quasis.length === 1) return quasis[0]?.value.cooked;
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function judgePlace(path: string): string[] {
  return roomOf(path) === undefined && !(path in looseFiles) ? [`${path} is in no room of the table`] : [];
}

function judgeImport(path: string, { specifier, typesOnly }: Import): string[] {
  if (specifier === undefined) return [`${path} imports what only running it can tell`];
  const home = roomOf(path);
  return specifier.startsWith('.')
    ? judgeFile(path, home, posix.join(dirname(path), specifier), typesOnly)
    : judgePackage(path, home, specifier);
}

function judgePackage(path: string, home: Room | undefined, name: string): string[] {
  const owned = owners.find((each) => each.package.test(name));
  if (owned === undefined || (home !== undefined && owned.rooms.includes(home.folder))) return [];
  return [`${path} imports ${name}, which only ${owned.rooms.join(' and ')} may`];
}

function judgeFile(path: string, home: Room | undefined, target: string, typesOnly: boolean): string[] {
  const room = roomOf(target);
  if (room !== undefined && room === home) return [];
  const { folder: name, uses = [], types = [] } = home ?? { folder: path, uses: looseFiles[path] };
  if (uses.includes(target)) return [];
  if (room === undefined) return [`${path} imports ${target}, which is in no room of the table`];
  const isInside = posix.dirname(room.folder) === name;
  const mayType = types.includes(room.folder);
  if (!isInside && !uses.includes(room.folder) && !(typesOnly && mayType))
    return [`${path} imports ${target}, which ${name} may not${mayType ? ' (other than by type)' : ''}`];
  const face = `${room.folder}/${posix.basename(room.folder)}.ts`;
  const isAround = name.startsWith(`${room.folder}/`);
  if (isAround) return target === face ? [`${path} imports ${face}, the face around it`] : [];
  return target === face ? [] : [`${path} imports ${target} past the face ${face}`];
}

/** The innermost room of a file. */
function roomOf(path: string): Room | undefined {
  return [...rooms, program]
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)
    .at(0);
}

/** For each file that is in a cycle, unless one found before holds it: the shortest. `import type` counts. */
function findCycles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const next = new Map(
    [...imports].map(([path, all]) => [
      path,
      all.map(({ specifier = '' }) => posix.join(dirname(path), specifier)).filter((target) => imports.has(target)),
    ]),
  );
  const seen = new Set<string>();
  return [...next.keys()].flatMap((start) => {
    const cycle = seen.has(start) ? [] : wayBack(start, next);
    for (const path of cycle) seen.add(path);
    return cycle.length === 0 ? [] : [`a cycle: ${cycle.join(' -> ')}`];
  });
}

/** The shortest way from a file back to itself; empty where there is none. */
function wayBack(start: string, next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const reached = new Set<string>();
  for (const way of ways) {
    for (const target of next.get(way.at(-1) ?? start) ?? []) {
      if (target === start) return [...way, start];
      if (!reached.has(target)) ways.push([...way, target]);
      reached.add(target);
    }
  }
  return [];
}
