import { z } from 'zod';

/** One line that `ask --jsonl` prints, as far as it is judged; what else it holds is left alone. */
export const askLineSchema = z.object({
  question: z.string(),
  /** False where it says that it does not know. */
  answered: z.boolean(),
  /** The command line the answer comes from; `null` where there is none. */
  command: z.string().nullable(),
  /** The answer as plain text, its title and first sentence before all else. */
  text: z.string(),
  sources: z.array(z.unknown()),
  /** From 0 to 1. */
  confidence: z.number().min(0).max(1),
});

export type AskLine = z.output<typeof askLineSchema>;

/** Asks one question, as `ask --jsonl` would. */
export type AskOnce = (question: string) => Promise<AskLine>;
