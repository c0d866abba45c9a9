import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { commands } from '../../commands/commands.ts';
import type { Services } from '../../commands/services.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { declareCommands } from '../../src/platforms/discord/registration/declare-commands.ts';
import { startDiscordProxy } from '../faults/discord-proxy.ts';
import type { TwinMessage, TwinPlace, TwinResponse } from '../peers/discord-twin.ts';
import { startDiscordTwin } from '../peers/start-discord-twin.ts';
import { offerNames, offerOptions, pressTab, readSlashLine, requireOptions } from './read-slash-line.ts';
import {
  controlsOf,
  type FormField,
  fieldsOf,
  findControl,
  readForm,
  showForm,
  showMessage,
  withIds,
} from './show-message.ts';

/*
 * A stand-in for Discord to try the bot with, without an account: what a person would type in Discord is typed here.
 * See docs/discord.md.
 */

const twin = await startDiscordTwin();
// It knows what the twin lacks: opening a direct message, and a list of the registered commands.
const proxy = await startDiscordProxy(twin);
const declared = declareCommands(createCatalogue<Services>(commands));

const instructions = `A stand-in for Discord runs on 127.0.0.1. Put these two lines into .env, in
place of other lines for Discord:

DISCORD_TOKEN=${twin.token}
DISCORD_API_URL=${proxy.restUrl}

Its server has the id ${twin.guild}. In another terminal, register
the commands and start the bot:

npm run -s mdaemon -- discord register --guild ${twin.guild}
npm start

Then type here what you would type in Discord. You are @alice, in the channel
#general. There are #operations and @bob too.

/mdaemon ports what:act       and Tab, which completes as Discord does
/mdaemon ports what:activesync
press Share                   a button, or an entry of a menu
@mdaemon process              a mention
dm ports imap                 a direct message to the bot
/mdaemon remind add line:in 1 min look at the bad queue
press Done                    when the reminder appears, after a minute

“what:” and “line:” are options of the commands, which Discord shows as fields.
“line:” takes the whole text that you would type in the terminal. Ctrl+D ends.
`;

/** How long Discord's client waits, and then some for a busy machine. */
const responseMs = 5_000;
/** An answer that was announced comes later. */
const answerMs = 30_000;

/** Every message that was shown, as it was shown last, oldest first. */
const shown = new Map<string, TwinMessage>();
/** The form that is open, and the message whose button opened it. */
let form: OpenForm | undefined;
interface OpenForm {
  readonly id: string;
  readonly fields: readonly FormField[];
  readonly message: TwinMessage | undefined;
}
let closed = false;

process.stdout.write(`${instructions}\n`);
const lines = createInterface({
  input: process.stdin,
  output: process.stdout,
  prompt: 'discord> ',
  terminal: process.stdin.isTTY === true,
  completer(line: string, done: (error: null, result: [string[], string]) => void) {
    complete(line).then(
      (offered) => {
        const pressed = pressTab(line, offered);
        if (pressed.choices.length > 0) say(pressed.choices.join('   '));
        // What Discord takes for the word may be written otherwise than it was typed.
        if (!pressed.line.startsWith(line)) lines.write(null, { ctrl: true, name: 'u' });
        const isLonger = pressed.line !== line;
        done(null, [isLonger ? [pressed.line] : [], pressed.line.startsWith(line) ? line : '']);
      },
      (error: unknown) => {
        say(messageOf(error));
        done(null, [[], line]);
      },
    );
  },
});
lines.once('close', () => {
  closed = true;
});

const watching = watch();
lines.prompt();
for await (const line of lines) {
  await answer(line).catch((error: unknown) => say(messageOf(error)));
  if (!closed) lines.prompt();
}
closed = true;
await watching;
await proxy.stop();
await twin.stop();

/** Shows whatever the bot posts or edits: reminders come without being asked for. */
async function watch(): Promise<void> {
  while (!closed) {
    await showNew().catch(() => {});
    await delay(200);
  }
}

async function showNew(): Promise<void> {
  const places = [...Object.values(twin.channels), ...Object.values(twin.direct)];
  const found = (await Promise.all(places.map((place) => twin.messages(place)))).flat();
  for (const message of found.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))) {
    const before = shown.get(message.id);
    // An answer that was only announced has nothing to show yet.
    if (partless(message) || isDeepStrictEqual(before, message)) continue;
    // An edited message is the latest again.
    shown.delete(message.id);
    shown.set(message.id, message);
    say(`\n${wrapped(showMessage(message, twin, { before }))}\n`);
  }
}

/** Long lines, broken between words where the terminal ends. */
function wrapped(text: string): string {
  const { columns = 0 } = process.stdout;
  if (columns < 20) return text;
  return text.replace(new RegExp(`(?=.{${columns},})(.{1,${columns - 1}}) `, 'g'), '$1\n');
}

