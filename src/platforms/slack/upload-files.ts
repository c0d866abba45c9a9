import type { App } from '@slack/bolt';
import { type AttachedFile, PlatformError, type Reply } from '../../bot/bot.ts';
import { safeFileName } from '../../text/text.ts';
import { quietly } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { renderAnswer } from './render-answer.ts';
import { readFailure } from './slack-error.ts';

/** Where a file goes: to the channel where everybody sees the answer, or to the only person who sees it. */
export type FilePlace =
  | { readonly channel: string; readonly thread?: string | undefined }
  | { readonly person: string };

type Client = App['client'];

/** Thrown where the bot would not send an answer's files: too many, too large, empty or not text. */
export class UnsendableFile extends Error {
  override readonly name = 'UnsendableFile';
}

const bounds = `${slackLimits.filesPerAnswer} text files of up to ${slackLimits.fileBytes / 1_000} kB`;

/**
 * What to do about Slack's refusals of a file.
 *
 * Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal#errors
 */
const remedies: Readonly<Record<string, string>> = {
  missing_scope:
    'the app lacks the scope `files:write`. Add it under OAuth & Permissions, install the app again, then restart the bot.',
  not_in_channel: 'the bot is not in this channel. Invite it with `/invite @mdaemon`, then ask again.',
  channel_not_found: 'the bot is not in this channel. Invite it with `/invite @mdaemon`, then ask again.',
  file_uploads_disabled: 'this workspace allows no uploads. Its administrators can change that.',
  restricted_action: 'this workspace does not let the bot post there. Its administrators can change that.',
  storage_limit_reached: 'the storage of this workspace is full. Its administrators can make room.',
  unreached: 'Slack cannot be reached. Ask again in a while, or use the terminal.',
  'rate-limited': 'Slack says it is too much at once. Ask again in a minute.',
};

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
  // Slack takes a person's id for a post but not for a file. Its answer to a post names the direct message, so posting
  // first needs no scope to open one, and puts a line above the file that says what it is.
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
    // A line about a missing file would mislead; the failure is reported with the answer.
    const mayBeThere = readFailure(error).kind === 'unknown';
    if (!mayBeThere) await client.chat.delete({ channel, ts }).catch(() => undefined);
    throw error;
  }
}

/** Tells the person who waits for a file why it does not come, and what to do. */
export function explainMissingFile(error: unknown): string {
  if (error instanceof UnsendableFile) return `I can’t send the file: I send at most ${bounds}. Use the terminal.`;
  const failure = readFailure(error);
  if (failure.kind === 'unknown') return 'Slack did not say whether the file arrived. If it is not there, ask again.';
  const reason = failure.kind === 'error' ? failure.code : failure.kind;
  const remedy = Object.hasOwn(remedies, reason) ? remedies[reason] : undefined;
  return `The file could not be uploaded: ${remedy ?? 'Slack did not accept it. Ask again in a while, or use the terminal.'}`;
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
