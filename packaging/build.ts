/**
 * Builds the program into `dist/`, for the package and the image: JavaScript in a few files, with everything it runs from
 * in them, and the data they read beside them. Nothing is looked up in `node_modules` then, which is what took most of
 * a start. Run by `npm run build`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { licenceTexts } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** What starts by itself: the program, and the threads it starts. */
const entries = { main: 'src/main.ts', 'judge-worker': 'src/firewall/judge/judge-worker.ts' };

/** What is loaded together is one file: what every run needs, and what the service needs. The rest is loaded late. */
const together = {
  core: ['program/program', 'program/one-shot', 'program/terminal', 'program/build-bot'],
  service: [
    'program/serve',
    'program/open-reminders',
    'storage/storage',
    'storage/sqlite',
    'reminders/calendar/calendar',
    'reminders/reminders',
    'ask/unmet/unmet',
  ],
};

/** Native add-ons and the like, which their users look for and do without. None is a dependency of ours. */
const lookedFor = ['bufferutil', 'erlpack', 'pg-native', 'utf-8-validate', 'zlib-sync'];

/** A library that is loaded late and without waiting: a file of its own. */
const late = 'rrule-temporal';

/**
 * Leaves our JSON files beside the code, where they are read and parsed: as code they would stay in memory twice, as text
 * and as what V8 makes of it.
 */
const jsonBeside: Plugin = {
  name: 'json-beside',
  load(id) {
    if (!id.endsWith('.json') || id.includes('node_modules') || id === join(root, 'package.json')) return null;
    const name = basename(id);
    this.emitFile({ type: 'asset', fileName: name, source: JSON.stringify(JSON.parse(readFileSync(id, 'utf8'))) });
    const read = `JSON.parse(readFileSync(new URL('./${name}', import.meta.url), 'utf8'))`;
    return { code: `import { readFileSync } from 'node:fs';\nexport default ${read};`, moduleType: 'js' };
  },
};

/** Of the package's own file only the version is used. */
const versionOnly: Plugin = {
  name: 'version-only',
  load(id) {
    if (id !== join(root, 'package.json')) return null;
    const { version } = JSON.parse(readFileSync(id, 'utf8')) as { version: string };
    return { code: JSON.stringify({ version }), moduleType: 'json' };
  },
};

/** The sources load a library late and without waiting by `createRequire(import.meta.url)('x')`. */
const requiredLate: Plugin = {
  name: 'required-late',
  transform(code) {
    if (!code.includes('createRequire(import.meta.url)(')) return null;
    return code
      .replace(`createRequire(import.meta.url)('${late}')`, `createRequire(import.meta.url)('./${late}.cjs')`)
      .replace(/createRequire\(import\.meta\.url\)\(\s*'(?!\.)/, `require('`);
  },
};

/** Only Bolt's receiver for Express uses it, and the bot does not use that: half a megabyte to load and to keep. */
const withoutExpress: Plugin = {
  name: 'without-express',
  resolveId: (source) => (source === 'express' ? '\0express' : null),
  load(id) {
    if (id !== '\0express') return null;
    return "module.exports = () => { throw new Error('Express is not part of this build'); };";
  },
};

/** Two copies of one version, which npm may lay down, become one. */
const copies = new Map<string, string>();
const eachVersionOnce: Plugin = {
  name: 'each-version-once',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const [, folder, rest] =
      /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)([\\/].*)$/.exec(found?.id ?? '') ?? [];
    if (found === null || folder === undefined) return found;
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const first = copies.get(`${name} ${version}`) ?? folder;
    copies.set(`${name} ${version}`, first);
    return first === folder ? found : { ...found, id: `${first}${rest}` };
  },
};

/** Knows, once all modules are read, which ones a module imports. */
let importsOf: (id: string) => readonly string[] = () => [];
const graph: Plugin = {
  name: 'graph',
  buildEnd() {
    importsOf = (id) => this.getModuleInfo(id)?.importedIds ?? [];
  },
};

function closure(ids: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const visit = (id: string): void => {
    if (all.has(id)) return;
    all.add(id);
    importsOf(id).forEach(visit);
  };
  ids.forEach(visit);
  return all;
}

const groups = Object.entries(together).map(([name, files], at, { length }) => {
  let members: ReadonlySet<string> | undefined;
  const isMember = (id: string) => {
    members ??= closure(files.map((file) => join(root, 'src', `${file}.ts`)));
    return members.has(id);
  };
  return { name, priority: length - at, test: isMember };
});

/** A character beyond ASCII would make V8 keep two bytes for each character of its file. */
function toAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const written = {
  dir: dist,
  // The names of functions and the lines are kept: a stack says where something happened, and prints no endless line.
  minify: { compress: true, mangle: { toplevel: false, keepNames: true }, codegen: { removeWhitespace: false } },
  comments: false,
} as const;

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: entries,
  platform: 'node',
  external: lookedFor,
  plugins: [jsonBeside, versionOnly, requiredLate, withoutExpress, eachVersionOnce, graph],
  checks: { eval: false, ineffectiveDynamicImport: false },
  onLog(level, log, pass) {
    // A name that cannot be resolved would fail at the operator's, not here.
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    pass(level, log);
  },
});
const { output } = await bundle.write({
  ...written,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  codeSplitting: { groups },
});
await bundle.close();

const library = await rolldown({ cwd: root, input: { [late]: late }, platform: 'node' });
const { output: libraryOutput } = await library.write({ ...written, format: 'cjs', entryFileNames: '[name].cjs' });
await library.close();

const chunks = [...output, ...libraryOutput].filter((part): part is OutputChunk => part.type === 'chunk');
for (const { fileName, code } of chunks) writeFileSync(join(dist, fileName), toAscii(code));
writeFileSync(join(dist, 'licences.txt'), licenceTexts(chunks.flatMap(({ moduleIds }) => moduleIds)));
