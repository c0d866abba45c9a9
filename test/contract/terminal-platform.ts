import { tokenize } from '../../src/bot/tokenize.ts';
import { answerOnce } from '../../src/platforms/terminal/answering.ts';
import { plainLayout } from '../../src/platforms/terminal/terminal.ts';
import type { ContractPlatform } from './platform.ts';

/** How many sources the chats show. */
const sources = 2;

/** The terminal, as `mdaemon-bot <words>`. It shows everything. */
export const terminalPlatform: ContractPlatform = {
  name: 'terminal',
  async start({ router, zone, now, newId }) {
    return {
      async ask(line) {
        let text = '';
        const write = (part: string) => {
          text += part;
        };
        await answerOnce(
          tokenize(line).map((word) => word.text),
          {
            router,
            context: { zone, now, newId, user: 'alice' },
            output: { out: write, error: write },
            layout: { ...plainLayout, sources },
          },
        );
        return { text, cut: false };
      },
      async stop() {},
    };
  },
};
