import type { Reply } from '../../../bot/bot.ts';
import { renderAnswer } from './render-answer.ts';
import type { RenderedMessage } from './rendered-message.ts';

/** A message of one sentence of the bot's own. */
export function plainNote(title: string, lead: string): RenderedMessage {
  const reply: Reply = { command: null, outcome: 'usage', answer: { title, lead, sections: [], sources: [] } };
  return renderAnswer(reply);
}
