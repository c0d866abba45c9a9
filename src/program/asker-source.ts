import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { Asker, AskerSource } from '../ask/ask.ts';

/** @param build makes an asker; called once for each knowledge base */
export function createAskerSource(
  knowledge: { current(): KnowledgeBase },
  build: (base: KnowledgeBase) => Promise<Asker>,
): AskerSource {
  let built: { readonly base: KnowledgeBase; readonly asker: Promise<Asker> } | undefined;
  return {
    current() {
      const base = knowledge.current();
      if (built?.base !== base) {
        const mine = { base, asker: build(base) };
        // A build that failed is tried again at the next question.
        mine.asker.catch(() => {
          if (built === mine) built = undefined;
        });
        built = mine;
      }
      return built.asker;
    },
  };
}
