import { type Environment, readUrl, readWhole, type Variables } from './variables.ts';

/** The connection to Discord. */
export interface DiscordConfig {
  /** The bot's token, without the word `Bot`. */
  readonly token: string;
  /** Another address of Discord's API, without version and slash at its end; for tests and gateways. */
  readonly apiUrl: string | undefined;
  /** Whether commands are registered at start, and where: for everybody, or in one server. */
  readonly register:
    | { readonly kind: 'off' }
    | { readonly kind: 'global' }
    | { readonly kind: 'guild'; readonly guild: string };
}

const whereTokenIs = 'copy it from https://discord.com/developers/applications > your application > Bot > Reset Token';

/**
 * Reads Discord's variables; `undefined` where no token is set.
 *
 * @param required a token that is not set is wrong
 */
export function readDiscord(variables: Variables, required = false): DiscordConfig | undefined {
  const { read, report } = variables;
  // The base that discord.js adds `/v10` to, which people know with it and with a slash behind.
  const apiUrl = readUrl('DISCORD_API_URL', variables)
    ?.replace(/\/+$/, '')
    .replace(/\/v10$/, '');
  const token = readToken(apiUrl, variables);
  const register = readRegister(variables);
  if (token === undefined) {
    const missing = read('DISCORD_TOKEN') === undefined && (required || read('DISCORD_REGISTER') !== undefined);
    return missing ? report('DISCORD_TOKEN', `is missing; ${whereTokenIs}`) : undefined;
  }
  return { token, apiUrl, register };
}

/**
 * Discord's settings alone, for what an operator does about Discord; the other settings may be wrong.
 *
 * @throws {ConfigError} where a variable of Discord's is wrong, or there is no token
 */
export function requireDiscord(environment: Environment): DiscordConfig {
  // A missing token is reported, and then readWhole throws.
  return readWhole(environment, (variables) => readDiscord(variables, true)) as DiscordConfig;
}

/**
 * A bot's token has three parts between dots (https://discord.com/developers/docs/reference#authentication); the other
 * values of the same pages, which are pasted by mistake, have none. Another API may have tokens of its own.
 */
function readToken(apiUrl: string | undefined, { read, report }: Variables): string | undefined {
  const token = read('DISCORD_TOKEN')?.replace(/^Bot\s+/i, '');
  if (token === undefined) return undefined;
  const fits = apiUrl === undefined ? /^[\w-]+\.[\w-]+\.[\w-]+$/ : /^\S+$/;
  const wanted = "must be three parts separated by dots, not the application's id or its secret";
  return fits.test(token) ? token : report('DISCORD_TOKEN', `${wanted}; ${whereTokenIs}`);
}

function readRegister({ read, report }: Variables): DiscordConfig['register'] {
  const text = read('DISCORD_REGISTER');
  if (text === undefined) return { kind: 'off' };
  if (text.toLowerCase() === 'global') return { kind: 'global' };
  if (/^\d{15,21}$/.test(text)) return { kind: 'guild', guild: text };
  report(
    'DISCORD_REGISTER',
    "must be global, or a server's id (right-click the server > Copy Server ID); empty means off",
  );
  return { kind: 'off' };
}
