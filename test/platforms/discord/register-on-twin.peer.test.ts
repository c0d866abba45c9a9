import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '../../../commands/commands.ts';
import type { Services } from '../../../commands/services.ts';
import { createCatalogue } from '../../../src/bot/catalogue.ts';
import { type CommandPlace, createCommandsApi } from '../../../src/platforms/discord/registration/commands-api.ts';
import { declareCommands } from '../../../src/platforms/discord/registration/declare-commands.ts';
import { registerCommands } from '../../../src/platforms/discord/registration/register-commands.ts';
import { startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';

const declared = declareCommands(createCatalogue<Services>(commands));
let twin: DiscordTwin;
beforeAll(async () => {
  twin = await startDiscordTwin();
});
afterAll(() => twin.stop());

const places = (): CommandPlace[] => [{ kind: 'guild', guild: twin.guild }, { kind: 'global' }];

it('puts our commands on the twin, which can only be written to', async () => {
  const api = createCommandsApi({ config: { token: twin.token, apiUrl: twin.restUrl } });
  for (const place of places()) {
    const { application, outcome, changes } = await registerCommands({ api, place, declared });
    expect({ id: application.id, outcome, changes }).toEqual({
      id: twin.bot,
      outcome: 'registered',
      changes: undefined,
    });
  }
  const puts = (await twin.calls()).filter(({ method }) => method === 'PUT').map(({ path }) => path);
  expect(puts).toEqual([
    `/api/v10/applications/${twin.bot}/guilds/${twin.guild}/commands`,
    `/api/v10/applications/${twin.bot}/commands`,
  ]);
});

it('passes the rules of the documentation, and is then the same', async () => {
  for (const place of [{ kind: 'global' } as const, { kind: 'guild', guild: twin.guild } as const]) {
    const proxy = await startDiscordProxy(twin);
    try {
      const api = createCommandsApi({ config: { token: twin.token, apiUrl: proxy.restUrl } });
      expect(await registerCommands({ api, place, declared })).toMatchObject({
        outcome: 'registered',
        changes: [
          { kind: 'added', path: '/mdaemon' },
          { kind: 'added', path: '/mdaemon-admin' },
        ],
      });
      expect(await registerCommands({ api, place, declared })).toMatchObject({ outcome: 'unchanged' });
    } finally {
      await proxy.stop();
    }
  }
});
