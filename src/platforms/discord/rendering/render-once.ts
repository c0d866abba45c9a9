import type { Answer } from '../../../bot/answer.ts';
import { remember } from '../../../bot/remember.ts';
import type { Reply } from '../../../bot/reply.ts';
import { type RenderedAnswer, type RenderOptions, renderAnswer } from './render-answer.ts';

/** Pages of an answer, and ways it was written, that are kept. */
const mostOfAnswer = 20;
const rendered = new WeakMap<Answer, (asked: Asked) => RenderedAnswer>();

interface Asked {
  readonly reply: Reply;
  readonly options: RenderOptions;
}

/** `renderAnswer`, once for each answer: a command may give the same one again. */
export function renderOnce(reply: Reply, options: RenderOptions): RenderedAnswer {
  const known = rendered.get(reply.answer);
  if (known !== undefined) return known({ reply, options });
  const render = remember(({ reply, options }: Asked) => renderAnswer(reply, options), {
    most: mostOfAnswer,
    keyOf: ({ reply: { outcome }, options }) => JSON.stringify([outcome, options]),
  });
  rendered.set(reply.answer, render);
  return render({ reply, options });
}
