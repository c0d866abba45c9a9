import { type KnowledgeData, type KnowledgeKind, knowledgeKinds } from './schema.ts';

/** Lays rows over others: a row with a known id takes the other's place, a new one is added at the end. */
export function mergeKnowledge(below: KnowledgeData, above: KnowledgeData): KnowledgeData {
  const merged = { ...below, version: above.version ?? below.version } as KnowledgeData;
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
