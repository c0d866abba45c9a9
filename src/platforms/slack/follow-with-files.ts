import type { Reply, Request } from '../../bot/bot.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { whyNoFile } from './file-faults.ts';
import { slackError } from './slack-error.ts';
import type { FilePlace, UploadFiles } from './upload-files.ts';
import { withoutFiles, withRemark } from './without-files.ts';

const scopeRemedy = 'All of it comes as a file once the bot’s app has the scope `files:write`.';
const inDirectMessages = 'The file comes in our direct messages.';

/** How an answer's files follow it. */
export interface FilesFollow {
  readonly upload: UploadFiles;
  readonly place: FilePlace;
  /** Says something where the answer stands. */
  readonly say: (reply: Reply) => Promise<void>;
}

/** Runs a request. Where no file can follow the answer, what a file would hold stands in it as far as there is room. */
export async function ask(desk: AnswerDesk, request: Request): Promise<Reply> {
  const reply = await desk.router.dispatch(request);
  return request.capabilities.files ? reply : withoutFiles(reply, scopeRemedy);
}

/** The reply as its asker alone sees it: it says where its files go. */
export function saysWhereFilesGo(reply: Reply): Reply {
  return hasFiles(reply) ? withRemark(reply, inDirectMessages) : reply;
}

/** The reply as it is shared: a file that went to one person stays with that person. */
export function withoutSharedFiles(reply: Reply, line: string | undefined): Reply {
  if (!hasFiles(reply)) return reply;
  const how = line === undefined ? 'Ask for it yourself.' : `Get it with \`/mdaemon ${line.replaceAll('`', "'")}\`.`;
  return withRemark(reply, `The file is not shared along. ${how}`);
}

/**
 * Uploads the files of an answer that has been given already. Where that fails, says why, what helps, and shows the
 * beginning instead, so that nothing is lost in silence.
 *
 * @throws {PlatformError} what failed, for the log, after it has been said
 */
export async function followWithFiles(
  desk: AnswerDesk,
  request: Request,
  reply: Reply,
  { upload, place, say }: FilesFollow,
): Promise<void> {
  if (!hasFiles(reply)) return;
  try {
    await upload(reply, place);
  } catch (error) {
    const instead = await makeWithoutFiles(desk, request, reply);
    // What is shared from now on is what could be shown.
    if (desk.recent.get(request.id) !== undefined) desk.recent.set(request.id, instead);
    const { actions: _, ...answer } = instead.answer;
    await say({ ...instead, answer: { ...answer, lead: whyNoFile(error) } });
    throw slackError(error, 'Cannot upload a file');
  }
}

/** The command itself knows best how to shorten what it makes, and is asked again where that is harmless. */
async function makeWithoutFiles(desk: AnswerDesk, request: Request, reply: Reply): Promise<Reply> {
  if (reply.changes === true) return withoutFiles(reply);
  const again = await desk.router.dispatch({ ...request, capabilities: { ...request.capabilities, files: false } });
  return withoutFiles(again.outcome === 'answered' ? again : reply);
}

function hasFiles({ answer }: Reply): boolean {
  return answer.files !== undefined && answer.files.length > 0;
}
