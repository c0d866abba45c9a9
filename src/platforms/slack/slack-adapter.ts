import type { webApi } from '@slack/bolt';
import { type Logger, PlatformError } from '../../bot/bot.ts';
import { type ChatAdapter, type ChatRenderer, createPoster, type FileSource } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import type { Poster, ViewDelivery } from '../../reminders/reminders.ts';
import { markup, type RenderedMessage } from './blocks.ts';
import { decodeEvent, type SlackEvent } from './decode-event.ts';
import { slackLimits } from './limits.ts';
import { literal, person } from './mrkdwn.ts';
import { checkTarget, findPlace, postReminder, readHistory } from './posting.ts';
import { renderAnswer, renderProgress } from './render-answer.ts';
import { renderReminder } from './render-reminder.ts';
import { checkAsker, findActor, findReaders } from './rights.ts';
import { createPostClient, type PostClientOptions, type SlackIdentity, type SlackOutgoing } from './slack-client.ts';
import { classifyFailure, slackError } from './slack-error.ts';
import type { Surfaces } from './surfaces.ts';
import { explainMissingFile } from './upload-files.ts';

type SlackAdapter = ChatAdapter<SlackEvent, RenderedMessage>;

interface SlackAdapterOptions extends PostClientOptions {
  /** The bot's identity, once it is known. Default: never. */
  readonly identity?: () => SlackIdentity | undefined;
  /** The Home tab and the forms. Left out: there are none. */
  readonly surfaces?: Surfaces;
}

interface SlackPosterOptions {
  readonly config: Pick<SlackConfig, 'botToken' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Makes the text of a post. */
  readonly view: ViewDelivery;
  /** How to reach Slack where a proxy is set. */
  readonly outgoing?: SlackOutgoing | undefined;
  /** The time-out of a post, of a look into the history, and of a check. Default 10,000. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/**
 * Creates Slack's chat adapter. Its posts go through a client of their own, which never tries a call again, holds none
 * back, and ends each within the time-out.
 */
export function createSlackAdapter(options: SlackAdapterOptions): SlackAdapter {
  const { logger, identity = () => undefined, surfaces } = options;
  const client: webApi.WebClient = createPostClient(options);
  const files: FileSource = {
    fetch: options.outgoing?.fetch ?? globalThis.fetch,
    hosts: ['files.slack.com'],
    headers: { authorization: `Bearer ${options.config.botToken}` },
    remedy:
      'I need the scope `files:read` for that: add it under OAuth & Permissions of the app, and install the app again. Or paste the text.',
  };
  return {
    platform: 'slack',
    label: 'Slack',
    teamWord: 'workspace',
    limits: {
      // Slack allows 3 s, and takes a fast answer to a slash command in the acknowledgement itself.
      announceAfterMs: 800,
      clockSkewMs: 2 * 60_000,
      // 200 messages each: more than a channel is likely to get around one post.
      historyPages: 10,
    },
    render,
    decode: (event, source) => decodeEvent(event, source, identity(), surfaces, files),
    record: (event) => ({
      event: 'envelope' in event ? event.envelope : event.payload,
      known: { ...identity() },
    }),
    async findActor(team, actor) {
      const known = identity();
      // Until Slack says where the app is installed, a stranger's own workspace would pass for the bot's.
      if (options.identity !== undefined && known === undefined) {
        throw new PlatformError('slack-failed', 'Slack has not said yet where the app is installed');
      }
      return findActor(client, team, actor, known?.home);
    },
    carriesLine: (line, requestId) => `${requestId} ${line}`.length <= slackLimits.buttonValue,
    separateFiles: {
      missing: 'You get all of it as a file once the bot’s app has the scope `files:write`.',
      explain: explainMissingFile,
    },
    findPlace: (target, purpose, signal) => findPlace(client, target, purpose, signal),
    post: (place, post, signal) => postReminder(client, place, post, signal),
    readHistory: (place, range, signal) => readHistory(client, place, range, signal),
    check: async (team, target, { asker } = {}) => {
      const own = await checkTarget(client, target, logger);
      if (!own.ok || asker === undefined || target.kind !== 'channel') return own;
      return checkAsker(client, team, target.id, asker);
    },
    readers: (_team, channel, asker) => findReaders(client, channel, asker),
    classify: classifyFailure,
    toError: slackError,
  };
}

/** Creates the poster of reminders for Slack, with a client of its own; see `createPoster` for what it promises. */
export function createSlackPoster({ view, timeoutMs = defaultTimeoutMs, ...options }: SlackPosterOptions): Poster {
  const { now, logger, outgoing } = options;
  const adapter = createSlackAdapter({ ...options, outgoing, timeoutMs });
  return createPoster(adapter, { view, now, logger, timeoutMs });
}

const render: ChatRenderer<RenderedMessage> = {
  answer(reply, { found, share = false, sharedBy, newReminder = false } = {}) {
    const value = found?.key.by === 'line' ? `${found.requestId} ${found.key.line}` : found?.key.id;
    const message = renderAnswer(reply, {
      ...(share && value !== undefined ? { share: value } : {}),
      ...(sharedBy === undefined ? {} : { sharedBy }),
      newReminder,
    });
    return { message, pages: 1 };
  },
  reminder: renderReminder,
  note(text, title) {
    if (title === undefined) {
      return { text, blocks: [{ type: 'section', block_id: 'note', text: markup(text) }] };
    }
    const answer = { title, lead: text, sections: [], sources: [] };
    return renderAnswer({ command: null, outcome: 'usage', answer });
  },
  progress: renderProgress,
  answeredBy({ by, at, until }) {
    return { person: person(by), at: literal(at), ...(until === undefined ? {} : { until: literal(until) }) };
  },
};
