import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from '../../../src/bot/answer.ts';
import { argument } from '../../../src/bot/argument.ts';
import { createCatalogue } from '../../../src/bot/catalogue.ts';
import type { Command } from '../../../src/bot/command.ts';
import { quote } from '../../../src/bot/quote.ts';
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
    name: 'remind',
    summary: 'Reminders',
    access: 'everyone',
    arguments: words,
    examples: ['remind show r7k2'],
    run: ({ words: text = '' }) => answer(`Of reminders: ${String(text)}.`),
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
    name: 'broken',
    summary: 'Throws',
    access: 'everyone',
    arguments: nothing,
    examples: ['broken'],
    run() {
      throw new Error('a secret of the inside');
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
    name: 'set',
    summary: 'Changes something',
    access: 'everyone',
    arguments: nothing,
    examples: ['set'],
    changes: true,
    run: () => answer('It is set.'),
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
