import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/bot/errors.ts';
import { classifyFailure, discordError } from '../../../src/platforms/discord/failures.ts';

const address = 'https://discord.com/api/v10/interactions/1/secret-token/callback';
const refusal = (code: number, status: number, message = 'Refused') =>
  new DiscordAPIError({ code, message }, code, status, 'POST', address, { body: undefined, files: undefined });
const limited = new RateLimitError({
  timeToReset: 1_500,
  limit: 5,
  method: 'POST',
  hash: 'h',
  url: address,
  route: '/interactions',
  majorParameter: '1',
  global: false,
  retryAfter: 1_500,
  sublimitTimeout: 0,
  scope: 'user',
});

describe('discordError', () => {
  test.each([
    [refusal(10_062, 404), 'unknown-interaction'],
    [refusal(40_060, 400), 'already-acknowledged'],
    [refusal(50_013, 403), 'discord-50013'],
    [refusal(0, 401), 'discord-http-401'],
    [limited, 'discord-rate-limited'],
    [new HTTPError(500, 'Oh', 'POST', address, {}), 'discord-http-500'],
    [new Error('other side closed'), 'discord-failed'],
    [new DOMException('This operation was aborted', 'AbortError'), 'discord-failed'],
    ['thrown by somebody', 'discord-failed'],
    [undefined, 'discord-failed'],
    [new PlatformError('discord-refused', 'Known already'), 'discord-refused'],
  ])('%s is %s', (thrown, code) => {
    const error = discordError(thrown, 'Cannot answer');
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret-token');
    expect(error.retryAfterMs).toBe(thrown === limited ? 1_500 : undefined);
    if (!(thrown instanceof PlatformError)) expect(error.message).toMatch(/^Cannot answer: ./);
  });
});

test('what is wrong with a message itself is told apart', () => {
  const bad = [refusal(50_035, 400), refusal(40_005, 413), refusal(0, 413)];
  const others = [refusal(10_062, 404), refusal(40_060, 400), refusal(50_013, 403), new Error('reset')];
  expect(bad.map(isContentRefused)).toEqual([true, true, true]);
  expect(others.map(isContentRefused)).toEqual([false, false, false, false]);
});

function isContentRefused(error: unknown): boolean {
  return classifyFailure(error, 'respond').kind === 'content-refused';
}
