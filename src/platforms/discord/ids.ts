import type { TeamKey } from '../../bot/bot.ts';

/** When Discord's ids begin: the first second of 2015 (developers/reference#snowflakes). */
const epochMs = 1_420_070_400_000;

/** The lowest id of an instant. Ids hold the time they were made, so histories are read between two of them. */
export function snowflakeAt(instantMs: number): string {
  return (BigInt(Math.max(0, Math.floor(instantMs) - epochMs)) << 22n).toString();
}

/** Which of two ids is the later one, as for sorting. */
export function compareSnowflakes(one: string, other: string): number {
  const difference = BigInt(one) - BigInt(other);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Whom a team key names: a server, or one person in their direct messages with the bot. */
type DiscordTeam =
  | { readonly kind: 'guild'; readonly guild: string }
  | { readonly kind: 'direct'; readonly person: string };

const directPrefix = 'dm-';

/** True where an event comes from a server. In direct messages Discord leaves the id out, or sends null. */
export function isGuild(guild: string | null | undefined): guild is string {
  return guild !== null && guild !== undefined;
}

/** The team of a server; without one, the team of a person's direct messages, so that no two people share one. */
export function teamKeyOf(guild: string | null | undefined, person: string): TeamKey {
  return isGuild(guild) ? `discord:${guild}` : `discord:${directPrefix}${person}`;
}

/** Reads a team key of Discord's. */
export function readTeamKey(team: TeamKey): DiscordTeam {
  const name = team.slice(team.indexOf(':') + 1);
  return name.startsWith(directPrefix)
    ? { kind: 'direct', person: name.slice(directPrefix.length) }
    : { kind: 'guild', guild: name };
}
