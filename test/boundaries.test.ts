import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findViolations } from './boundaries.ts';

describe('import boundaries', () => {
  it('hold in the whole tree', () => {
    expect(findViolations(join(import.meta.dirname, '..'))).toEqual([]);
  });

  const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const plant = (files: Readonly<Record<string, string>>): string[] => {
    rmSync(root, { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return findViolations(root);
  };

  it.each([
    ['a room that the table does not know', 'src/parcels/a.ts', 'export {};'],
    ['a loose file', 'src/a.ts', 'export {};'],
    ['a file beside the platforms', 'src/platforms/a.ts', 'export {};'],
    ['an import from no room', 'src/bot/a.ts', "import { x } from '../a.ts';"],
    ['an import from a test', 'src/bot/a.ts', "import { x } from '../../test/bot/fixture.ts';"],
    [
      'an import of a file above the rooms',
      'src/bot/a.ts',
      "import x from '../../package.json' with { type: 'json' };",
    ],

    ['what the table does not allow', 'src/bot/a.ts', "import type { Config } from '../config/config.ts';"],
    ['the ground floor looking up', 'src/text/a.ts', "import { quote } from '../bot/bot.ts';"],
    ['text and time mixed', 'src/time/a.ts', "import { shorten } from '../text/text.ts';"],
    ['knowledge looking up', 'knowledge/a.ts', "import type { Answer } from '../src/bot/bot.ts';"],
    ['a chat that knows its platforms', 'src/chat/a.ts', "import type { x } from '../platforms/slack/slack.ts';"],
    ['one platform in another', 'src/platforms/terminal/a.ts', "export { x } from '../slack/slack.ts';"],
    ['a command in a platform', 'src/platforms/slack/a.ts', "import type { x } from '../../../commands/commands.ts';"],
    ['a platform in a command', 'commands/a.ts', "import type { x } from '../src/platforms/slack/slack.ts';"],
    ['a store in a platform', 'src/platforms/slack/a.ts', "import type { x } from '../../storage/storage.ts';"],
    ['a caller of the program', 'src/http/a.ts', "import type { x } from '../program/program.ts';"],
    ['a room that only main uses beside it', 'src/main.ts', "import { x } from './storage/storage.ts';"],

    ['a file behind a face', 'src/http/a.ts', "import { BotError } from '../bot/bot-error.ts';"],
    ['a type behind a face', 'src/storage/a.ts', "import type { Target } from '../reminders/ledger.ts';"],
    ['a file behind the face of an inner room', 'src/reminders/a.ts', "import { x } from './calendar/countdown.ts';"],
    ['the wiring behind a face', 'src/program/a.ts', "import type { x } from '../../commands/services.ts';"],
    ['main behind the face of the program', 'src/main.ts', "import { serve } from './program/serve.ts';"],
    ['the face around an inner room', 'src/firewall/read/a.ts', "import type { x } from '../firewall.ts';"],
    ['an inner room from afar', 'src/storage/a.ts', "import type { x } from '../firewall/read/read.ts';"],
    ['one inner room in another', 'src/reminders/calendar/a.ts', "import type { x } from '../engine/engine.ts';"],

    [
      'a value where only types may be',
      'src/bot/a.ts',
      "import { createKnowledgeBase } from '../../knowledge/knowledge.ts';",
    ],
    ['a value beside a type', 'src/bot/a.ts', "import { type Port, isLimited } from '../../knowledge/knowledge.ts';"],
    ['an import for its effect', 'src/bot/a.ts', "import '../../knowledge/knowledge.ts';"],
    ['a dynamic import', 'commands/a.ts', "const { x } = await import('../src/reminders/reminders.ts');"],
    ['a dynamic import in backticks', 'commands/a.ts', 'const { x } = await import(`../src/reminders/reminders.ts`);'],
    ['a dynamic import that is put together', 'commands/a.ts', 'const load = (name: string) => import(name);'],
    ['an export of values from elsewhere', 'src/chat/a.ts', "export * from '../reminders/reminders.ts';"],
    ['an import over several lines', 'src/bot/a.ts', "/** x */ import {\n  y,\n} from '../http/http.ts';"],
    ['an imported type', 'src/bot/a.ts', "export type T = import('../http/http.ts').Listener;"],
    ['the type of a module', 'src/bot/a.ts', "export type T = typeof import('../http/http.ts');"],
    ['require', 'src/bot/a.ts', "import http = require('../http/http.ts');"],

    ["Slack's packages elsewhere", 'src/bot/a.ts', "import type { App } from '@slack/bolt';"],
    ["Slack's packages, loaded late", 'src/platforms/terminal/a.ts', "const slack = await import('@slack/web-api');"],
    ["Discord's packages elsewhere", 'src/config/a.ts', "import { Client } from 'discord.js';"],
    ['the MCP package elsewhere', 'src/program/a.ts', "import { x } from '@modelcontextprotocol/sdk/server/mcp.js';"],
    ['a database driver elsewhere', 'commands/a.ts', "import pg from 'pg';"],
    ['the job engine elsewhere', 'src/reminders/a.ts', "import { PgBoss } from 'pg-boss';"],
    ['the embedded database elsewhere', 'src/program/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ])('find %s', (_name, path, text) => {
    expect(plant({ [path]: text })).toHaveLength(1);
  });

  it('find a cycle of files, and print it', () => {
    const files = {
      'src/bot/a.ts': "import { b } from './b.ts';",
      'src/bot/b.ts': "import { c } from './c.ts';",
      'src/bot/c.ts': "export { a } from './a.ts';",
      'src/bot/outside.ts': "import { a } from './a.ts';",
    };
    expect(plant(files)).toEqual(['a cycle: src/bot/a.ts -> src/bot/b.ts -> src/bot/c.ts -> src/bot/a.ts']);
  });

  it('find a cycle of types, one through a dynamic import, and a file that imports itself', () => {
    const back = (text: string) => plant({ 'src/bot/a.ts': "import { b } from './b.ts';", 'src/bot/b.ts': text });
    const cycle = ['a cycle: src/bot/a.ts -> src/bot/b.ts -> src/bot/a.ts'];
    expect(back("import type { A } from './a.ts';")).toEqual(cycle);
    expect(back("export type A = import('./a.ts').A;")).toEqual(cycle);
    expect(back("const { a } = await import('./a.ts');")).toEqual(cycle);
    expect(plant({ 'src/bot/a.ts': "const { a } = await import('./a.ts');" })).toEqual([
      'a cycle: src/bot/a.ts -> src/bot/a.ts',
    ]);
  });

  it.each([
    ['a file of its own room', 'src/bot/a.ts', "import { x } from './errors/b.ts';"],
    ['the ground floor', 'src/platforms/slack/a.ts', "import { shorten } from '../../text/text.ts';"],
    ['a face', 'src/platforms/slack/a.ts', "import { startThread } from '../../chat/chat.ts';"],
    ['types where only types may be', 'src/bot/a.ts', "import type { Source } from '../../knowledge/knowledge.ts';"],
    ['types one by one', 'src/bot/a.ts', "import { type Port, type Source } from '../../knowledge/knowledge.ts';"],
    ['exported types', 'src/chat/a.ts', "export type { Target } from '../reminders/reminders.ts';"],
    ['an imported type', 'src/chat/a.ts', "export type T = import('../reminders/reminders.ts').Target;"],
    ['the face of a room inside', 'src/reminders/a.ts', "import { occurrences } from './calendar/calendar.ts';"],
    ['a file of the room around', 'src/firewall/formats/a.ts', "import { networkText } from '../network.ts';"],
    ['everything in the wiring', 'src/program/a.ts', "const { x } = await import('../platforms/slack/slack.ts');"],
    ['the program in main', 'src/main.ts', "const { run } = await import('./program/program.ts');"],
    ['a package by its owner', 'src/platforms/slack/a.ts', "import { App } from '@slack/bolt';"],
    ['a package that nobody owns', 'src/bot/a.ts', "import { z } from 'zod';"],
    [
      'words that look like an import',
      'src/bot/a.ts',
      "export const s = \"import { x } from '../http/http.ts'\"; // import './c.ts'",
    ],
  ])('allow %s', (_name, path, text) => {
    expect(plant({ [path]: text })).toEqual([]);
  });
});
