import { type Attachment, UserError } from '../bot/bot.ts';
import { printableLine } from '../text/text.ts';

/** A file that came with a message, and where it is. */
export interface SentFile {
  readonly name: string;
  readonly url: string;
}

/** How files are fetched from a platform. */
export interface FileSource {
  readonly fetch: typeof globalThis.fetch;
  /** Files are fetched from these hosts alone, by HTTPS, and what is sent along goes nowhere else. */
  readonly hosts: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What helps where the platform does not give a file out. */
  readonly remedy: string;
}

/** As much as `remind import` reads. */
const mostBytes = 1_000_000;
const mostFiles = 3;
const timeoutMs = 10_000;

/**
 * Reads the files of a message as texts.
 *
 * @throws {UserError} `file-not-read`
 */
export async function readSentFiles(files: readonly SentFile[], source: FileSource): Promise<readonly Attachment[]> {
  if (files.length > mostFiles) throw notRead(`That is more than ${mostFiles} files.`, 'Send them one after another.');
  return Promise.all(files.map(async (file) => ({ name: file.name, content: await readFile(file, source) })));
}

async function readFile({ name, url }: SentFile, { fetch, hosts, headers = {}, remedy }: FileSource): Promise<string> {
  const shown = printableLine(name, 60);
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol !== 'https:' || !hosts.includes(hostname)) throw notRead(`I can’t read ${shown}.`, remedy);
  let response: Response;
  try {
    // Whoever may not have a file is sent to a page where one logs in.
    response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw notRead(`I can’t reach ${shown}.`, 'Try again in a minute.');
  }
  if (!response.ok || /text\/html/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw notRead(`I may not read ${shown}.`, remedy);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop ends the download.
    if (bytes > mostBytes) throw notRead(`${shown} is larger than a megabyte.`, 'Send less at once.');
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function notRead(message: string, remedy: string): UserError {
  return new UserError({ code: 'file-not-read', message: `${message} So nothing was done.`, remedy });
}
