import { afterEach, expect, it } from 'vitest';
import type { RunningPlatform } from '../../src/bot/operation.ts';
import { type RunningHttp, startHttp } from '../../src/http/http.ts';
import { joinListeners } from '../../src/program/serve.ts';

let http: RunningHttp | undefined;
afterEach(() => http?.stop());

/** A platform whose events come over HTTP, and which answers with its name. */
function platformAt(name: RunningPlatform['name'], path: string) {
  return {
    of: name,
    path,
    listener: (_: unknown, response: { end(text: string): unknown }) => void response.end(name),
  };
}

it('gives two platforms over HTTP a path each', async () => {
  const listeners = joinListeners([platformAt('slack', '/slack/events'), platformAt('discord', '/discord/events')]);
  http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners });
  const answer = async (path: string) =>
    (await fetch(`http://127.0.0.1:${http?.port}${path}`, { method: 'POST' })).text();
  expect(await answer('/slack/events')).toBe('slack');
  expect(await answer('/discord/events')).toBe('discord');
});

it('refuses a path that another platform or the server itself has', () => {
  const join =
    (...paths: [string, string]) =>
    () =>
      joinListeners([platformAt('slack', paths[0]), platformAt('discord', paths[1])]);
  const refusal = (message: string) => expect.objectContaining({ code: 'path-taken', message });
  expect(join('/events', '/events')).toThrow(
    refusal('Both slack and discord would answer at /events. Turn one of them off.'),
  );
  expect(join('/slack/events', '/healthz')).toThrow(
    refusal('Both health and discord would answer at /healthz. Turn one of them off.'),
  );
});
