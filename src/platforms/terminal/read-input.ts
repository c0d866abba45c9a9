import type { Readable } from 'node:stream';
import { type Attachment, UserError } from '../../bot/bot.ts';

/** More than any rule set, and little enough to hold in memory. */
const mostBytes = 8_000_000;

/**
 * Reads what is piped in, to its end. Nothing where it is blank.
 *
 * @throws {UserError} `input-too-long`
 */
export async function readInput(input: Readable): Promise<readonly Attachment[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > mostBytes) {
      throw new UserError({
        code: 'input-too-long',
        message: `What is piped in is longer than ${mostBytes.toLocaleString('en')} bytes.`,
        remedy: 'Give one list of rules or ports at a time.',
      });
    }
    chunks.push(buffer);
  }
  const content = decodeText(Buffer.concat(chunks));
  return content.trim() === '' ? [] : [{ name: 'standard input', content }];
}

/** UTF-8, or the UTF-16 that PowerShell writes with `>`; without a byte order mark. */
function decodeText(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
