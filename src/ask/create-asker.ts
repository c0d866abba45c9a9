import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { createClassifier } from './classifier.ts';
import { createCorrection } from './correct-word.ts';
import { createEntryIndex, type EntryIndex } from './entry-index.ts';
import { lexiconMeanings } from './lexicon/lexicon-index.ts';
import { createNameFinder } from './name-finder.ts';
import type { ReadingTools } from './read-question.ts';
import { textsOf } from './texts-of.ts';
import { understandQuestion } from './understand.ts';
import type { Asker } from './understanding.ts';

/** A name has two capitals or more: `IKARUS`, `ClamAV`. */
const capitals = /\b(?=[A-Za-z]*[A-Z][A-Za-z]*[A-Z])[A-Za-z]{3,20}\b/g;

/**
 * Creates an asker over one knowledge base; after a reload of the knowledge, create a new one. Its index is built at the
 * first question. Importing this module loads the search library, so import it when a question comes in.
 */
export function createAsker(knowledge: KnowledgeBase): Asker {
  let parts: ReturnType<typeof createAskTools> | undefined;
  return {
    understand(text) {
      parts ??= createAskTools(knowledge);
      return understandQuestion(text, parts.tools, parts.index);
    },
  };
}

/** The tools that read a question, and the index of the rows. */
export function createAskTools(
  knowledge: KnowledgeBase,
  classifier = createClassifier(),
): { tools: ReadingTools; index: EntryIndex } {
  const names = createNameFinder(knowledge);
  const index = createEntryIndex(knowledge, names);
  const meanings = new Map([...names.words].map((word) => [word, word]));
  for (const [word, concept] of lexiconMeanings()) meanings.set(word, concept);
  const written = new Set(
    [...textsOf(knowledge)].flatMap(({ phrases, texts }) =>
      [...phrases, ...texts].flatMap((text) => (text.match(capitals) ?? []).map((name) => name.toLowerCase())),
    ),
  );
  const tools = {
    knowledge,
    names,
    isKnown: index.isKnown,
    isRare: index.isRare,
    isWord: index.isWord,
    isName: (word: string) => written.has(word),
    correct: createCorrection(meanings, names.words),
    classifier,
  };
  return { tools, index };
}
