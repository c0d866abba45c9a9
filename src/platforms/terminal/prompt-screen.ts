import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';

/** A terminal with a prompt, to which something can be printed while a person types. */
export interface PromptScreen {
  /** Takes the prompt over until it is closed; what is printed from now on stands above it. */
  attach(lines: Interface, output: NodeJS.WritableStream): void;
  /** Tells whether the prompt is shown: while a command is answered it is not. */
  setPrompting(prompting: boolean): void;
  /** Prints above the prompt, and leaves what was being typed as it is. False where there is no terminal. */
  print(text: string): Promise<boolean>;
}

/** Builds a screen that nothing is attached to. */
export function createPromptScreen(): PromptScreen {
  let attached: { readonly lines: Interface; readonly output: NodeJS.WritableStream } | undefined;
  let prompting = false;
  return {
    attach(lines, output) {
      const mine = { lines, output };
      attached = mine;
      // A closed prompt throws at whoever writes to it.
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
      if (prompting) leavePrompt(lines, output);
      const written = await new Promise<boolean>((resolve) => {
        output.write(`${text}\n\n`, (error) => resolve(error === undefined || error === null));
        // With the text, so that nothing comes in between.
        if (prompting) lines.prompt(true);
      });
      return written;
    },
  };
}

/** Clears the prompt and what was typed after it; `prompt(true)` writes both again. */
function leavePrompt(lines: Interface, output: NodeJS.WritableStream): void {
  const { rows } = lines.getCursorPos();
  cursorTo(output, 0);
  if (rows > 0) moveCursor(output, 0, -rows);
  clearScreenDown(output);
  // Readline goes up by this many rows before it writes the line again; the cursor is on the first by now.
  (lines as Interface & { prevRows?: number }).prevRows = 0;
}
