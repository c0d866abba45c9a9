import { z } from 'zod';
import { defineCommand } from '../../../commands/services.ts';
import type { Answer } from '../../../src/bot/answer.ts';
import { argument } from '../../../src/bot/command.ts';
import { quote } from '../../../src/bot/errors.ts';

const words = z.object({ words: argument(z.string().optional(), { written: 'rest', description: 'Anything' }) });

function answer(lead: string, more: Partial<Answer> = {}): Answer {
  return { title: 'Test', lead, sections: [], sources: [], ...more };
}

/** How often `set` has run. */
export const counted = { sets: 0 };
/** What `slow` waits for. */
export let gate = Promise.withResolvers<void>();
/** Closes the gate anew. */
export function closeGate(): void {
  gate = Promise.withResolvers<void>();
}

/** Commands that show what a platform has to cope with. */
export const testCommands = [
  defineCommand({
    name: 'echo',
    summary: 'Say it again',
    access: 'everyone',
    arguments: words,
    examples: ['echo hello'],
    run: ({ words: text = '' }) => answer(`You said ${quote(text, 2_000)}.`),
  }),
  defineCommand({
    name: 'slow',
    summary: 'Takes its time',
    access: 'everyone',
    arguments: words,
    examples: ['slow'],
    async run() {
      await gate.promise;
      return answer('That took a while.');
    },
  }),
  defineCommand({
    name: 'big',
    summary: 'A big table',
    access: 'everyone',
    arguments: words,
    examples: ['big'],
    run: () =>
      answer('A big table.', {
        sections: [
          {
            kind: 'table',
            columns: [{ header: 'Row' }, { header: 'Text' }],
            rows: Array.from({ length: 120 }, (_, index) => [`row ${index}`, 'x'.repeat(40)]),
          },
        ],
      }),
  }),
  defineCommand({
    name: 'script',
    summary: 'A file',
    access: 'everyone',
    arguments: words,
    examples: ['script'],
    run: () => {
      const content = Array.from({ length: 60 }, (_, index) => `rule ${index}`).join('\n');
      const file = { name: 'rules.ps1', mediaType: 'text/plain', content };
      return answer('Opens 143/tcp.', { files: [file], artifact: file });
    },
  }),
  defineCommand({
    name: 'set',
    summary: 'Changes something',
    access: 'everyone',
    arguments: words,
    examples: ['set'],
    changes: true,
    run: () => {
      counted.sets += 1;
      return answer('It is set.', {
        sections: [
          { kind: 'list', items: Array.from({ length: 60 }, (_, index) => `thing ${index} ${'z'.repeat(60)}`) },
        ],
      });
    },
  }),
] as const;
