import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Turn bracketed paste on and off. Source: https://invisible-island.net/xterm/xterm-paste64.html */
export const pasteOn = '\u001b[?2004h';
export const pasteOff = '\u001b[?2004l';
const begin = '\u001b[200~';
const end = '\u001b[201~';
/** Nothing longer is a line, and a person would wait for it to be drawn. */
const mostPasted = 1_000_000;

/** An input in which what is pasted is told from what is typed. */
interface PastingInput {
  /** For readline: several pasted lines stand in it as one short mark. */
  readonly input: NodeJS.ReadStream;
  /** The line with the text of each paste in place of its mark. */
  expand(line: string): string;
  /** Leaves the terminal to another program, until the returned function is called. */
  suspend(): () => void;
}

/**
 * Reads a terminal that brackets what is pasted. Text of one line is passed on as if it was typed. Several lines become a
 * mark, `[12 lines pasted]`, so that none of them is sent before the person presses Enter.
 */
export function createPastingInput(terminal: NodeJS.ReadStream): PastingInput {
  const passed = new PassThrough();
  const decoder = new StringDecoder('utf8');
  const pasted = new Map<string, string>();
  let held = '';
  let pasting = false;

  const take = (chunk: Buffer) => {
    held += decoder.write(chunk);
    for (;;) {
      const wanted = pasting ? end : begin;
      const at = held.indexOf(wanted);
      const length = at === -1 ? held.length - beginningOf(wanted, held) : at;
      if (!pasting) passed.write(held.slice(0, length));
      else if (at !== -1) passed.write(shownFor(held.slice(0, at)));
      if (at === -1) {
        if (!pasting) held = held.slice(length);
        else if (held.length > mostPasted) held = held.slice(0, mostPasted);
        return;
      }
      held = held.slice(at + wanted.length);
      pasting = !pasting;
    }
  };

  /** What stands in the line for a paste. */
  const shownFor = (text: string): string => {
    const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
    if (lines.length === 1) return (lines[0] ?? '').replace(/\p{Cc}/gu, ' ');
    const many = `${lines.length} lines pasted`;
    const mark = [`[${many}]`, ...Array.from(pasted, (_, index) => `[${many}, ${index + 2}]`)].find(
      (each) => !pasted.has(each),
    );
    pasted.set(mark ?? '', lines.join('\n'));
    return mark ?? '';
  };

  terminal.on('data', take);
  const input = Object.assign(passed, {
    isTTY: true,
    setRawMode(raw: boolean) {
      terminal.setRawMode?.(raw);
      return input;
    },
  }) as unknown as NodeJS.ReadStream;
  terminal.once('end', () => passed.end());
  return {
    input,
    expand: (line) => line.replace(/\[\d+ lines pasted(?:, \d+)?\]/g, (mark) => pasted.get(mark) ?? mark),
    suspend() {
      terminal.pause();
      terminal.setRawMode?.(false);
      return () => {
        terminal.setRawMode?.(true);
        terminal.resume();
      };
    },
  };
}

/** How many characters at the end of a text may begin what is wanted; at least three, since Escape is a key of its own. */
function beginningOf(wanted: string, text: string): number {
  for (let length = wanted.length - 1; length >= 3; length -= 1) {
    if (text.endsWith(wanted.slice(0, length))) return length;
  }
  return 0;
}

/** As many lines are remembered. */
const mostRemembered = 500;

/** The lines somebody typed at a prompt, over its runs. */
export interface History {
  /** The newest first, as readline wants them. */
  readonly lines: readonly string[];
  add(line: string): void;
}

/**
 * Opens the history in a file that only its owner can read. A file that cannot be read or written is no fault: the prompt then
 * remembers as long as it runs.
 *
 * @param isKept false for what must not be stored, such as a line that may hold a secret
 */
export function openHistory(path: string, isKept: (line: string) => boolean): History {
  const lines = readLines(path);
  // Several prompts append to it; the one that starts next cuts it.
  if (lines.length > 0) writePrivately(path, lines.map((line) => `${line}\n`).join(''), 'w');
  let last = lines.at(-1);
  return {
    lines: lines.toReversed(),
    add(line) {
      // A blank before a line keeps it out, as in a shell.
      if (line === last || /^\s|\p{Cc}/u.test(line) || line === '' || !isKept(line)) return;
      last = line;
      writePrivately(path, `${line}\n`, 'a');
    },
  };
}

function readLines(path: string): string[] {
  let text = '';
  trying(() => {
    text = readFileSync(path, 'utf8');
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-mostRemembered);
}

function writePrivately(path: string, text: string, flag: 'a' | 'w'): void {
  trying(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600, flag });
    chmodSync(path, 0o600);
  });
}

function trying(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing is remembered then.
  }
}
