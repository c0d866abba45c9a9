import { quote, type Request, UserError } from '../../src/bot/bot.ts';
import type { TeamSettings } from '../../src/teams/teams.ts';

/**
 * The zone a question is about: the one given, else the team's, else the platform's.
 *
 * @throws {UserError} `zone-not-known`
 */
export function zoneOf(given: string | undefined, settings: TeamSettings, request: Request): string {
  if (given === undefined) return settings.zone ?? request.zone;
  return requireZone(given);
}

/**
 * The canonical name of a zone.
 *
 * @throws {UserError} `zone-not-known`
 */
export function requireZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new UserError({
      code: 'zone-not-known',
      message: `${quote(zone, 40)} is no time zone I know.`,
      remedy: 'Write an IANA name such as `Europe/Berlin`, `America/New_York` or `UTC`.',
    });
  }
}
