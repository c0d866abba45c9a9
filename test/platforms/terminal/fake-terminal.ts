import { PassThrough } from 'node:stream';

/** The two ends of a terminal in memory. */
export interface FakeTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** What a person types. */
  type(text: string): void;
  /** What stands on the screen, as rows without blanks at their ends. */
  screen(): string[];
}

/** Builds a terminal of a width, which understands what readline writes: moves, clearing, line ends. */
export function createFakeTerminal(columns = 80): FakeTerminal {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 40 });
  let written = '';
  output.on('data', (chunk: Buffer) => {
    written += chunk;
  });
  return {
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    type: (text) => void input.write(text),
    screen: () => draw(written, columns),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this reads
const token = /\u001b\[(?<count>\d*)(?<command>[A-Za-z])|(?<character>[\s\S])/gu;

function draw(text: string, columns: number): string[] {
  const rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  const at = (index: number) => {
    rows[index] ??= [];
    return rows[index];
  };
  for (const { groups } of text.matchAll(token)) {
    const { command, character } = groups ?? {};
    const count = Number(groups?.['count'] || 1);
    if (command === 'A') row = Math.max(0, row - count);
    else if (command === 'G') column = count - 1;
    else if (command === 'C') column += count;
    else if (command === 'D') column = Math.max(0, column - count);
    else if (command === 'J') {
      at(row).splice(column);
      rows.splice(row + 1);
    } else if (character === '\r') column = 0;
    else if (character === '\n') {
      row += 1;
      column = 0;
    } else if (character !== undefined) {
      if (column >= columns) {
        row += 1;
        column = 0;
      }
      const cells = at(row);
      while (cells.length < column) cells.push(' ');
      cells[column] = character;
      column += 1;
    }
  }
  return Array.from(rows, (cells) => (cells ?? []).join('').trimEnd());
}