function partless({ components, content }: TwinMessage): boolean {
  return components.length === 0 && content === '';
}

/** Prints above the line that is being typed. */
function say(text: string): void {
  if (process.stdout.isTTY && !closed) process.stdout.write('\r\u001b[J');
  process.stdout.write(`${text}\n`);
  if (process.stdout.isTTY && !closed) lines.prompt(true);
}

async function answer(line: string): Promise<void> {
  if (line.trim() === '') return;
  // A line from a pipe that ends with a Tab asks for completions, as the key does at the prompt.
  if (line.endsWith('\t')) return say((await complete(line.slice(0, -1))).join('\n'));
  if (line.startsWith('/')) {
    requireOptions(line, declared);
    const { name, options } = readSlashLine(withIds(line, twin), declared, false);
    return heard(await twin.command(name, options));
  }
  const [, verb = '', rest = ''] = /^(press|form|dm)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (verb === 'press') return press(rest);
  if (verb === 'form') return submit(line);
  if (verb === 'dm') return spoken('@alice', rest);
  return spoken('general', line);
}

async function press(label: string): Promise<void> {
  const messages = [...shown.values()];
  const found = findControl(messages, label);
  if (found === undefined) {
    const labels = messages.flatMap(controlsOf).map((control) => `[${control.label}]`);
    const there =
      labels.length === 0 ? 'There is nothing to press yet.' : `There are ${[...new Set(labels)].join(' ')}`;
    throw new Error(`There is no “${label}” to press. ${there}`);
  }
  const { message, control } = found;
  const where = placeOf(message);
  const pressed =
    control.value === undefined
      ? twin.press(message, control.id, where)
      : twin.select(message, control.id, [control.value], where);
  return heard(await pressed, message);
}

/** Where somebody presses something, and who: in a direct message only the person it is with can. */
function placeOf(message: TwinMessage | undefined): TwinPlace {
  const person = Object.keys(twin.direct).find((name) => twin.direct[name] === message?.channel);
  if (person !== undefined) return { channel: `@${person}`, user: person };
  return message === undefined ? {} : { channel: message.channel };
}

async function submit(line: string): Promise<void> {
  if (form === undefined)
    throw new Error('No form is open. The button [New reminder] below `/mdaemon remind list` opens one.');
  const fields = readForm(line, form.fields, twin);
  const { id, message } = form;
  form = undefined;
  return heard(await twin.submit(id, fields, placeOf(message), message?.id));
}

/** Waits for the response to an interaction, and for its message, which the watch shows. */
async function heard(interaction: string, pressed?: TwinMessage): Promise<void> {
  const response = await within(responseMs, () => twin.responseSoFar(interaction));
  if (response === undefined) {
    throw new Error('The application did not respond. Is the bot running, with the two lines above in its .env?');
  }
  if (response.type === 9) return opened(response, pressed);
  const isShown = async () => {
    await showNew();
    const { message } = (await twin.responseSoFar(interaction)) ?? {};
    return message !== undefined && shown.has(message) ? true : undefined;
  };
  await within(answerMs, isShown);
}

function opened({ data }: TwinResponse, message: TwinMessage | undefined): void {
  form = { id: String(data.custom_id), fields: fieldsOf(data), message };
  say(`\n${showForm(data)}\n`);
}

async function spoken(channel: string, text: string): Promise<void> {
  const before = shown.size;
  await twin.say(withIds(text, twin), { channel });
  const isAnswered = async () => {
    await showNew();
    return shown.size > before ? true : undefined;
  };
  if ((await within(responseMs, isAnswered)) === undefined) {
    say('The bot did not answer. It answers slash commands, mentions (@mdaemon) and direct messages (dm).');
  }
}

async function within<Value>(ms: number, ask: () => Promise<Value | undefined>): Promise<Value | undefined> {
  for (const end = Date.now() + ms; Date.now() < end; await delay(50)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What Discord would offer, as whole lines. */
async function complete(line: string): Promise<string[]> {
  if (/^press /i.test(line)) {
    const labels = [...shown.values()].flatMap(controlsOf).map(({ label }) => `press ${label}`);
    return [...new Set(labels)].filter((each) => each.toLowerCase().startsWith(line.toLowerCase()));
  }
  if (line !== '' && !line.startsWith('/')) return [];
  const own = offerNames(line, declared) ?? offerOptions(line, declared);
  if (own.length > 0 || offerNames(line, declared) !== undefined) return own;
  const { name, options } = readSlashLine(withIds(line, twin), declared, true);
  const { beforeLast } = readSlashLine(line, declared, true);
  const interaction = await twin.autocomplete(name, options);
  const response = await within(responseMs, () => twin.responseSoFar(interaction));
  const choices = (response?.data.choices ?? []) as readonly { value: string | number }[];
  return choices.map(({ value }) => `${beforeLast}${value}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
