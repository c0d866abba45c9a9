import type { Readable } from 'node:stream';
import { type Attachment, UserError } from '../../bot/bot.ts';

/** More than any rule set, and little enough to hold in memory. */
const maxInputBytes = 8_000_000;
const maxLineBytes = 64 * 1_024;

/**
 * Reads piped input to its end, as one attachment; none where it is blank. UTF-8, or the UTF-16 that PowerShell writes
 * with `>`.
 *
 * @throws {UserError} `input-too-long` over 8 MB
 */
export async function readInput(input: Readable): Promise<readonly Attachment[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxInputBytes) {
      throw new UserError({
        code: 'input-too-long',
        message: `The piped input is longer than ${maxInputBytes.toLocaleString('en')} bytes.`,
        remedy: 'Send one list of rules or ports at a time.',
      });
    }
    chunks.push(buffer);
  }
  const content = decodeInput(Buffer.concat(chunks));
  return content.trim() === '' ? [] : [{ name: 'standard input', content }];
}

function decodeInput(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

/**
 * Yields the lines of an input without their ends (LF or CRLF). Takes any bytes: invalid UTF-8 becomes the replacement
 * character, and only the first 64 kB of a line are kept, so that memory is bounded. A final newline adds no empty
 * line.
 */
export async function* readLongLines(input: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  let begun = false;
  const take = (part: Buffer) => {
    begun ||= part.length > 0;
    const room = part.subarray(0, maxLineBytes - length);
    if (room.length > 0) parts.push(room);
    length += room.length;
  };
  const end = () => {
    const line = new TextDecoder().decode(Buffer.concat(parts)).replace(/\r$/, '');
    parts = [];
    length = 0;
    begun = false;
    return line;
  };
  for await (const chunk of input) {
    const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
      take(bytes.subarray(from, at));
      yield end();
      from = at + 1;
    }
    take(bytes.subarray(from));
  }
  if (begun) yield end();
}
