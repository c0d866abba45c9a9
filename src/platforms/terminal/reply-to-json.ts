import type { Reply } from '../../bot/bot.ts';
import { plainLayout, renderAnswer } from './render-answer.ts';

/** A reply as scripts read it. New fields may be added; these stay. */
export interface JsonReply {
  readonly answered: boolean;
  readonly command: string | null;
  readonly title: string;
  readonly lead: string;
  /** The plain rendering. */
  readonly text: string;
  readonly sources: readonly { readonly id: string; readonly title: string; readonly url: string | null }[];
  /** Without `instants`, which repeat the texts for surfaces with timestamps of their own. */
  readonly answer: Omit<Reply['answer'], 'instants'>;
}

/** Turns a reply into what `--json` prints. */
export function replyToJson({ command, outcome, answer }: Reply): JsonReply {
  const { instants: _, ...shown } = answer;
  return {
    answered: outcome === 'answered',
    command,
    title: answer.title,
    lead: answer.lead,
    text: renderAnswer(answer, plainLayout),
    sources: answer.sources.map(({ id, title, url }) => ({ id, title, url: url ?? null })),
    answer: shown,
  };
}
