import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { inSlices } from '../time/time.ts';
import { type Classifier, certainOf, openClassifier } from './classifier.ts';
import { createEntryIndex, type EntryIndex, textsOf } from './entry-index.ts';
import { explainQuestion } from './explain-question.ts';
import { lexiconMeanings } from './lexicon.ts';
import { createNameFinder } from './name-finder.ts';
import { createNormaliser } from './normalise-question.ts';
import { classesOf } from './question-class.ts';
import { fold } from './question-words.ts';
import type { ReadingTools } from './read-question.ts';
import { createCorrection } from './spelling.ts';
import { understandQuestion, understandText } from './understand.ts';
import type { Asker } from './understanding.ts';
import { openStance, type Stance } from './verdict/stance.ts';

/** A name has two capitals or more: `IKARUS`, `ClamAV`. */
const capitals = /\b(?=[A-Za-z]*[A-Z][A-Za-z]*[A-Z])[A-Za-z]{3,20}\b/g;

/**
 * Opens an asker over one knowledge base; after a reload of the knowledge, open a new one. Building its index takes longer
 * than anybody else should wait, so others get their turns meanwhile. Importing this module loads the search library, so
 * import it when a question comes in.
 */
export async function openAsker(knowledge: KnowledgeBase): Promise<Asker> {
  const meanings = lexiconMeanings();
  const { tools, index } = await inSlices(buildAskTools(knowledge, await openClassifier(), await openStance()));
  return {
    understand: (text) => understandQuestion(text, tools, index),
    isKnownWord(word) {
      const folded = fold(word);
      return tools.isWord(folded) || meanings.has(folded) || tools.names.at([folded], 0) !== undefined;
    },
    explain: (text) => explainQuestion(text, tools, index),
    classes: classesOf(tools.classifier.classes, knowledge),
    understandAs: (text, of) => understandText(text, { ...tools, classifier: certainOf(of, tools.classifier) }, index),
  };
}

interface AskTools {
  readonly tools: ReadingTools;
  readonly index: EntryIndex;
}

/** Builds the tools that read a question, and the index of the rows, in steps. */
export function* buildAskTools(
  knowledge: KnowledgeBase,
  classifier: Classifier,
  stance: Stance,
): Generator<void, AskTools> {
  const names = createNameFinder(knowledge);
  yield;
  const index = yield* createEntryIndex(knowledge, names);
  const meanings = new Map([...names.words].map((word) => [word, word]));
  for (const [word, concept] of lexiconMeanings()) meanings.set(word, concept);
  yield;
  const written = new Set<string>();
  for (const { phrases, texts } of textsOf(knowledge)) {
    for (const text of [...phrases, ...texts]) {
      for (const name of text.match(capitals) ?? []) written.add(name.toLowerCase());
    }
    yield;
  }
  const tools = {
    knowledge,
    names,
    isKnown: index.isKnown,
    isRare: index.isRare,
    isWord: index.isWord,
    isName: (word: string) => written.has(word),
    correct: createCorrection(meanings, names.words),
    classifier,
    stance,
    normalise: createNormaliser({ knowledge, names, isWord: index.isWord }),
  };
  return { tools, index };
}
