import { keyOf, type Labelled } from './labelled.ts';

/** How many of their parts two questions have to share to be taken for one. */
const nearlySame = 0.8;
const partLength = 4;

/** Tells of a question whether one of others is nearly the same: four in five of their parts of four letters, or more. */
export function createNearness(others: readonly Pick<Labelled, 'q'>[]): (question: string) => boolean {
  const sets = others.map(({ q }) => partsOf(q));
  const byPart = new Map<string, number[]>();
  for (const [index, parts] of sets.entries())
    for (const part of parts) {
      const list = byPart.get(part);
      if (list === undefined) byPart.set(part, [index]);
      else list.push(index);
    }
  return (question) => {
    const parts = partsOf(question);
    const shared = new Map<number, number>();
    for (const part of parts)
      for (const index of byPart.get(part) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    for (const [index, both] of shared)
      if (both >= nearlySame * (parts.size + (sets[index]?.size ?? 0) - both)) return true;
    return false;
  };
}

function partsOf(question: string): ReadonlySet<string> {
  const text = ` ${keyOf(question)} `;
  return new Set(
    Array.from({ length: Math.max(1, text.length - partLength + 1) }, (_, at) => text.slice(at, at + partLength)),
  );
}
