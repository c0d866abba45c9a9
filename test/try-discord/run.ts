import { createInterface } from 'node:readline';
import { commands } from '../../commands/commands.ts';
import type { Services } from '../../commands/services.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { declareCommands } from '../../src/platforms/discord/registration/declare-commands.ts';
import type { DiscordTwin, TwinMessage } from '../peers/discord-twin.ts';
import { startDiscordTwin } from '../peers/start-discord-twin.ts';
import { buttonsOf, textOf } from '../platforms/discord/shown.ts';
import { offerNames, pressTab, readSlashLine } from './read-slash-line.ts';

/*
 * A stand-in for Discord to try the bot with, without an account: what a person would type in Discord is typed here.
 * See docs/discord.md.
 */

const twin = await startDiscordTwin();
const declared = declareCommands(createCatalogue<Services>(commands));
const say = (text: string) => void process.stdout.write(`${text}\n`);
let latest: TwinMessage | undefined;

say(`A stand-in for Discord runs on 127.0.0.1. Put these lines into .env, and take the others of Discord out:

DISCORD_TOKEN=${twin.token}
DISCORD_API_URL=${twin.restUrl}

Its server has the id ${twin.guild}. In another terminal:

npm run -s mdaemon -- discord register --guild ${twin.guild}
npm start

Then type here what you would type in Discord:

/mdaemon ports what:act       and Tab: what Discord would offer
/mdaemon ports what:activesync
@mdaemon process              a mention
press Share                   a button of the latest answer
`);

const lines = createInterface({
  input: process.stdin,
  output: process.stdout,
  prompt: 'discord> ',
  terminal: process.stdin.isTTY === true,
  completer(line: string, done: (error: null, result: [string[], string]) => void) {
    complete(line).then(
      (offered) => {
        const pressed = pressTab(line, offered);
        if (pressed.choices.length > 0) {
          say(`\n${pressed.choices.join('   ')}`);
          lines.prompt(true);
        }
        done(null, [pressed.line === line ? [] : [pressed.line], line]);
      },
      () => done(null, [[], line]),
    );
  },
});
let closed = false;
lines.once('close', () => {
  closed = true;
});
lines.prompt();
for await (const line of lines) {
  // A line from a pipe that ends with a Tab asks for completions, as the key does at the prompt.
  await answer(line).catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
  if (!closed) lines.prompt();
}
await twin.stop();

async function answer(line: string): Promise<void> {
  if (line.trim() === '') return;
  if (line.endsWith('\t')) return say((await complete(line.slice(0, -1))).join('\n'));
  if (line.startsWith('/')) {
    const { name, options } = readSlashLine(line, declared, false);
    return show(await heard(twin.command(name, options)));
  }
  const pressed = /^press (.+)$/.exec(line)?.[1];
  if (pressed !== undefined) {
    const id = latest === undefined ? undefined : buttonsOf(latest).get(pressed);
    if (latest === undefined || id === undefined) return say('There is no such button below the latest answer.');
    return show(await heard(twin.press(latest, id)));
  }
  const before = (await twin.messages()).length;
  await twin.say(line.replaceAll('@mdaemon', `<@${twin.bot}>`));
  await followed(twin, before);
}

/** What Discord would offer, as whole lines. */
async function complete(line: string): Promise<string[]> {
  const names = line.startsWith('/') ? offerNames(line, declared) : [];
  if (names !== undefined) return names;
  const { name, options, beforeLast } = readSlashLine(line, declared, true);
  const { data } = await twin.response(await twin.autocomplete(name, options));
  return (data.choices as readonly { value: string }[]).map(({ value }) => `${beforeLast}${value}`);
}

async function heard(interaction: Promise<string>): Promise<TwinMessage> {
  return twin.answer(await interaction).catch(() => {
    throw new Error('The bot did not answer. Does it run, with the two lines above in its .env?');
  });
}

async function followed(peer: DiscordTwin, before: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 100) {
    const written = await peer.messages();
    if (written.length > before) return written.slice(before).forEach(show);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  say('The bot did not answer. It answers a mention (@mdaemon) and slash commands.');
}

function show(message: TwinMessage): void {
  latest = message;
  const only = (message.flags & 64) === 64 ? ' (only you see this)' : '';
  const buttons = [...buttonsOf(message).keys()].map((label) => `[${label}]`).join(' ');
  say(`\n${textOf(message)}\n${buttons}${only}\n`);
}
