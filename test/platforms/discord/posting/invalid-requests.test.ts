import { expect, test } from 'vitest';
import { createInvalidRequests } from '../../../../src/platforms/discord/posting/post-client.ts';

test('stops for a while after many refusals, and goes on as they grow old', () => {
  let nowMs = 0;
  const invalid = createInvalidRequests(() => new Date(nowMs), 3);
  const note = (status: number, headers = {}) => invalid.note(status, new Headers(headers));
  note(401);
  nowMs = 60_000;
  for (const status of [200, 404, 500]) note(status);
  note(429, { 'x-ratelimit-scope': 'shared' });
  note(403);
  expect(invalid.waitMs()).toBe(0);
  note(429);
  expect(invalid.waitMs()).toBe(9 * 60_000);
  nowMs = 600_000;
  expect(invalid.waitMs()).toBe(0);
  note(403);
  expect(invalid.waitMs()).toBe(60_000);
});
