import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isCollection, isMap, LineCounter, parseDocument } from 'yaml';
import { knowledgeKinds } from './knowledge-base.ts';
import { type KnowledgeData, type KnowledgeKind, knowledgeFileSchema } from './schema.ts';

// YAML and the schema take long to load, and only an overlay needs them: this file is imported when there is one.

interface KnowledgeProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The path of the field, such as `ports.3.transports`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
}

/** Knowledge files that cannot be used, with every problem found in them. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  /** One line each: `ports.yaml, line 12, ports.0.port: must be …`. */
  readonly problems: readonly string[];

  constructor(problems: readonly KnowledgeProblem[]) {
    const lines = problems.map(({ file, line, field, message }) =>
      field === '' ? `${file}, line ${line}: ${message}` : `${file}, line ${line}, ${field}: ${message}`,
    );
    super(lines.join('\n'));
    this.problems = lines;
  }
}

/**
 * Lays an operator's files over other knowledge: a row with a known id takes the other's place, a new one is added.
 *
 * @throws {KnowledgeError} with everything that is wrong in the files, or with every id that does not exist
 */
export function layOver(below: KnowledgeData, directory: string): KnowledgeData {
  const { data, origins } = readKnowledgeFiles(directory);
  const merged = mergeKnowledge(below, data);
  checkReferences(merged, origins);
  return merged;
}

/** Where a row was written, for messages about it. */
interface RowOrigin {
  readonly file: string;
  readonly line: number;
}

/** The rows of a folder of knowledge files, with the place of each row. */
interface KnowledgeFiles {
  readonly data: KnowledgeData;
  /** By `kind/id`. */
  readonly origins: ReadonlyMap<string, RowOrigin>;
}

/**
 * Reads every `*.yaml` and `*.yml` file of a folder, in the order of their names, and checks it against the schema.
 *
 * @throws {KnowledgeError} with every problem of every file, each with file, line and field.
 */
export function readKnowledgeFiles(directory: string): KnowledgeFiles {
  const data = knowledgeFileSchema.parse({});
  const origins = new Map<string, RowOrigin>();
  const problems: KnowledgeProblem[] = [];
  for (const path of listYaml(directory)) {
    const file = basename(path);
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
    if (document.errors.length > 0) {
      for (const error of document.errors) {
        const first = error.message.split('\n', 1)[0] ?? error.code;
        problems.push({ file, line: lines.linePos(error.pos[0]).line, field: '', message: first });
      }
      continue;
    }
    const lineOf = (keys: readonly PropertyKey[]): number => {
      for (let depth = keys.length; depth >= 0; depth -= 1) {
        const node = document.getIn(keys.slice(0, depth), true);
        const range =
          isMap(node) || isCollection(node) ? node.range : (node as { range?: number[] } | undefined)?.range;
        if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
      }
      return 1;
    };
    const parsed = knowledgeFileSchema.safeParse(document.toJS() ?? {});
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        problems.push({ file, line: lineOf(issue.path), field: issue.path.join('.'), message: issue.message });
      }
      continue;
    }
    if (parsed.data.version !== undefined) data.version = parsed.data.version;
    if (parsed.data.as_of !== undefined) data.as_of = parsed.data.as_of;
    for (const kind of knowledgeKinds) {
      parsed.data[kind].forEach((row, index) => {
        const key = `${kind}/${row.id}`;
        const origin = { file, line: lineOf([kind, index]) };
        const earlier = origins.get(key);
        if (earlier) {
          const message = `${row.id} is already in ${earlier.file}, line ${earlier.line}; give one of them another id`;
          problems.push({ ...origin, field: `${kind}.${index}.id`, message });
          return;
        }
        origins.set(key, origin);
        pushRow(data, kind, row);
      });
    }
  }
  if (problems.length > 0) throw new KnowledgeError(problems);
  return { data, origins };
}

function listYaml(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(directory, name));
}

function pushRow<K extends KnowledgeKind>(data: KnowledgeData, kind: K, row: KnowledgeData[K][number]): void {
  (data[kind] as KnowledgeData[K][number][]).push(row);
}

/**
 * Checks that every id a row names exists: its sources, services, ports, notes and see-also.
 *
 * @throws {KnowledgeError} with every dangling id.
 */
export function checkReferences(data: KnowledgeData, origins: ReadonlyMap<string, RowOrigin>): void {
  const ids = new Map(knowledgeKinds.map((kind) => [kind, new Set<string>(data[kind].map((row) => row.id))]));
  const anyId = new Set([...ids.values()].flatMap((set) => [...set]));
  const problems: KnowledgeProblem[] = [];

  const expect = (kind: KnowledgeKind, rowId: string, field: string, known: ReadonlySet<string>, wanted: string[]) => {
    for (const missing of wanted.filter((candidate) => !known.has(candidate))) {
      const origin = origins.get(`${kind}/${rowId}`) ?? { file: 'unknown', line: 1 };
      problems.push({ ...origin, field: `${kind}.${rowId}.${field}`, message: `no row has the id ${missing}` });
    }
  };
  const setOf = (kind: KnowledgeKind): ReadonlySet<string> => ids.get(kind) ?? new Set();

  for (const kind of knowledgeKinds) {
    for (const row of data[kind]) {
      if ('sources' in row) expect(kind, row.id, 'sources', setOf('sources'), row.sources);
    }
  }
  for (const row of data.sources) {
    if (row.edition_of !== undefined) expect('sources', row.id, 'edition_of', setOf('sources'), [row.edition_of]);
  }
  for (const row of data.services) {
    expect('services', row.id, 'includes', setOf('services'), row.includes);
    expect('services', row.id, 'rides_on', setOf('services'), row.rides_on);
  }
  for (const row of data.ports) {
    const used = row.services.map((service) => service.id);
    expect('ports', row.id, 'services', setOf('services'), used);
    expect('ports', row.id, 'notes', setOf('articles'), row.notes);
    const confirming = [...(row.confirmed?.inbound ?? []), ...(row.confirmed?.outbound ?? [])];
    expect('ports', row.id, 'confirmed', setOf('sources'), confirming);
  }
  for (const row of data.processes) expect('processes', row.id, 'ports', setOf('ports'), row.ports);
  for (const row of data.articles) expect('articles', row.id, 'see_also', anyId, row.see_also);
  for (const row of data.renames) expect('renames', row.id, 'services', setOf('services'), row.services);
  for (const row of data.advisories) {
    const cited = [...row.affected, ...row.exploited].map(({ source }) => source);
    expect('advisories', row.id, 'source', setOf('sources'), cited);
  }
  if (problems.length > 0) throw new KnowledgeError(problems);
}

function mergeKnowledge(below: KnowledgeData, above: KnowledgeData): KnowledgeData {
  const merged = {
    ...below,
    version: above.version ?? below.version,
    as_of: above.as_of ?? below.as_of,
  } as KnowledgeData;
  for (const kind of knowledgeKinds) mergeKind(merged, kind, below, above);
  return merged;
}

function mergeKind<Kind extends KnowledgeKind>(
  into: KnowledgeData,
  kind: Kind,
  below: KnowledgeData,
  above: KnowledgeData,
) {
  const rows = new Map<string, KnowledgeData[Kind][number]>();
  for (const row of [...below[kind], ...above[kind]]) rows.set(row.id, row);
  into[kind] = [...rows.values()] as KnowledgeData[Kind];
}
