import { describe, expect, it } from 'vitest';
import { createSlackApp } from '../../../src/platforms/slack/slack-client.ts';
import { listenForRemoval } from '../../../src/platforms/slack/start-slack.ts';
import { createSilentLogger } from '../../reminders/silent-logger.ts';

/** Bolt's own app with our listener, fed as its receiver feeds it. */
function openApp() {
  const removed: (string | undefined)[] = [];
  const { app } = createSlackApp({
    config: { mode: 'socket', botToken: 'xoxb-test', appToken: 'xapp-test', apiUrl: undefined },
    logger: createSilentLogger(),
    now: () => new Date(),
    outgoing: undefined,
    identity: () => undefined,
  });
  listenForRemoval(app, async (team) => void removed.push(team));
  const send = (event: object) =>
    app.processEvent({
      body: {
        token: 'x',
        team_id: 'T1',
        api_app_id: 'A1',
        type: 'event_callback',
        event,
        event_id: 'Ev1',
        event_time: 1,
      },
      ack: async () => {},
    });
  return { removed, send };
}

describe('an app that is taken out of a workspace', () => {
  it('says so, with the workspace', async () => {
    const { removed, send } = openApp();
    await send({ type: 'app_uninstalled' });
    expect(removed).toEqual(['T1']);
  });

  it('says so where the bot’s token is revoked, and not where a person’s is', async () => {
    const { removed, send } = openApp();
    await send({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
    await send({ type: 'tokens_revoked', tokens: { oauth: [], bot: [] } });
    expect(removed).toEqual([]);
    await send({ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } });
    expect(removed).toEqual(['T1']);
  });
});
