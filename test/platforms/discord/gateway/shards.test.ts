import { createRequire } from 'node:module';
import { SimpleShardingStrategy } from 'discord.js';
import { expect, it } from 'vitest';

it('are of the copy of @discordjs/ws that discord.js has: package.json names the version it asks for', () => {
  const ws = createRequire(import.meta.url)('@discordjs/ws') as typeof import('@discordjs/ws');
  expect(ws.SimpleShardingStrategy).toBe(SimpleShardingStrategy);
});
