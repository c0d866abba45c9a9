import type { DiscordConfig } from './config-types.ts';
import { readUrl } from './read-url.ts';

type Read = (name: string) => string | undefined;
type Report = (name: string, wanted: string) => undefined;

/** Where an operator finds a bot's token. */
export const whereTokenIs =
  'copy it from https://discord.com/developers/applications > your application > Bot > Reset Token';

/**
 * Reads Discord's variables; `undefined` where none is set.
 *
 * @param report is told of every variable that is missing or wrong; never of a token itself
 */
export function readDiscord(read: Read, report: Report): DiscordConfig | undefined {
  const apiUrl = readApiUrl(read, report);
  const token = readToken(read('DISCORD_TOKEN'), apiUrl, report);
  const register = readRegister(read('DISCORD_REGISTER'), report);
  if (token === undefined) {
    const wanted = read('DISCORD_TOKEN') === undefined && read('DISCORD_REGISTER') !== undefined;
    return wanted ? report('DISCORD_TOKEN', `is missing; ${whereTokenIs}`) : undefined;
  }
  return { token, apiUrl, register };
}

/** The base that discord.js adds `/v10` to, which people know with it and with a slash behind. */
function readApiUrl(read: Read, report: Report): string | undefined {
  return readUrl('DISCORD_API_URL', read, report)
    ?.replace(/\/+$/, '')
    .replace(/\/v10$/, '');
}

/**
 * A bot's token has three parts between dots (https://discord.com/developers/docs/reference#authentication); the other
 * values of the same pages, which are pasted by mistake, have none. Another API may have tokens of its own.
 */
function readToken(text: string | undefined, apiUrl: string | undefined, report: Report): string | undefined {
  const token = text?.replace(/^Bot\s+/i, '');
  if (token === undefined) return undefined;
  const fits = apiUrl === undefined ? /^[\w-]+\.[\w-]+\.[\w-]+$/ : /^\S+$/;
  return fits.test(token)
    ? token
    : report(
        'DISCORD_TOKEN',
        `must be three parts with dots between, not the application's id or its secret; ${whereTokenIs}`,
      );
}

function readRegister(text: string | undefined, report: Report): DiscordConfig['register'] {
  if (text === undefined) return { kind: 'off' };
  if (text.toLowerCase() === 'global') return { kind: 'global' };
  if (/^\d{15,21}$/.test(text)) return { kind: 'guild', guild: text };
  report(
    'DISCORD_REGISTER',
    "must be global, or a server's id (right-click the server > Copy Server ID); empty is off",
  );
  return { kind: 'off' };
}
