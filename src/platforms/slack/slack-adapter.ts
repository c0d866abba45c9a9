import type { webApi } from '@slack/bolt';
import type { ChatAdapter, ChatRenderer } from '../../chat/chat.ts';
import { markup, type RenderedMessage } from './blocks.ts';
import { checkTarget } from './check-target.ts';
import { decodeEvent, type SlackEvent } from './decode-event.ts';
import { literal, person } from './escape.ts';
import { explainMissingFile } from './file-faults.ts';
import { slackLimits } from './limits.ts';
import { findPlace, postReminder, readHistory } from './posting.ts';
import { renderAnswer } from './render-answer.ts';
import { renderReminder } from './render-reminder.ts';
import { createPostClient, type PostClientOptions, type SlackIdentity } from './slack-client.ts';
import { classifyFailure, slackError } from './slack-error.ts';

/** What a chat on Slack is made of. */
type SlackAdapter = ChatAdapter<SlackEvent, RenderedMessage>;

/** What the adapter needs: a client for posts, and who the bot is. */
interface SlackAdapterOptions extends PostClientOptions {
  /** Who the bot is, as soon as that is known. Default: never. */
  readonly identity?: () => SlackIdentity | undefined;
}

/**
 * Slack as a chat. Posts go through a client of their own, which never tries anything again, holds no call back, and ends
 * each within the time-out.
 */
export function createSlackAdapter(options: SlackAdapterOptions): SlackAdapter {
  const { logger, identity = () => undefined } = options;
  const client: webApi.WebClient = createPostClient(options);
  return {
    platform: 'slack',
    label: 'Slack',
    teamWord: 'workspace',
    limits: {
      // Slack allows 3 s, and takes a fast answer to a slash command in the acknowledgement itself.
      announceAfterMs: 800,
      clockSkewMs: 2 * 60_000,
      // Of 200 messages each: as many as a channel may have got around one post.
      historyPages: 10,
    },
    render,
    decode: (event, source) => decodeEvent(event, source, identity()),
    carriesLine: (line, requestId) => `${requestId} ${line}`.length <= slackLimits.buttonValue,
    separateFiles: {
      missing: 'All of it comes as a file once the bot’s app has the scope `files:write`.',
      explain: explainMissingFile,
    },
    findPlace: (target, purpose, signal) => findPlace(client, target, purpose, signal),
    post: (place, post, signal) => postReminder(client, place, post, signal),
    readHistory: (place, range, signal) => readHistory(client, place, range, signal),
    check: (_team, target) => checkTarget(client, target, logger),
    classify: classifyFailure,
    toError: slackError,
  };
}

const render: ChatRenderer<RenderedMessage> = {
  answer(reply, { found, share = false, sharedBy } = {}) {
    const value = found?.key.by === 'line' ? `${found.requestId} ${found.key.line}` : found?.key.id;
    const message = renderAnswer(reply, {
      ...(share && value !== undefined ? { share: value } : {}),
      ...(sharedBy === undefined ? {} : { sharedBy }),
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
  answeredBy({ by, at, until }) {
    return { person: person(by), at: literal(at), ...(until === undefined ? {} : { until: literal(until) }) };
  },
};
