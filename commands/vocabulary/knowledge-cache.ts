import type { KnowledgeBase } from '../../knowledge/knowledge.ts';

/**
 * Keeps values that depend on a knowledge base and a key alone, until the knowledge changes. A full cache starts anew.
 *
 * @param mostKept values for each knowledge base
 * @returns the value of a key, made by `make` where it isn't kept; what `make` throws is not kept
 */
export function createKnowledgeCache<Value>(
  mostKept: number,
): (knowledge: KnowledgeBase, key: string, make: () => Value) => Value {
  const caches = new WeakMap<KnowledgeBase, Map<string, { readonly value: Value }>>();
  return (knowledge, key, make) => {
    let kept = caches.get(knowledge);
    if (kept === undefined || kept.size >= mostKept) {
      kept = new Map();
      caches.set(knowledge, kept);
    }
    let entry = kept.get(key);
    if (entry === undefined) {
      entry = { value: make() };
      kept.set(key, entry);
    }
    return entry.value;
  };
}
