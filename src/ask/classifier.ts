import type { Features } from './features.ts';
import model from './model.json' with { type: 'json' };
import { type Learnt, openLearnt } from './points.ts';
import type { QuestionClass } from './question-class.ts';

/** A trained model. Its classes are those of questions. */
export interface Model extends Learnt {
  /** The hash of the questions it was trained on. */
  readonly trainedOn: string;
  /** Keys of the rows there were when it was trained, such as `service:imap`. */
  readonly rows: readonly string[];
}

/** Tells how likely each class of question is. */
export interface Classifier {
  /** Every class that the model has seen. */
  readonly classes: readonly QuestionClass[];
  /** How likely a class is for a question, from 0 to 1; `undefined` for a class that the model has not seen. */
  classify(features: Features): Likelihoods;
  /** True where the model was trained when this row was there already. */
  knows(kind: string, id: string): boolean;
}

export interface Likelihoods {
  of(of: QuestionClass): number | undefined;
  /** The likeliest classes, best first. */
  best(count: number): readonly { readonly of: QuestionClass; readonly likelihood: number }[];
}

/** An article that a command shows with its counterpart of today: what is likely of it is likely of the command. */
const shownTogether: Readonly<Record<QuestionClass, QuestionClass>> = {
  'article:why-restart-then': 'why-restart',
};

/** Unpacks a model, by default the one that comes with the bot, beside whatever else the process does. */
export async function openClassifier(learnt: Model = model): Promise<Classifier> {
  const { classes } = learnt;
  const judge = await openLearnt(learnt);
  const knownRows = new Set(learnt.rows);
  const indexes = new Map(classes.map((of, index) => [of, index]));
  return {
    classes,
    knows: (kind, id) => knownRows.has(`${kind}:${id}`),
    classify(features) {
      const likely = judge(features);
      for (const [part, whole] of Object.entries(shownTogether)) {
        const [from, to] = [indexes.get(part), indexes.get(whole)];
        if (from === undefined || to === undefined) continue;
        likely[to] = (likely[to] ?? 0) + (likely[from] ?? 0);
        likely[from] = 0;
      }
      return {
        of(of) {
          const index = indexes.get(of);
          return index === undefined ? undefined : likely[index];
        },
        best: (count) =>
          [...likely]
            .map((likelihood, index) => ({ of: classes[index] ?? '', likelihood }))
            .sort((a, b) => b.likelihood - a.likelihood)
            .slice(0, count),
      };
    },
  };
}

/** A classifier that takes every question to be of one class, as a model of the operator's has said; it knows the same rows. */
export function certainOf(meant: QuestionClass, { knows, classes }: Classifier): Classifier {
  // Below what makes an answer sure by itself.
  const likelihood = 0.75;
  return {
    knows,
    classes,
    classify: () => ({
      of: (of) => (of === meant ? likelihood : classes.includes(of) ? 0 : undefined),
      best: () => [{ of: meant, likelihood }],
    }),
  };
}
