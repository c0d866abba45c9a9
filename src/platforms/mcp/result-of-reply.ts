import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Answer, Reply } from '../../bot/bot.ts';

/** A reply as a tool's result: the text with its sources, and the same as data. What could not be read is an error. */
export function resultOfReply(
  { command, outcome, answer }: Reply,
  renderText: (answer: Answer) => string,
): CallToolResult {
  // What a chat offers as buttons means nothing to an assistant.
  const { actions: _buttons, instants: _shown, ran, ...data } = answer;
  return {
    content: [{ type: 'text', text: renderText(answer) }],
    structuredContent: { answered: outcome === 'answered', command: ran ?? command, ...data },
    ...(outcome === 'usage' || outcome === 'failed' ? { isError: true } : {}),
  };
}
