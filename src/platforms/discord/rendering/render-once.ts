import { type Answer, onceForEach, type Reply, remember } from '../../../bot/bot.ts';
import { type RenderedAnswer, type RenderOptions, renderAnswer } from './render-answer.ts';

/** Pages of an answer, and ways it was written, that are kept. */
const mostOfAnswer = 20;

interface Asked {
  readonly reply: Reply;
  readonly options: RenderOptions;
}

const rendererOf = onceForEach((_answer: Answer) =>
  remember(({ reply, options }: Asked) => renderAnswer(reply, options), {
    most: mostOfAnswer,
    keyOf: ({ reply: { outcome }, options }) => JSON.stringify([outcome, options]),
  }),
);

/** `renderAnswer`, once for each answer: a command may give the same one again. */
export function renderOnce(reply: Reply, options: RenderOptions): RenderedAnswer {
  return rendererOf(reply.answer)({ reply, options });
}
