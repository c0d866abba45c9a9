import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from '../../../src/bot/answer.ts';
import { createCatalogue } from '../../../src/bot/catalogue.ts';
import { argument, type Command } from '../../../src/bot/command.ts';
import { quote } from '../../../src/bot/errors.ts';
import { createRouter, type DispatchEvent, type Router } from '../../../src/bot/router.ts';

type None = Record<string, never>;

const words = z.object({
  words: argument(z.string().optional(), { written: 'rest', description: 'Anything' }),
});
const nothing = z.object({});

function answer(lead: string, more: Partial<Answer> = {}): Answer {
  return { title: 'Test', lead, sections: [], sources: [], ...more };
}

const commands: Command<None>[] = [
  {
    name: 'echo',
    summary: 'Say it again',
    access: 'everyone',
    arguments: words,
    examples: ['echo hello'],
    run: ({ words: text = '' }) => answer(`You said ${quote(String(text))}.`),
  },
  {
    name: 'ports',
    summary: 'Ports',
    access: 'everyone',
    arguments: words,
    examples: ['ports imap'],
    run: ({ words: text = '' }) =>
      answer(`Ports of ${String(text)}.`, {
        sections: [{ kind: 'table', columns: [{ header: 'Port' }, { header: 'For' }], rows: [['143/tcp', 'IMAP']] }],
        actions: [{ label: 'ports smtp', command: 'ports smtp' }],
      }),
  },
  {
    name: 'slow',
    summary: 'Takes longer than Slack waits for an answer in the acknowledgement',
    access: 'everyone',
    arguments: nothing,
    examples: ['slow'],
    async run() {
      await delay(1_200);
      return answer('That took a while.');
    },
  },
  {
    name: 'big',
    summary: 'A big table',
    access: 'everyone',
    arguments: nothing,
    examples: ['big'],
    run: () =>
      answer('A big table.', {
        sections: [
          {
            kind: 'table',
            columns: [{ header: 'Row' }, { header: 'Text' }],
            rows: Array.from({ length: 500 }, (_, index) => [`${index}`, 'x'.repeat(400)]),
          },
        ],
      }),
  },
  {
    name: 'script',
    summary: 'A long script: a file where there are files, else its beginning',
    access: 'everyone',
    arguments: words,
    examples: ['script imap'],
    run: ({ words: text = '' }, { request }) => {
      const lines = Array.from({ length: 60 }, (_, index) => `rule ${index} ${String(text)}`);
      const file = { name: '<!channel> rules.ps1', mediaType: 'text/plain', content: lines.join('\n') };
      const cut = { kind: 'code', title: 'A part', text: lines.slice(0, 5).join('\n') } as const;
      return answer('Opens 143/tcp.', {
        artifact: file,
        ...(request.capabilities.files ? { files: [file] } : { sections: [cut] }),
        actions: [{ label: 'script again', command: 'script again' }],
      });
    },
  },
  {
    name: 'calendar',
    summary: 'A file, whatever the surface can show',
    access: 'everyone',
    arguments: nothing,
    examples: ['calendar'],
    run: () => {
      const lines = Array.from({ length: 40 }, (_, index) => `DTSTART:${index}`);
      const file = { name: 'dates.ics', mediaType: 'text/calendar', content: lines.join('\r\n') };
      return answer('40 dates in dates.ics.', { files: [file], artifact: file });
    },
  },
];

/** A router over a few commands that show what a platform has to cope with. */
export function createTestRouter(observe?: (event: DispatchEvent) => void): Router {
  return createRouter({
    catalogue: createCatalogue(commands),
    services: {} as None,
    emptyCommand: 'echo',
    nowMs: () => performance.now(),
    ...(observe === undefined ? {} : { observe }),
  });
}
