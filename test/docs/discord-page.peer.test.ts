import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { invitePermissions, permissionsByUse } from '../../src/platforms/discord/registration/invite-link.ts';
import { type RunningProgram, startProgram } from '../peers/start-program.ts';
import { until } from '../peers/until.ts';
import { runProgram } from '../platforms/terminal/run-program.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/discord.md'), 'utf8');
const [, firstMinutes = '', tryout = ''] =
  /## The first five minutes\n(.*?)## Without an account\n(.*?)\n## /s.exec(page) ?? [];

let discord: ChildProcess | undefined;
let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
  discord?.kill();
});

/** Starts what `npm run try-discord` does, and types into it. */
function openDiscord() {
  const child = spawn(process.execPath, ['test/try-discord/run.ts'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  discord = child;
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return {
    shows: (pattern: RegExp) => until(`the try-out to show ${pattern}`, () => pattern.exec(shown) ?? undefined),
    type(line: string) {
      shown = '';
      child.stdin.write(`${line}\n`);
    },
  };
}

it('docs/discord.md leads to an answer with autocomplete, against the stand-in it names', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts['try-discord']).toBe('node test/try-discord/run.ts');
  const { shows, type } = openDiscord();
  const [, settings = ''] = await shows(/\n\n((?:DISCORD_\w+=\S+\n)+)/);
  const [, server = ''] = await shows(/Its server has the id (\d+)/);
  const [, press = ''] = await shows(/^(press .+?) {2,}a button/m);
  const folder = mkdtempSync(join(tmpdir(), 'discord-page-'));
  writeFileSync(join(folder, '.env'), settings);

  /** The page writes into the checkout's own `.env`, which is read by itself; this is another folder's. */
  const discordSteps = (line: string) => [...line.replace('SERVER_ID', server).split(' '), '--env-file', '.env'];

  // Every command of the first steps, up to the start of the bot, as it stands there.
  const [steps = '', later = ''] = firstMinutes.split('npm start');
  const said: string[] = [];
  for (const [, line = ''] of steps.matchAll(/npm run -s mdaemon -- (discord .*)/g)) {
    const { status, out, error } = await runProgram(discordSteps(line), { cwd: folder });
    expect(status, `${line}: ${error}`).toBe(0);
    said.push(out);
  }
  expect(said).toHaveLength(2);
  expect(said[0]).toContain(`permissions=${invitePermissions()}&`);
  expect(said[1]).toContain(`Written in server ${server}`);

  program = await startProgram(Object.fromEntries(new URLSearchParams(settings.trim().replaceAll('\n', '&'))));
  await shows(/discord> /);
  const [offered = '', asked = '', mention = ''] = [...tryout.matchAll(/^discord> (.*)$/gm)].map((match) => match[1]);
  type(`${offered}\t`);
  await shows(/^\/mdaemon ports what:activesync$/m);
  type(asked);
  await shows(/ActiveSync needs 443\/tcp inbound.*only you see this/s);
  // As its own instructions say. An answer that was shared has the button no more.
  type(press);
  await shows(/^(?!.*\[Share\])\[.*sources\]$/m);
  type(mention);
  await shows(/never block 127\.0\.0\.1/);

  for (const [, line = ''] of later.matchAll(/npm run -s mdaemon -- (discord .*)/g)) {
    const { status, error } = await runProgram(discordSteps(line), { cwd: folder });
    expect(status, `${line}: ${error}`).toBe(0);
  }
});

it('docs/discord.md names every permission the link asks for', () => {
  const rows = /\| permission \| for \|\n.*\n((?:\|.*\n)+)/.exec(page)?.[1]?.trim().split('\n') ?? [];
  expect(rows).toHaveLength(Object.keys(permissionsByUse).length);
});
