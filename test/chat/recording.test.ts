import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventRecorder, type Recording, withoutSecrets } from '../../src/chat/recording.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

const recording: Recording = {
  platform: 'slack',
  at: '2026-11-22T12:00:00.000Z',
  zone: 'UTC',
  administrators: [],
  known: {},
  event: {
    command: '/mdaemon',
    text: 'ports',
    token: 'verify-me-please',
    response_url: 'https://hooks.slack.com/commands/1/2',
  },
};

test('an event is written to a file that only this user can read', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'events-')), 'new');
  createEventRecorder({ directory, secrets: [], logger: createSilentLogger() })(recording, 'request-1');
  const [name = ''] = readdirSync(directory);
  expect(name).toBe('2026-11-22T12-00-00.000Z-slack-request-1.json');
  expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  const event = { ...(recording.event as object), token: 'removed', response_url: 'https://removed.invalid/' };
  expect(JSON.parse(readFileSync(join(directory, name), 'utf8'))).toEqual({ ...recording, event });
});

test('a folder that cannot be written stops the recording, and nothing else', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'events-')), '\0');
  const record = createEventRecorder({ directory, secrets: [], logger: createSilentLogger() });
  expect(() => record(recording, 'request-1')).not.toThrow();
});

test('recording ends after 1,000 events', () => {
  const directory = mkdtempSync(join(tmpdir(), 'events-'));
  const record = createEventRecorder({ directory, secrets: [], logger: createSilentLogger() });
  for (let count = 0; count < 1_003; count += 1) record(recording, `request-${count}`);
  expect(readdirSync(directory)).toHaveLength(1_000);
});

test.each([
  ['a token of Slack’s in a text', { text: 'my token is xoxb-123-abc, help' }, { text: 'my token is removed, help' }],
  ['the token of an interaction', { d: { token: 'aW50ZXJhY3Rpb24' } }, { d: { token: 'removed' } }],
  ['the id of a form to open', { trigger_id: '1.2.3' }, { trigger_id: 'removed' }],
  [
    'several addresses to respond',
    { response_urls: [{ response_url: 'https://x/y' }] },
    { response_urls: [{ response_url: 'https://removed.invalid/' }] },
  ],
  ['a webhook of Discord’s', { content: 'https://discord.com/api/webhooks/1/secret' }, { content: 'removed' }],
  [
    'the key of an attachment',
    { url: 'https://cdn.discordapp.com/attachments/1/2/a.txt?ex=1&is=2&hm=3' },
    { url: 'https://cdn.discordapp.com/attachments/1/2/a.txt' },
  ],
])('%s is removed', (_what, event, expected) => {
  expect(withoutSecrets(event)).toEqual(expected);
});

test.each(['bot_id', 'authorizations', 'authorizing_integration_owners', 'team_id', 'action_id', 'text'])(
  'the field %s stays, since answering takes it',
  (field) => {
    expect(withoutSecrets({ [field]: 'C01GEN' })).toEqual({ [field]: 'C01GEN' });
  },
);

test('wherever a secret stands, it is gone afterwards, and all else is as it was', () => {
  const secret = 'Bot.MTk4NjIyNDgz.secret';
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), fc.string(), (value, before, after) => {
      fc.pre(!JSON.stringify(value).includes(secret));
      const planted = [
        value,
        { [`${before}${secret}`]: `${before}${secret}${after}` },
        { access_token: [`${before}!`] },
      ];
      const cleaned = JSON.stringify(withoutSecrets(planted, [secret]));
      expect(cleaned).not.toContain(secret);
      expect(JSON.parse(cleaned)[2]).toEqual({ access_token: ['removed'] });
    }),
  );
});
