import { slackLimits } from './limits.ts';
import { readFailure } from './slack-error.ts';

/** Thrown where an answer's files are not what the bot sends. */
export class UnsendableFile extends Error {
  override readonly name = 'UnsendableFile';
}

const bounds = `${slackLimits.filesPerAnswer} text files of up to ${slackLimits.fileBytes / 1_000} kB`;

/** What Slack says, and what helps. Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal#errors */
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

/** Why no file came, and what to do about it, for whoever waits for it. */
export function explainMissingFile(error: unknown): string {
  if (error instanceof UnsendableFile)
    return `The file does not come: the bot sends at most ${bounds}. Use the terminal.`;
  const failure = readFailure(error);
  if (failure.kind === 'unknown') return 'Slack did not say whether the file arrived. If it is not there, ask again.';
  const reason = failure.kind === 'error' ? failure.code : failure.kind;
  const remedy = Object.hasOwn(remedies, reason) ? remedies[reason] : undefined;
  return `The file could not be uploaded: ${remedy ?? 'Slack did not take it. Ask again in a while, or use the terminal.'}`;
}
