import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../commands/fixture.ts';
import { discordPlatform } from './discord-platform.ts';
import { factsIn, lettersOf } from './facts-in.ts';
import type { StartedPlatform } from './platform.ts';
import { createSharedBot } from './shared-bot.ts';
import { slackPlatform } from './slack-platform.ts';
import { terminalPlatform } from './terminal-platform.ts';

/*
 * The same line asked everywhere has the same facts in its answer. The terminal shows everything, so it is what the
 * others are held to.
 */

const chats = [slackPlatform, discordPlatform];
const bot = createSharedBot();
const started = new Map<string, StartedPlatform>();
beforeAll(async () => {
  for (const platform of [terminalPlatform, ...chats]) {
    if (platform.missing === undefined) started.set(platform.name, await platform.start(bot));
  }
});
afterAll(async () => {
  for (const platform of started.values()) await platform.stop();
});

// What was asked before and what is stored differ from team to team, and so do the hosts that can be checked.
const ofTheTeam = new Set(['unanswered', 'check', 'privacy export']);
const readOnly = catalogue.entries
  .filter(({ name, leaf }) => leaf.changes !== true && !ofTheTeam.has(name))
  .flatMap(({ leaf }) => leaf.examples);
const wrong = [
  'ports 70000',
  'ports imap --format',
  'remind show r7k2',
  'deadlines nothing',
  'ports sftp',
  'frobnicate the queue',
];
const changing = [
  'settings set zone Europe/Berlin',
  'deadlines add 2027-01-15 Renew the certificate of mail.example.com',
];
const lines = [...readOnly, ...wrong, ...changing, 'remind add in 2h check the retry queue', 'remind list'];

/** What a person there sees, and what the command answered. */
async function ask(name: string, line: string) {
  const seen = await (started.get(name) as StartedPlatform).ask(line);
  const reply = bot.events.at(-1)?.reply;
  if (reply === undefined) throw new Error('Nobody was asked');
  return { seen, reply };
}

// Line by line, so that each platform's team has been through the same before.
test.each(lines)('%s', async (line) => {
  const there = await ask('terminal', line);
  expect(there.reply.outcome).not.toBe('failed');
  const known = factsIn(there.seen.text);
  for (const { name } of chats.filter((chat) => started.has(chat.name))) {
    const { seen, reply } = await ask(name, line);
    expect([reply.command, reply.outcome], name).toEqual([there.reply.command, there.reply.outcome]);
    const letters = lettersOf(seen.text);
    expect(letters, name).toContain(lettersOf(reply.answer.lead));
    for (const { title } of there.reply.answer.sources.slice(0, 2)) expect(letters, name).toContain(lettersOf(title));
    const facts = factsIn(seen.text);
    if (!seen.cut) expect(facts, name).toEqual(known);
    for (const kind of Object.keys(known) as (keyof typeof known)[]) {
      expect(known[kind], name).toEqual(expect.arrayContaining([...facts[kind]]));
    }
  }
});

// So that a report says what was left out, and why.
test.for(chats)('$name was asked', ({ name, missing }, { skip }) => {
  skip(missing !== undefined, missing);
  expect(started.has(name)).toBe(true);
});
