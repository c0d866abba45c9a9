import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { withoutSecrets } from '../../src/chat/recording.ts';

const text = z.string();
const names = z.record(text, text).default({});

/** The fields without which an event of Slack's cannot be one. */
const slackEvent = z.union(
  [
    z.looseObject({ command: text, team_id: text, user_id: text, channel_id: text }),
    z.looseObject({
      type: z.literal('event_callback'),
      event: z.looseObject({ type: text, channel: text, ts: text }),
    }),
    z.looseObject({
      type: z.literal('block_actions'),
      user: z.looseObject({ id: text }),
      actions: z.array(z.looseObject({ action_id: text })).min(1),
    }),
  ],
  'event: must be a slash command, an event_callback or block_actions, as Slack sends it',
);

const interaction = z.looseObject({ id: text, type: z.number(), token: text, data: z.looseObject({}) });
const message = z.looseObject({
  id: text,
  channel_id: text,
  content: text,
  author: z.looseObject({ id: text }),
  mentions: z.array(z.looseObject({ id: text })),
});
const discordEvent = z.discriminatedUnion(
  't',
  [
    z.object({ t: z.literal('INTERACTION_CREATE'), d: interaction }),
    z.object({ t: z.literal('MESSAGE_CREATE'), d: message }),
  ],
  { error: 'event: t must be INTERACTION_CREATE or MESSAGE_CREATE, and d what the gateway sent with it' },
);

const shared = {
  at: z.iso.datetime().default('2026-11-22T12:00:00.000Z'),
  zone: text.default('UTC'),
  administrators: z.array(text).default([]),
  /** The calls that are made for it, as `--save` wrote them. */
  answer: z.array(z.unknown()).optional(),
};
const recording = z.discriminatedUnion(
  'platform',
  [
    z.object({
      platform: z.literal('slack'),
      ...shared,
      known: z
        .object({ botUserId: text.optional(), botId: text.optional(), mayUpload: z.boolean().default(true) })
        .prefault({}),
      event: slackEvent,
    }),
    z.object({
      platform: z.literal('discord'),
      ...shared,
      known: z
        .object({
          bot: text.optional(),
          channels: names,
          people: names,
          roles: names,
          mayManage: z.boolean().default(false),
        })
        .prefault({}),
      event: discordEvent,
    }),
  ],
  { error: 'platform: must be slack or discord' },
);

export type ReadRecording = z.infer<typeof recording>;
export type SlackRecording = Extract<ReadRecording, { platform: 'slack' }>;
export type DiscordRecording = Extract<ReadRecording, { platform: 'discord' }>;

/** A file that cannot be replayed. The message says why, and what to do, in one line. */
export class UnreadableRecording extends Error {
  override readonly name = 'UnreadableRecording';
}

const wanted = 'Name a file that RECORD_EVENTS wrote; test/replay/recordings has examples.';

/**
 * Reads a recorded event. Secrets in it are passed over, as in a recording of the bot's own.
 *
 * @throws {UnreadableRecording}
 */
export function readRecording(path: string): ReadRecording {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = isMissing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UnreadableRecording(`${path} cannot be read: ${reason}. ${wanted}`);
  }
  const read = recording.safeParse(withoutSecrets(content));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') ?? '';
  const said = issue?.message ?? 'is wrong';
  const problem = /^(?:event|platform): /.test(said) ? said : `${field}: ${said}`;
  throw new UnreadableRecording(`${path} holds no event that can be replayed (${problem}). ${wanted}`);
}
