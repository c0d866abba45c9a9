import { RateLimitError } from 'discord.js';
import { expect, it } from 'vitest';
import { connectFault } from '../../../../src/platforms/discord/gateway/connection.ts';

it('waits as long as Discord asks before it connects again', () => {
  const limit = { global: true, method: 'GET', hash: 'x', limit: 1, majorParameter: 'global', route: '/gateway/bot' };
  const times = { retryAfter: 3_600_000, timeToReset: 3_600_000, sublimitTimeout: 0, scope: 'global' as const };
  const fault = connectFault(new RateLimitError({ ...limit, ...times, url: 'http://127.0.0.1/gateway/bot' }));
  expect(fault).toMatchObject({ code: 'discord-failed', retryAfterMs: 3_600_000 });
  expect(fault.message).toBe('Cannot connect to Discord: Discord says it is too much at once');
});
