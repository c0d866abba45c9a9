import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordTwin } from './peers/discord-twin.ts';
import { startDiscordTwin } from './peers/start-discord-twin.ts';
import { localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { type RunningProgram, startProgram } from './peers/start-program.ts';
import { until } from './peers/until.ts';
import { runProgram } from './platforms/terminal/run-program.ts';

const recorder = join(import.meta.dirname, 'peers/record-loads.mjs');
const newFile = () => join(mkdtempSync(join(tmpdir(), 'loads-')), 'loads.txt');
const portsOf = (service: string) => [{ name: 'ports', type: 1, options: [{ name: 'what', type: 3, value: service }] }];

/** The whole program, started as an operator starts it, in front of a Discord by other hands. */
describe('the program in Discord', () => {
  let twin: DiscordTwin;
  const programs: RunningProgram[] = [];
  beforeEach(async () => {
    twin = await startDiscordTwin();
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop('SIGKILL')));
    await twin.stop();
  });
  const settings = () => ({ DISCORD_TOKEN: twin.token, DISCORD_API_URL: twin.restUrl });
  const start = async (more: Record<string, string> = {}, nodeArguments: string[] = []) => {
    const program = await startProgram({ ...settings(), ...more }, { nodeArguments });
    programs.push(program);
    return program;
  };

  it('answers slash commands and mentions, says how it is, and stops on SIGTERM', async () => {
    const program = await start();
    const answer = await twin.answer(await twin.command('mdaemon', portsOf('activesync')));
    expect(JSON.stringify(answer.components)).toMatch(/ActiveSync needs .*443\/tcp/);
    await twin.say(`<@${twin.bot}> ports imap`);
    await until('the answer to the mention', async () =>
      (await twin.messages()).some(({ components }) => /143\/tcp/.test(JSON.stringify(components))),
    );
    const metrics = await program.metrics();
    expect(metrics).toContain('mdaemon_bot_discord_gateway{state="connected"} 1');
    expect(metrics).toMatch(
      /mdaemon_bot_command_seconds_count\{command="ports",outcome="answered",platform="discord"\} 2/,
    );
    expect(await program.stop()).toBe(0);
    expect(program.log()).not.toMatch(/activesync|twin-bot-token/);
  });

  it('comes back when Discord does', async () => {
    const program = await start();
    await twin.kill();
    await until('the end of the connection', async () => (await program.readiness())?.ready === false);
    await twin.restart();
    await until('the connection', async () => (await program.readiness())?.ready);
    const answer = await twin.answer(await twin.command('mdaemon', portsOf('activesync')));
    expect(JSON.stringify(answer.components)).toContain('443/tcp');
  });

  it('plans to erase what a server has stored when it is taken out of it, and not where the server is only away', async () => {
    const program = await start();
    await twin.broadcast('GUILD_DELETE', { id: twin.guild, unavailable: true });
    await twin.broadcast('GUILD_DELETE', { id: twin.guild });
    await until('the log', () => program.log().includes('The bot was removed from a team'));
    expect(program.log().match(/The bot was removed from a team/g)).toHaveLength(1);
  });

  it('ends, and says what to do, where Discord refuses the token', async () => {
    const env = { ...settings(), DISCORD_TOKEN: 'not.the.token', DATA_DIR: mkdtempSync(join(tmpdir(), 'discord-')) };
    const { status, error } = await runProgram([], { env });
    expect(status).toBe(78);
    expect(error).toMatch(/^Discord refuses DISCORD_TOKEN\. Open .*, Reset Token, and copy the new one\./);
  });

  it('serves Slack beside it', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    const slack = await startLocalSlack();
    try {
      const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
      const program = await start(tokens);
      expect(await program.readiness()).toEqual({ ready: true, parts: { slack: true, discord: true, store: true } });
      await slack.command('status');
      await until('the answer in Slack', async () =>
        (await slack.posts('C01GEN')).some((post) => saysBothAreConnected(JSON.stringify(post))),
      );
      const answer = await twin.answer(await twin.command('mdaemon', [{ name: 'status', type: 1 }]));
      expect(saysBothAreConnected(JSON.stringify(answer.components))).toBe(true);
      expect(await program.stop()).toBe(0);
    } finally {
      await slack.stop();
    }
  });

  it('loads discord.js only where a token of Discord is set', async (context) => {
    const loads = newFile();
    const program = await start({ LOADS: loads }, ['--import', recorder]);
    await program.stop();
    expect(readFileSync(loads, 'utf8').split('\n').some(isOfDiscord)).toBe(true);

    context.skip(localSlackMissing !== undefined, localSlackMissing);
    const slack = await startLocalSlack();
    try {
      const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
      const other = await startProgram({ ...tokens, LOADS: loads }, { nodeArguments: ['--import', recorder] });
      programs.push(other);
      await other.stop();
    } finally {
      await slack.stop();
    }
    const loaded = readFileSync(loads, 'utf8').split('\n');
    expect(loaded.filter((url) => /\/start-slack\.ts$|dist\/slack-[^/]*$/.test(url))).not.toEqual([]);
    expect(loaded.filter(isOfDiscord)).toEqual([]);
    // Nor of the language of questions, which takes 6 MiB, before the first one is asked.
    expect(loaded.filter((url) => /src\/ask\/(?!unmet)|dist\/ask-/.test(url))).toEqual([]);
  });
});

/** Whether a module is Discord's library or our part for it, from the sources or as it is built. */
function isOfDiscord(url: string): boolean {
  return /discord\.?js|discord-api|platforms\/discord|dist\/discord-/.test(url);
}

/** True for a status with a row for each of the two, whatever its markup. */
function saysBothAreConnected(status: string): boolean {
  return ['Slack', 'Discord'].every((name) => new RegExp(`${name}(?:(?!not)[^]){0,30}?connected`).test(status));
}
