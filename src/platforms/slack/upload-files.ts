import type { App } from '@slack/bolt';
import { type AttachedFile, PlatformError, type Reply } from '../../bot/bot.ts';
import { safeFileName } from '../../text/text.ts';
import { quietly } from './blocks.ts';
import { UnsendableFile } from './file-faults.ts';
import { slackLimits } from './limits.ts';
import { renderAnswer } from './render-answer.ts';
import { readFailure } from './slack-error.ts';

/** Where a file goes: where everybody may read the answer too, or to the one person who alone sees it. */
export type FilePlace =
  | { readonly channel: string; readonly thread?: string | undefined }
  | { readonly person: string };

type Client = App['client'];

/**
 * Uploads the files of a reply, through a client that tries nothing twice and ends each call within its time-out.
 *
 * @throws {UnsendableFile} and what Slack's client throws
 */
export async function uploadFiles(client: Client, { answer }: Reply, place: FilePlace): Promise<void> {
  const files = requireSendable(answer.files ?? []);
  if ('channel' in place) {
    await upload(client, files, place.channel, place.thread);
    return;
  }
  // Slack takes no person's id for a file, but it does for a post, and the answer to that names the direct message.
  // So no scope to open one is needed, and the file has a line above it that says what it is.
  const about = renderAnswer({
    command: null,
    outcome: 'answered',
    answer: { title: answer.title, lead: answer.lead, sections: [], sources: [] },
  });
  const message = { channel: place.person, ...about, ...quietly };
  const { channel, ts = '' } = await client.chat.postMessage(
    message as unknown as Parameters<typeof client.chat.postMessage>[0],
  );
  // Without a channel Slack takes the file, and nobody ever sees it.
  if (!channel?.startsWith('D')) throw new PlatformError('slack-failed', 'Slack named no direct message');
  try {
    await upload(client, files, channel);
  } catch (error) {
    // A line about a file that is not there would mislead; the failure is told where the answer stands.
    const mayBeThere = readFailure(error).kind === 'unknown';
    if (!mayBeThere) await client.chat.delete({ channel, ts }).catch(() => undefined);
    throw error;
  }
}

async function upload(client: Client, files: readonly AttachedFile[], channel: string, thread?: string) {
  const uploads = files.map(({ name, content }) => {
    const filename = safeFileName(name, { letters: 'any', maxLength: slackLimits.fileName });
    return { filename, title: filename, content };
  });
  await client.files.uploadV2({
    channel_id: channel,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    file_uploads: uploads,
  } as Parameters<typeof client.files.uploadV2>[0]);
}

function requireSendable(files: readonly AttachedFile[]): readonly AttachedFile[] {
  const sendable = files.every(({ mediaType, content }) => {
    const bytes = Buffer.byteLength(content);
    return /^(?:text\/[\w.+-]+|application\/json)$/.test(mediaType) && bytes > 0 && bytes <= slackLimits.fileBytes;
  });
  if (!sendable || files.length > slackLimits.filesPerAnswer)
    throw new UnsendableFile('The file is too large or no text');
  return files;
}
