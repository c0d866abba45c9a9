import {
  type Answer,
  type AttachedFile,
  type Attachment,
  type Reply,
  type Request,
  type Section,
  UserError,
} from '../bot/bot.ts';
import { printableLine } from '../text/text.ts';
import type { Responder, SeparateFiles } from './adapter.ts';
import { type ChatContext, keepAnswer, recentKey } from './chat-context.ts';

/** How much of a file is shown where the file itself cannot come. */
const excerptLines = 25;
const excerptCharacters = 2_800;

/**
 * Uploads the files of an answer that has been given already. Where that fails, says why, what helps, and shows the
 * beginning instead, so that nothing is lost in silence.
 *
 * @throws what failed, for the log, after it has been said
 */
export async function followWithFiles<Message>(
  context: ChatContext<Message>,
  separateFiles: SeparateFiles,
  request: Request,
  reply: Reply,
  respond: Responder<Message>,
): Promise<void> {
  const { adapter, recent } = context;
  if (!hasFiles(reply) || respond.upload === undefined) return;
  try {
    await respond.upload(reply);
  } catch (error) {
    const instead = await makeWithoutFiles(context, request, reply);
    // From now on, Share posts the shortened answer. The store is not waited for: somebody waits for the file.
    const key = recentKey(request.team, request.id);
    const isKept = recent.get(key) !== undefined;
    if (isKept) recent.set(key, instead);
    const { actions: _, ...answer } = instead.answer;
    const said = { ...instead, answer: { ...answer, lead: separateFiles.explain(error) } };
    await respond.answer(adapter.render.answer(said).message);
    if (isKept) await keepAnswer(context, request, instead);
    throw adapter.toError(error, 'Cannot upload a file');
  }
}

/** The reply as its asker alone sees it: it says where its files go. */
export function saysWhereFilesGo(reply: Reply): Reply {
  return hasFiles(reply) ? withRemark(reply, 'I’ll send you the file in a direct message.') : reply;
}

/** The reply as it is shared: a file that went to one person stays with that person. */
export function withoutSharedFiles(reply: Reply, line: string | undefined): Reply {
  if (!hasFiles(reply)) return reply;
  const how = line === undefined ? 'Ask for it yourself.' : `Get it with \`/mdaemon ${line.replaceAll('`', "'")}\`.`;
  return withRemark(reply, `The file is not shared. ${how}`);
}

/**
 * A reply for where no file can come: the beginning of each file stands in the answer, named as a part, and a line says
 * how to get all of it. Where a command cut a script by itself, only that line is added; else nothing is changed.
 */
export function withoutFiles(reply: Reply, remedy?: string): Reply {
  const { files = [], ...answer } = reply.answer;
  if (files.length === 0 && showsAll(answer)) return reply;
  const sections = [
    ...answer.sections,
    ...files.map(excerpt),
    ...(remedy === undefined ? [] : [{ kind: 'note', tone: 'info', text: remedy } as const]),
  ];
  return { ...reply, answer: { ...answer, sections } };
}

/** The command itself knows best how to shorten what it makes, and is asked again where that is harmless. */
async function makeWithoutFiles<Message>(
  { dispatch }: ChatContext<Message>,
  request: Request,
  reply: Reply,
): Promise<Reply> {
  if (reply.changes === true) return withoutFiles(reply);
  const again = await dispatch({ ...request, capabilities: { ...request.capabilities, files: false } });
  return withoutFiles(again.outcome === 'answered' ? again : reply);
}

/** Adds a remark right below the lead. */
function withRemark(reply: Reply, text: string): Reply {
  const remark: Section = { kind: 'note', tone: 'info', text };
  return { ...reply, answer: { ...reply.answer, sections: [remark, ...reply.answer.sections] } };
}

function hasFiles({ answer }: Reply): boolean {
  return answer.files !== undefined && answer.files.length > 0;
}

function showsAll({ artifact, sections }: Answer): boolean {
  if (artifact === undefined) return true;
  const whole = plain(artifact.content);
  return sections.some((section) => section.kind === 'code' && plain(section.text) === whole);
}

function excerpt({ name, content }: AttachedFile): Section {
  const lines = plain(content).split('\n');
  const shown: string[] = [];
  let room = excerptCharacters;
  for (const line of lines.slice(0, excerptLines)) {
    room -= line.length + 1;
    if (room < 0) break;
    shown.push(line);
  }
  if (shown.length === lines.length) return { kind: 'code', title: name, text: shown.join('\n') };
  if (shown.length > 0) {
    const title = `${name}: the first ${shown.length} of ${lines.length} lines. Don’t use only part of it.`;
    return { kind: 'code', title, text: shown.join('\n') };
  }
  const title = `${name}: the beginning of its first line. Don’t use only part of it.`;
  return { kind: 'code', title, text: `${lines[0]?.slice(0, excerptCharacters).toWellFormed()}…` };
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}

/** A file that came with a message, and where it is. */
interface SentFile {
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
const mostSentBytes = 1_000_000;
const mostSentFiles = 3;
const fetchTimeoutMs = 10_000;

/**
 * Reads the files of a message as texts.
 *
 * @throws {UserError} `file-not-read`
 */
export async function readSentFiles(files: readonly SentFile[], source: FileSource): Promise<readonly Attachment[]> {
  if (files.length > mostSentFiles)
    throw notRead(`That is more than ${mostSentFiles} files.`, 'Send them one after another.');
  return Promise.all(files.map(async (file) => ({ name: file.name, content: await readFile(file, source) })));
}

async function readFile({ name, url }: SentFile, { fetch, hosts, headers = {}, remedy }: FileSource): Promise<string> {
  const shown = printableLine(name, 60);
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol !== 'https:' || !hosts.includes(hostname)) throw notRead(`I can’t read ${shown}.`, remedy);
  let response: Response;
  try {
    // Whoever may not have a file is sent to a page where one logs in.
    response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(fetchTimeoutMs) });
  } catch {
    throw notRead(`I can’t reach ${shown}.`, 'Try again in a minute.');
  }
  if (!response.ok || /text\/html/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw notRead(`I’m not allowed to read ${shown}.`, remedy);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop ends the download.
    if (bytes > mostSentBytes) throw notRead(`${shown} is larger than a megabyte.`, 'Send less at once.');
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function notRead(message: string, remedy: string): UserError {
  return new UserError({ code: 'file-not-read', message: `${message} So nothing was done.`, remedy });
}
