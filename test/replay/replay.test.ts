import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Recording } from '../../src/chat/recording.ts';
import { readRecording, UnreadableRecording } from './read-recording.ts';
import { replay } from './replay.ts';

const paths = globSync('test/replay/recordings/*.json').sort();
const save = 'To record the answers again: npm run -s replay -- test/replay/recordings/*.json --save';

test('there is a recording of each kind of event', () => {
  expect(paths.map((path) => basename(path, '.json'))).toEqual([
    'discord-autocomplete',
    'discord-button',
    'discord-mention',
    'discord-slash-command',
    'slack-button',
    'slack-direct-message',
    'slack-mention',
    'slack-slash-command',
  ]);
});

test.each(paths)('%s gets its recorded answer', async (path) => {
  const recording = readRecording(path);
  const { calls, faults } = await replay(recording);
  expect(faults).toEqual([]);
  expect(recording.answer, save).toBeInstanceOf(Array);
  expect(JSON.stringify(calls, null, 2), save).toBe(JSON.stringify(recording.answer, null, 2));
  expect(calls.some(({ text }) => text !== '')).toBe(true);
});

test.each(paths)('%s is recorded as it was when it is replayed', async (path) => {
  const recorded: Recording[] = [];
  await replay(readRecording(path), { record: (recording) => void recorded.push(recording) });
  const { answer: _answer, ...original } = JSON.parse(readFileSync(path, 'utf8')) as { answer: unknown };
  expect(recorded.map((recording) => JSON.parse(JSON.stringify(recording)))).toEqual([original]);
});

test.each([
  ['no JSON', '{', 'cannot be read'],
  ['something else', '{"hello": 1}', 'platform: must be slack or discord'],
  ['another platform', '{"platform": "teams", "event": {}}', 'platform: must be slack or discord'],
  [
    'an event the bot is never sent',
    '{"platform": "discord", "event": {"t": "READY", "d": {}}}',
    't must be INTERACTION_CREATE',
  ],
  ['half an event', '{"platform": "slack", "event": {"command": "/mdaemon"}}', 'event: must be a slash command'],
  [
    'half a message',
    '{"platform": "discord", "event": {"t": "MESSAGE_CREATE", "d": {"id": "1"}}}',
    'event.d.channel_id',
  ],
])('a file with %s is refused in one sentence that says what to do', (_what, content, problem) => {
  const path = join(mkdtempSync(join(tmpdir(), 'recording-')), 'event.json');
  writeFileSync(path, content);
  const read = () => readRecording(path);
  expect(read).toThrow(UnreadableRecording);
  expect(read).toThrow(problem);
  expect(read).toThrow('Name a file that RECORD_EVENTS wrote');
});

test('an event that is not for the bot gets no answer, and is not recorded', async () => {
  const recording = readRecording('test/replay/recordings/discord-mention.json');
  if (recording.platform !== 'discord' || recording.event.t !== 'MESSAGE_CREATE')
    throw new Error('It is another event');
  const { event } = recording;
  const others = { ...event, d: { ...event.d, content: 'good morning' } };
  const recorded: Recording[] = [];
  const { calls } = await replay({ ...recording, event: others } as typeof recording, {
    record: (each) => void recorded.push(each),
  });
  expect(calls).toEqual([]);
  expect(recorded).toEqual([]);
});
