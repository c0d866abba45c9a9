import { KnowledgeError, type KnowledgeProblem } from './knowledge-error.ts';
import type { RowOrigin } from './read-files.ts';
import { type KnowledgeData, type KnowledgeKind, knowledgeKinds } from './schema.ts';

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
  for (const row of data.services) {
    expect('services', row.id, 'includes', setOf('services'), row.includes);
    expect('services', row.id, 'rides_on', setOf('services'), row.rides_on);
  }
  for (const row of data.ports) {
    const used = row.services.map((service) => service.id);
    expect('ports', row.id, 'services', setOf('services'), used);
    expect('ports', row.id, 'notes', setOf('articles'), row.notes);
  }
  for (const row of data.processes) expect('processes', row.id, 'ports', setOf('ports'), row.ports);
  for (const row of data.articles) expect('articles', row.id, 'see_also', anyId, row.see_also);
  for (const row of data.renames) expect('renames', row.id, 'services', setOf('services'), row.services);
  if (problems.length > 0) throw new KnowledgeError(problems);
}
