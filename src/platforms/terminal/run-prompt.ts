import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import type { Request, Router, Suggestion } from '../../bot/bot.ts';
import { type TerminalContext, terminalRequest, welcomePage } from './answering.ts';
import type { TerminalLayout } from './layout.ts';
import type { ShowText } from './pager.ts';
import { renderAnswer } from './render-answer.ts';
import { createPastingInput, type History, pasteOff, pasteOn } from './typing.ts';

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
  /** What was typed before. Default: nothing is remembered. */
  readonly history?: History;
  /** Shows an answer. Default: it is written as it is. */
  readonly show?: ShowText;
  /** True for a line that begins with a command: pasted lines that all do are answered one by one. Default: none. */
  readonly isCommand?: (line: string) => boolean;
}

/**
 * Shows the welcome page, then reads and answers lines until the person leaves: Ctrl+D, Ctrl+C on an empty line, `exit` or
 * `quit`. Ctrl+C ends a command that takes a while, and clears a line that is half typed.
 */
export async function runPrompt(options: PromptOptions): Promise<void> {
  const { router, context, input, output, layout, complete, screen, history, isCommand = () => false } = options;
  const show: ShowText = options.show ?? (async (text) => void output.write(text));
  const requestFor = (text: string) => terminalRequest({ kind: 'text', text }, context);
  const typing = createPastingInput(input);
  const lines = createInterface({
    input: typing.input,
    output,
    history: [...(history?.lines ?? [])],
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: async (line: string): Promise<[string[], string]> =>
      readlineCompletions(line, await complete(line, requestFor(line))),
  });
  let running: AbortController | undefined;
  const answer = async (text: string) => {
    running = new AbortController();
    const reply = await router.dispatch(requestFor(text), { signal: running.signal });
    running = undefined;
    await show(`\n${renderAnswer(reply.answer, layout())}\n\n`, () => {
      output.write(pasteOff);
      screen?.hold(true);
      const resume = typing.suspend();
      return () => {
        resume();
        screen?.hold(false);
        output.write(pasteOn);
      };
    });
  };
  output.write(`${await welcomePage(router, context, layout(), true)}\n\n${pasteOn}`);
  const prompt = () => {
    lines.prompt();
    screen?.setPrompting(true);
  };
  lines.on('SIGINT', () => {
    if (running !== undefined) running.abort();
    else if (lines.line === '') lines.close();
    else clearLine(lines, output);
  });
  lines.setPrompt('> ');
  screen?.attach(lines, output);
  prompt();
  try {
    for await (const line of lines) {
      screen?.setPrompting(false);
      const text = typing.expand(line.trim());
      if (text === 'exit' || text === 'quit') break;
      history?.add(text.includes('\n') ? '' : line);
      const each = text.split('\n').filter((part) => part.trim() !== '');
      for (const part of each.every(isCommand) ? each : [text]) {
        if (part !== '') await answer(part);
      }
      prompt();
    }
  } finally {
    output.write(pasteOff);
    lines.close();
    input.pause();
  }
}

/** Leaves what was typed where it stands, as a shell does, and begins a new line. */
function clearLine(lines: Interface, output: NodeJS.WritableStream): void {
  // To its beginning and its end, so that readline counts its rows; deleting goes up by as many before it draws anew.
  lines.write(null, { ctrl: true, name: 'a' });
  lines.write(null, { ctrl: true, name: 'e' });
  output.write(`^C\n${'\n'.repeat(lines.getCursorPos().rows)}`);
  lines.write(null, { ctrl: true, name: 'u' });
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
  /** While it is held, another program has the terminal and nothing is printed. */
  hold(held: boolean): void;
  /** Prints above the prompt and keeps what was being typed. Resolves with false where no prompt is attached, or it is held. */
  print(text: string): Promise<boolean>;
}

/** Creates a screen without a prompt; `runPrompt` attaches one. */
export function createPromptScreen(): PromptScreen {
  let attached: { readonly lines: Interface; readonly output: NodeJS.WritableStream } | undefined;
  let prompting = false;
  let held = false;
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
    hold(now) {
      held = now;
    },
    async print(text) {
      if (attached === undefined || held) return false;
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
