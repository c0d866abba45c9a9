import { createInterface } from 'node:readline/promises';
import type { Request, Router, Suggestion } from '../../bot/bot.ts';
import type { PromptScreen } from './prompt-screen.ts';
import { renderAnswer, type TerminalLayout } from './render-answer.ts';
import { type TerminalContext, terminalRequest } from './terminal-request.ts';
import { welcomePage } from './welcome.ts';

/** What the interactive prompt needs. */
export interface PromptOptions {
  readonly router: Router;
  readonly context: TerminalContext;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Asked anew for each answer, since a window changes its width. */
  readonly layout: () => TerminalLayout;
  readonly complete: (line: string, request: Request) => Promise<readonly Suggestion[]>;
  /** Where due reminders are printed meanwhile. */
  readonly screen?: PromptScreen;
}

/** Asks and answers until the person leaves with Ctrl+D, Ctrl+C, `exit` or `quit`. */
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
      completionsOf(line, await complete(line, requestFor(line))),
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
function completionsOf(line: string, suggestions: readonly Suggestion[]): [string[], string] {
  const typed = /\S*$/.exec(line)?.[0] ?? '';
  const words = suggestions.map(({ value }) => (/\s/.test(value) ? `"${value}"` : value));
  return [words.map((word) => `${word} `), typed];
}
