import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import type { Request, Router, Suggestion } from '../../bot/bot.ts';
import { type TerminalContext, terminalRequest, welcomePage } from './answering.ts';
import type { TerminalLayout } from './layout.ts';
import { renderAnswer } from './render-answer.ts';

interface PromptOptions {
  readonly router: Router;
  readonly context: TerminalContext;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Called for each answer, since the window may have been resized. */
  readonly layout: () => TerminalLayout;
  readonly complete: (line: string, request: Request) => Promise<readonly Suggestion[]>;
  /** Where due reminders are printed in the meantime. Default: they are not. */
  readonly screen?: PromptScreen;
}

/** Shows the welcome page, then reads and answers lines until the person leaves: Ctrl+D, Ctrl+C, `exit` or `quit`. */
export async function runPrompt({
  router,
  context,
  input,
  output,
  layout,
  complete,
  screen,
}: PromptOptions): Promise<void> {
  const requestFor = (text: string) => terminalRequest({ kind: 'text', text }, context);
  const lines = createInterface({
    input,
    output,
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: async (line: string): Promise<[string[], string]> =>
      readlineCompletions(line, await complete(line, requestFor(line))),
  });
  output.write(`${await welcomePage(router, context, layout(), true)}\n\n`);
  const prompt = () => {
    lines.prompt();
    screen?.setPrompting(true);
  };
  lines.setPrompt('> ');
  screen?.attach(lines, output);
  prompt();
  for await (const line of lines) {
    screen?.setPrompting(false);
    const text = line.trim();
    if (text === 'exit' || text === 'quit') break;
    if (text !== '') {
      const { answer } = await router.dispatch(requestFor(text));
      output.write(`\n${renderAnswer(answer, layout())}\n\n`);
    }
    prompt();
  }
  lines.close();
}

/** In the form readline wants: whole words to choose from, and the part of the line they replace. */
function readlineCompletions(line: string, suggestions: readonly Suggestion[]): [string[], string] {
  const typed = /\S*$/.exec(line)?.[0] ?? '';
  const words = suggestions.map(({ value }) => (/\s/.test(value) ? `"${value}"` : value));
  return [words.map((word) => `${word} `), typed];
}

/** A terminal on which text can be printed above the prompt while a person types. */
export interface PromptScreen {
  /** Attaches a prompt, until it is closed; from then on text is printed above it. */
  attach(lines: Interface, output: NodeJS.WritableStream): void;
  /** Tells the screen whether the prompt is shown; it is not while a command is being answered. */
  setPrompting(prompting: boolean): void;
  /** Prints above the prompt and keeps what was being typed. Resolves with false where no prompt is attached. */
  print(text: string): Promise<boolean>;
}

/** Creates a screen without a prompt; `runPrompt` attaches one. */
export function createPromptScreen(): PromptScreen {
  let attached: { readonly lines: Interface; readonly output: NodeJS.WritableStream } | undefined;
  let prompting = false;
  return {
    attach(lines, output) {
      const mine = { lines, output };
      attached = mine;
      // Writing to a closed prompt throws.
      lines.once('close', () => {
        if (attached === mine) attached = undefined;
      });
    },
    setPrompting(now) {
      prompting = now;
    },
    async print(text) {
      if (attached === undefined) return false;
      const { lines, output } = attached;
      const rowsUp = prompting ? clearPrompt(lines, output) : 0;
      const written = await new Promise<boolean>((resolve) => {
        // `prompt(true)` goes up by the rows it last used before it writes the line again.
        output.write(`${text}\n\n${'\n'.repeat(rowsUp)}`, (error) => resolve(error === undefined || error === null));
        // In the same tick as the text, so that nothing is written in between.
        if (prompting) lines.prompt(true);
      });
      return written;
    },
  };
}

/** Clears the prompt and what was typed after it; returns how many rows the cursor went up for that. */
function clearPrompt(lines: Interface, output: NodeJS.WritableStream): number {
  const { rows } = lines.getCursorPos();
  cursorTo(output, 0);
  if (rows > 0) moveCursor(output, 0, -rows);
  clearScreenDown(output);
  return rows;
}
