import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../../', import.meta.url);
const text = await readFile(new URL('slack-manifest.yaml', root), 'utf8');
const manifest = parse(text);
const folder = new URL('src/platforms/slack/', root);
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
const listen = await readFile(new URL('src/platforms/slack/start-slack.ts', root), 'utf8');

/** The scopes, and what asks for each. */
const needed = {
  commands: 'the slash command',
  'chat:write': 'chat.postMessage',
  'app_mentions:read': 'app_mention',
  'im:history': 'message.im',
  'files:write': 'files.uploadV2',
  'channels:read': 'conversations.info',
  'groups:read': 'conversations.info of a private channel',
  'users:read': 'users.info',
};

test('names the command the code answers, with people and channels by id', () => {
  const [command, ...others] = manifest.features.slash_commands;
  expect(others).toEqual([]);
  expect(command).toMatchObject({ command: '/mdaemon', should_escape: true });
  expect([...listen.matchAll(/app\.command\('([^']+)'/g)].map(([, name]) => name)).toEqual([command.command]);
});

test('subscribes to the events the code answers, no more', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([
    'app_home_opened',
    'app_mention',
    'message.im',
    'app_uninstalled',
    'tokens_revoked',
  ]);
  expect([...listen.matchAll(/app\.event\((\S+),/g)].map(([, names]) => names)).toEqual([
    '/^(?:app_mention|message)$/',
    "'app_home_opened'",
    '/^(?:app_uninstalled|tokens_revoked)$/',
  ]);
  expect(listen).toContain("channel_type === 'im'");
});

test('asks for the least it needs', () => {
  expect(manifest.oauth_config.scopes).toEqual({ bot: Object.keys(needed) });
  const methods = sources.flatMap((source) => [...source.matchAll(/client\.([a-z]+\.[a-zA-Z0-9]+)\(/g)]);
  expect([...new Set(methods.map(([, method]) => method))].sort()).toEqual([
    'auth.test',
    'chat.delete',
    'chat.postEphemeral',
    'chat.postMessage',
    'chat.update',
    'conversations.history',
    'conversations.info',
    'conversations.open',
    'files.uploadV2',
    'users.info',
    'views.open',
    'views.publish',
    'views.update',
  ]);
});

test('offers what only looking for a lost post needs, with the comment marks it names', () => {
  const full = parse(text.replace(/# - (?=\w+:\w+$)/gm, '- '));
  expect(full.oauth_config.scopes.bot).toEqual([
    ...Object.keys(needed),
    'channels:history',
    'groups:history',
    'im:write',
    'files:read',
  ]);
});

test('offers the shortcuts that the code answers', () => {
  const ids = manifest.features.shortcuts.map(({ callback_id }: { callback_id: string }) => callback_id);
  expect(ids).toEqual(['new_reminder', 'remind_about']);
  expect(listen).toContain(`app.shortcut(/^(?:${ids.join('|')})$/`);
});

test('turns on what answers need, and fits Slack’s limits', () => {
  expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
  expect(manifest.features.app_home).toMatchObject({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
  expect(manifest.features.bot_user.display_name.length).toBeLessThanOrEqual(80);
});

test('becomes one for HTTP by taking off the comment marks it names', () => {
  const http = parse(
    text.replace('socket_mode_enabled: true', 'socket_mode_enabled: false').replace(/# ((?:request_)?url: )/g, '$1'),
  );
  const url = 'https://mdaemon-bot.example.com/slack/events';
  expect(http.features.slash_commands[0].url).toBe(url);
  expect(http.settings.event_subscriptions.request_url).toBe(url);
  expect(http.settings.interactivity.request_url).toBe(url);
});
