import { describe, expect, it } from 'vitest';
import { createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { silentLogger } from './silent-logger.ts';

type Answers = Readonly<Record<string, (asked: URLSearchParams) => object>>;

const member = { ok: true, channel: { id: 'C1', is_member: true } };
const restricted = (type: string[], user: string[] = []) => ({
  ok: true,
  channel: { ...member.channel, properties: { posting_restricted_to: { type, user } } },
});
const alice = (more: object = {}) => ({ ok: true, user: { team_id: 'T1', ...more } });

/** What is answered to somebody who wants a post in a channel, by a Slack that answers like this. */
function check(answers: Answers) {
  const answer = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const method = String(url).split('/').at(-1) ?? '';
    return Response.json(answers[method]?.(new URLSearchParams(String(init?.body))) ?? { ok: false, error: 'x' });
  };
  const poster = createSlackPoster({
    config: { botToken: 'xoxb-test', apiUrl: undefined },
    logger: silentLogger,
    view: viewDelivery,
    now: () => new Date(),
    outgoing: { dispatcher: undefined, fetch: answer },
  });
  return poster.check('slack:T1', { kind: 'channel', id: 'C1' }, { asker: 'U_ALICE' });
}

const among = (...members: string[]) => ({ ok: true, members, response_metadata: { next_cursor: '' } });
const refused = (says: string) => ({ ok: false, message: expect.stringContaining(says) });

describe('a post in another channel', () => {
  it.each<[string, Answers, object]>([
    [
      'is made for somebody who is in it',
      { 'conversations.info': () => member, 'conversations.members': () => among('U_ALICE') },
      { ok: true },
    ],
    [
      'is refused to somebody who is not',
      { 'conversations.info': () => member, 'conversations.members': () => among('U_BOB') },
      refused('You are not in that channel'),
    ],
    [
      'is refused where the bot is not in it, whoever asks',
      {
        'conversations.info': () => ({ ok: true, channel: { is_member: false } }),
        'conversations.members': () => among('U_ALICE'),
      },
      refused('I am not in that channel'),
    ],
    [
      'finds them on a later page',
      {
        'conversations.info': () => member,
        'conversations.members': (asked) =>
          asked.get('cursor') === 'two'
            ? among('U_ALICE')
            : { ...among('U_BOB'), response_metadata: { next_cursor: 'two' } },
      },
      { ok: true },
    ],
    [
      'ends where the pages do not',
      {
        'conversations.info': () => member,
        'conversations.members': () => ({ ...among('U_BOB'), response_metadata: { next_cursor: 'on' } }),
      },
      refused('You are not in that channel'),
    ],
    [
      'is refused where the scopes are missing, and names them',
      {
        'conversations.info': () => ({ ok: false, error: 'missing_scope' }),
        'conversations.history': () => ({ ok: true, messages: [] }),
        'conversations.members': () => ({ ok: false, error: 'missing_scope' }),
      },
      refused('`channels:read` and `groups:read`'),
    ],
    [
      'is refused where Slack does not say',
      { 'conversations.info': () => member, 'conversations.members': () => ({ ok: false, error: 'fatal_error' }) },
      refused('does not tell me'),
    ],
    [
      'is refused in a channel for announcements',
      {
        'conversations.info': () => restricted(['admin']),
        'conversations.members': () => among('U_ALICE'),
        'users.info': () => alice(),
      },
      refused('Only some people may write'),
    ],
    [
      'is made there for an administrator',
      {
        'conversations.info': () => restricted(['admin']),
        'conversations.members': () => among('U_ALICE'),
        'users.info': () => alice({ is_admin: true }),
      },
      { ok: true },
    ],
    [
      'is made there for somebody who is named',
      { 'conversations.info': () => restricted([], ['U_ALICE']), 'conversations.members': () => among('U_ALICE') },
      { ok: true },
    ],
  ])('%s', async (_what, answers, expected) => {
    expect(await check(answers)).toEqual(expected);
  });
});
