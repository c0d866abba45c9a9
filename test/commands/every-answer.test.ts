import { describe, expect, it } from 'vitest';
import type { Answer, Reply } from '../../src/bot/answer.ts';
import type { Capabilities } from '../../src/bot/request.ts';
import { tokenize } from '../../src/bot/tokenize.ts';
import { declareCommands } from '../../src/platforms/discord/registration/declare-commands.ts';
import { renderAnswer as renderDiscord } from '../../src/platforms/discord/rendering/render-answer.ts';
import { renderAnswer as renderSlack } from '../../src/platforms/slack/render-answer.ts';
import { plainLayout, renderAnswer as renderTerminal } from '../../src/platforms/terminal/terminal.ts';
import { readSlashLine } from '../try-discord/read-slash-line.ts';
import { catalogue, openTestBot } from './fixture.ts';

/* What holds of every answer, wherever it is read. */

const bot = await openTestBot();
const declared = declareCommands(catalogue);

const surfaces = {
  slack: { prefix: '/mdaemon ', buttons: true, files: true },
  discord: { prefix: '/mdaemon ', adminPrefix: '/mdaemon-admin ', optionNames: true, buttons: true, files: true },
  terminal: { prefix: '', buttons: false, files: false, wholeCode: true },
} as const satisfies Record<string, Capabilities>;

const examples = catalogue.entries.flatMap(({ leaf }) => leaf.examples);
/** A command with a word too many, an option it does not have, and nothing where it needs something. */
const refused = catalogue.entries.flatMap(({ name }) => [
  name,
  `${name} zzz qqq`,
  `${name} --nonsense`,
  `${name} "open`,
]);
const questions = [
  'which port is imap on',
  'users at home can not send, isp blocks 25',
  'is my MDaemon 25.0.1 vulnerable',
  'why do updates keep restarting my server',
  'updates keep restarting my server',
  'mysql default port',
  'what is the weather',
  'restart the server',
  'my password',
  'where are the queues on disk',
  'how do I see who sent what',
  'remnd add tomorrow at 9 look at the bad queue and tell everybody',
  'prts imap',
  'ports sftp',
  'ports 70000',
  'process nonsense',
  'remind me to look',
  'remind add tomorrow look',
  'remind add next friday at 9 look',
];
const lines = [...new Set([...examples, ...refused, ...questions])];

const administrator = { id: 'U_ADMIN', role: 'administrator' } as const;
const askOn = (surface: keyof typeof surfaces, line: string) =>
  bot.askAs(administrator, line, { capabilities: surfaces[surface] });

/** What is set as code in a text that people read, outside tables and code to copy. */
function spansOf({ lead, sections }: Answer): string[] {
  const texts = sections.flatMap((section) => {
    if (section.kind === 'note') return [section.text];
    return section.kind === 'list' || section.kind === 'steps' ? section.items : [];
  });
  return [lead, ...texts].flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span));
}

/** True for a span that is a command's line, and not the name of an argument or a value of the command that was asked for. */
function isLine(span: string, { command }: Reply): boolean {
  const tokens = tokenize(span);
  const plan = command === null ? undefined : catalogue.at(command.split(' '))?.plan;
  const own = tokens.length === 1 && (plan?.byName.has(span) === true || plan?.choices.has(span) === true);
  return catalogue.find(tokens) !== undefined && !own;
}

describe.each(Object.keys(surfaces) as (keyof typeof surfaces)[])('every answer in %s', (surface) => {
  it('shows lines that work where they are read', async () => {
    const wrong: string[] = [];
    for (const line of lines) {
      const reply = await askOn(surface, line);
      for (const span of spansOf(reply.answer)) {
        if (surface === 'terminal') {
          if (span.startsWith('/mdaemon')) wrong.push(`${line}: ${span}`);
        } else if (isLine(span, reply)) wrong.push(`${line}: ${span} without what is typed before it`);
        else if (surface === 'discord' && span.startsWith('/mdaemon')) {
          try {
            readSlashLine(span, declared, false);
          } catch (error) {
            wrong.push(`${line}: ${span}: ${error instanceof Error ? error.message : error}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has few buttons with whole labels, and few lines of sources', async () => {
    for (const line of lines) {
      const reply = await askOn(surface, line);
      const { answer, outcome } = reply;
      const { actions = [], guess } = answer;
      expect(actions.length, line).toBeLessThanOrEqual(outcome !== 'answered' ? 3 : guess === true ? 2 : 4);
      for (const { label, command } of actions) {
        expect(label.length, label).toBeLessThanOrEqual(40);
        expect(label, line).not.toMatch(/…$/);
        expect(command.length, command).toBeLessThanOrEqual(90);
      }
      const terminal = renderTerminal(answer, plainLayout).split('\nSources\n')[1]?.split('\n\n')[0];
      expect(terminal?.split('\n').length ?? 0, line).toBeLessThanOrEqual(2);
      const slack = renderSlack(reply, { share: 'x' });
      const small = JSON.stringify(slack.blocks.find((block) => block.block_id === 'sources') ?? '');
      expect(small.split('\\n').length, line).toBeLessThanOrEqual(2);
      const buttons = slack.blocks.flatMap((block) =>
        'elements' in block && block.type === 'actions' ? block.elements : [],
      );
      expect(buttons.length, line).toBeLessThanOrEqual(guess === true ? 3 : 5);
      expect(JSON.stringify(renderDiscord(reply).components).match(/-# \[/g)?.length ?? 0, line).toBeLessThanOrEqual(2);
    }
  });
});

it('writes a line as Discord shows it, and as Slack takes it', async () => {
  const shown = async (surface: keyof typeof surfaces, line: string) =>
    spansOf((await askOn(surface, line)).answer).join(' | ');
  expect(await shown('slack', 'prts imap')).toContain('/mdaemon ports imap');
  expect(await shown('discord', 'prts imap')).toContain('/mdaemon ports what:imap');
  expect(await shown('terminal', 'prts imap')).toContain('ports imap');
  expect(await shown('discord', 'which port is imap on')).toContain('/mdaemon ports what:imap');
});
