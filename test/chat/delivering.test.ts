import { describe, expect, it } from 'vitest';
import { createPoster } from '../../src/chat/delivering.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { createToyAdapter, toyTeam } from '../contract/toy-chat.ts';
import { createToyServer } from '../contract/toy-server.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

const bob = { kind: 'person', id: 'bob' } as const;
const proof = { pingsEveryone: false, proof: true };

function openPoster() {
  const server = createToyServer();
  const options = { view: viewDelivery, now: () => new Date('2026-12-01T09:00Z'), logger: createSilentLogger() };
  return { server, poster: createPoster(createToyAdapter(server), options) };
}

describe('whether somebody takes direct messages', () => {
  it('is proved by one, once', async () => {
    const { server, poster } = openPoster();
    expect(await poster.check(toyTeam, bob, proof)).toEqual({ ok: true });
    expect(await poster.check(toyTeam, bob, proof)).toEqual({ ok: true });
    expect(server.posts.map(({ text }) => text)).toEqual(['Your reminders come here.']);
  });

  it('is a no where the platform refuses it, until it does not', async () => {
    const { server, poster } = openPoster();
    server.plan('post', 'refused');
    const refused = {
      ok: false,
      message: expect.stringMatching(/^I cannot send you a direct message, so nothing was stored/),
    };
    expect(await poster.check(toyTeam, bob, proof)).toEqual(refused);
    expect(await poster.check(toyTeam, bob, proof)).toEqual({ ok: true });
  });

  it('stays open where the platform does not answer', async () => {
    const { server, poster } = openPoster();
    server.plan('post', 'never-arrives');
    expect(await poster.check(toyTeam, bob, proof)).toEqual({ ok: true });
  });

  it('is not asked for others, nor for a channel', async () => {
    const { server, poster } = openPoster();
    await poster.check(toyTeam, bob, { pingsEveryone: false });
    await poster.check(toyTeam, { kind: 'channel', id: 'lobby' }, proof);
    expect(server.posts).toEqual([]);
  });
});
