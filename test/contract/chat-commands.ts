import { z } from 'zod';
import type { Answer } from '../../src/bot/answer.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { argument, type Command, type RunControls } from '../../src/bot/command.ts';
import { quote } from '../../src/bot/errors.ts';
import type { Request } from '../../src/bot/request.ts';
import { createRouter, type Router } from '../../src/bot/router.ts';

/** The test commands need nothing. */
export type NoServices = Record<string, never>;

/** What the commands did, and what `slow` waits for. */
export interface CommandState {
  /** Everything that was asked, in order. */
  readonly requests: Request[];
  /** The lines of `set` that ran. */
  readonly changed: string[];
  gate: PromiseWithResolvers<void>;
  /** `look` says how far it is, of 14. */
  tell: (done: number) => void;
}

/** Commands that show what a chat has to cope with, and the router over them. */
export function createChatCommands() {
  const state: CommandState = { requests: [], changed: [], gate: Promise.withResolvers<void>(), tell() {} };
  const catalogue = createCatalogue(commands(state));
  const router: Router = createRouter({
    catalogue,
    services: {},
    emptyCommand: 'echo',
    nowMs: () => performance.now(),
    observe: ({ request }) => state.requests.push(request),
  });
  return { state, catalogue, router };
}

const words = z.object({ words: argument(z.string().optional(), { written: 'rest', description: 'Anything' }) });

function answer(lead: string, more: Partial<Answer> = {}): Answer {
  return { title: 'Test', lead, sections: [], sources: [], ...more };
}

/** Too long for one page where there are pages. */
const longList = (what: string) =>
  ({ kind: 'list', items: Array.from({ length: 60 }, (_, index) => `${what} ${index} ${'z'.repeat(60)}`) }) as const;

function commands(state: CommandState): Command<NoServices>[] {
  const command = (
    name: string,
    run: (text: string, controls: RunControls) => Answer | Promise<Answer>,
    more: object = {},
  ) =>
    ({
      name,
      summary: name,
      access: 'everyone',
      arguments: words,
      examples: [name],
      run: ({ words: text = '' }: { words?: string }, controls: RunControls) => run(text, controls),
      ...more,
    }) as unknown as Command<NoServices>;
  return [
    command('echo', (text) =>
      answer(`You said ${quote(text, 500)}.`, {
        actions: [{ label: 'Say more', command: `echo more ${text}`.slice(0, 90) }],
      }),
    ),
    command('slow', async (text) => {
      await state.gate.promise;
      return answer(`That took a while: ${quote(text)}.`);
    }),
    command('look', async (text, { progress, signal }) => {
      const stopped = Promise.withResolvers<void>();
      signal?.addEventListener('abort', () => stopped.resolve());
      state.tell = (done) => progress?.({ done, total: 14, what: `Looking at ${text}` });
      state.tell(3);
      await Promise.race([state.gate.promise, stopped.promise]);
      return answer(signal?.aborted === true ? `A part of ${text}.` : `All of ${text}.`);
    }),
    command('broken', () => {
      throw new Error('a secret of the inside');
    }),
    command('big', (text) => answer(`Big: ${quote(text)}.`, { sections: [longList('row')] })),
    command('remind', (text) =>
      answer(`Of reminders: ${text}.`, { sections: text.endsWith(' l0ng') ? [longList('occurrence')] : [] }),
    ),
    command('private', (text) => answer(`For some: ${quote(text)}.`, { sections: [longList('row')] }), {
      access: 'administrator',
    }),
    command(
      'set',
      (text) => {
        state.changed.push(text);
        return answer(`It is set: ${quote(text)}.`, { sections: [longList('thing')] });
      },
      { changes: true },
    ),
  ];
}
