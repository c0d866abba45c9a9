import { ConfigError } from './config-error.ts';
import type { DiscordConfig } from './config-types.ts';
import { readDiscord, whereTokenIs } from './read-discord.ts';

/**
 * Discord's settings alone, for what an operator does about Discord: what is wrong with the others is not asked.
 *
 * @throws {ConfigError} where a variable of Discord's is wrong, or there is no token
 */
export function requireDiscord(environment: Readonly<Record<string, string | undefined>>): DiscordConfig {
  const problems: string[] = [];
  const config = readDiscord(
    (name) => environment[name]?.trim() || undefined,
    (name, wanted) => void problems.push(`${name}: ${wanted}`),
  );
  if (config === undefined && problems.length === 0) problems.push(`DISCORD_TOKEN: is missing; ${whereTokenIs}`);
  if (config === undefined || problems.length > 0) throw new ConfigError(problems);
  return config;
}
