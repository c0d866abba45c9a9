import type { Readable } from 'node:stream';

/** What stands behind this in a line is not read, in bytes. */
const longestLine = 64 * 1_024;

/**
 * The lines of an input, without their ends, whatever bytes they are made of: what is no UTF-8 becomes the replacement
 * character, and a line without an end takes no more memory than 64 kB. An empty last line is none.
 */
export async function* readLongLines(input: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  let begun = false;
  const take = (part: Buffer) => {
    begun ||= part.length > 0;
    const room = part.subarray(0, longestLine - length);
    if (room.length > 0) parts.push(room);
    length += room.length;
  };
  const end = () => {
    const line = decode(Buffer.concat(parts));
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

/** Without a byte order mark, and without the carriage return of Windows. */
function decode(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).replace(/\r$/, '');
}
