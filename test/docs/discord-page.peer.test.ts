import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { invitePermissions, permissionsByUse } from '../../src/platforms/discord/registration/invite-link.ts';
import { type RunningProgram, startProgram } from '../peers/start-program.ts';
import { runProgram } from '../platforms/terminal/run-program.ts';
import { openStandIn, type StandIn } from '../try-discord/open-stand-in.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/discord.md'), 'utf8');
const [, firstMinutes = '', tryout = ''] =
  /## The first five minutes\n(.*?)## Without an account\n(.*?)\n## /s.exec(page) ?? [];

let discord: StandIn | undefined;
let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
  discord?.child.kill();
});

it('docs/discord.md leads to an answer with autocomplete, against the stand-in it names', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts['try-discord']).toBe('node test/try-discord/run.ts');
  discord = openStandIn();
  const { shows, type } = discord;
  const settings = await discord.settings();
  const [, server = ''] = await shows(/Its server has the id (\d+)/);
  const [, press = ''] = await shows(/^(press .+?) {2,}a button/m);
  const folder = mkdtempSync(join(tmpdir(), 'discord-page-'));
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, '.env'), lines.join(''));

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
  expect(said[1]).toContain(`I changed the commands in server ${server}`);

  program = await startProgram(settings);
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
