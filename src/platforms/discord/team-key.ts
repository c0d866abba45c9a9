import type { TeamKey } from '../../bot/bot.ts';

/** Whom a team key names: a server, or one person in their direct messages with the bot. */
export type DiscordTeam =
  | { readonly kind: 'guild'; readonly guild: string }
  | { readonly kind: 'direct'; readonly person: string };

const directPrefix = 'dm-';

/** The team of a server; without one, the team of a person's direct messages, so that no two people share one. */
export function teamKeyOf(guild: string | null | undefined, person: string): TeamKey {
  return guild === null || guild === undefined ? `discord:${directPrefix}${person}` : `discord:${guild}`;
}

/** Reads a team key of Discord's. */
export function readTeamKey(team: TeamKey): DiscordTeam {
  const name = team.slice(team.indexOf(':') + 1);
  return name.startsWith(directPrefix)
    ? { kind: 'direct', person: name.slice(directPrefix.length) }
    : { kind: 'guild', guild: name };
}
