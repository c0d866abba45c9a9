import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isCollection, isMap, LineCounter, parseDocument } from 'yaml';
import { KnowledgeError, type KnowledgeProblem } from './knowledge-error.ts';
import { type KnowledgeData, type KnowledgeKind, knowledgeFileSchema, knowledgeKinds } from './schema.ts';

/** Where a row was written, for messages about it. */
export interface RowOrigin {
  readonly file: string;
  readonly line: number;
}

/** The rows of a folder of knowledge files, with the place of each row. */
export interface KnowledgeFiles {
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
