import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * What an answer must hold: a piece of text, found without regard to case. Digits alone (`25`) are found as a whole
 * number only, so not in `2525` or `25.1`. Between slashes it is a regular expression: `/webmail|worldclient/`.
 */
const pattern = z.string().min(2).refine(isPattern, 'must be text, a number or a valid /regular expression/');

const portNumber = z.int().min(1).max(65_535);

const says = z.enum(['yes', 'no', 'depends']);

/**
 * What is right for a question.
 *
 * The lead is what stands before the first table, list or note: a yes or no, remarks, the first sentence.
 */
const answerable = z.strictObject({
  /** A plain "I do not know" is fair as well. Only where the knowledge answers half of it, or in a roundabout way. */
  mayDecline: z.literal(true).optional(),
  /** What is said before everything else; several where an expert would accept either. */
  verdict: z.union([says, z.array(says).min(2)]).optional(),
  /** Ports the lead must name, but for those the question names itself. No port outside these, `mayName` and the question itself may be shown as the answer. */
  ports: z.array(portNumber).min(1).optional(),
  /** Ports that may be shown besides: optional ones, or ones named for contrast. */
  mayName: z.array(portNumber).min(1).optional(),
  /** What the lead must hold. */
  leads: z.array(pattern).min(1).optional(),
  /** What the answer must hold anywhere, its table and notes included, its sources and what else might be meant not. */
  holds: z.array(pattern).min(1).optional(),
  /** What the lead must not hold. */
  lacks: z.array(pattern).min(1).optional(),
  /** A regular expression for the command line, where only one command is right. */
  command: z.string().min(1).refine(isRegularExpression, 'must be a regular expression').optional(),
});

/** The question must not be answered, and no port of ours may be shown as if it were the answer. */
const declined = z.strictObject({ declines: z.literal(true) });

/** A question in a person's own words, and what is right for it. */
export const questionSchema = z.strictObject({
  /** Topic and number. Never used again for another question. */
  id: z.string().regex(/^[a-z-]+-\d{2,3}$/),
  /** As somebody would type it. */
  question: z.string().min(1).max(500),
  /** What the report counts by. */
  topic: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  language: z.enum(['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt']),
  /** `tune`: whoever builds the engine may look at its failures. `report`: only counts are shown, and the aims hold here. */
  part: z.enum(['tune', 'report']),
  /** The rows of the knowledge it is about, as `kind/id`: `port/imap-143-now`. Empty for what is to be declined. */
  about: z.array(z.string().regex(/^(?:service|port|process|article|deadline|rename)\/[a-z0-9.-]+$/)),
  expects: z.union([
    declined,
    answerable.refine(
      ({ verdict, ports, leads, holds }) => (verdict ?? ports ?? leads ?? holds) !== undefined,
      'must say something that an answer can fail: verdict, ports, leads or holds',
    ),
  ]),
});

export type Question = z.output<typeof questionSchema>;

/** A question that somebody wrote who had not read the engine, after it was built: `knowledge/language/fresh`. */
const freshSchema = questionSchema.extend({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  about: questionSchema.shape.about.optional(),
  part: z.string().optional(),
  /** How it is put. `trap`: a wrong assumption or a stranger's number. `two`: two questions in one. */
  kind: z.enum(['plain', 'hurried', 'dictated', 'story', 'trap', 'two']),
});

/** A question as far as an answer to it is judged and counted. */
export type Asked = Pick<Question, 'id' | 'question' | 'topic' | 'language' | 'expects'> & {
  readonly kind?: string;
  readonly part?: string | undefined;
};
/** What an answer to a question has to be, for one that is to be answered. */
export type Answerable = z.output<typeof answerable>;

/** Reads a file of questions, one JSON object a line; throws an error that names the line. */
export function readQuestions(file: string | URL): Question[] {
  return readLines(file, questionSchema);
}

/** Reads every file of fresh questions in a folder; none where there is no such folder. */
export function readFresh(folder: URL): z.output<typeof freshSchema>[] {
  return globSync('*.jsonl', { cwd: fileURLToPath(folder) })
    .sort()
    .flatMap((name) => readLines(new URL(name, folder), freshSchema));
}

function readLines<Row>(file: string | URL, schema: z.ZodType<Row>): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [schema.parse(JSON.parse(line))];
      } catch (error) {
        throw new Error(`${String(file).split('/').at(-1)}, line ${index + 1} is not right`, { cause: error });
      }
    });
}

const expressions = new Map<string, RegExp>();

/** Turns a pattern of a question into a regular expression. Each is made once: few patterns stand in many questions. */
export function toRegularExpression(text: string): RegExp {
  const made = expressions.get(text) ?? makeExpression(text);
  expressions.set(text, made);
  return made;
}

function makeExpression(text: string): RegExp {
  const expression = /^\/(.+)\/$/.exec(text)?.[1];
  if (expression !== undefined) return new RegExp(expression, 'i');
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return /^\d+$/.test(text) ? new RegExp(`(?<![\\d.])${literal}(?!\\d|\\.\\d)`) : new RegExp(literal, 'i');
}

function isPattern(text: string): boolean {
  try {
    toRegularExpression(text);
    return true;
  } catch {
    return false;
  }
}

function isRegularExpression(text: string): boolean {
  return isPattern(`/${text}/`);
}
