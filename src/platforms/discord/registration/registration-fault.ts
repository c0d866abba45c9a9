import { DiscordAPIError, RateLimitError } from 'discord.js';
import { PlatformError } from '../../../bot/bot.ts';
import { discordError } from '../discord-error.ts';

/** Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const [missingAccess, unknownServer, invalidForm] = [50_001, 10_004, 50_035];

/**
 * A failed call as a sentence that says what to do next. The codes: `discord-refused` (the token), `discord-no-access`
 * (the server), `discord-rate-limited`, `discord-invalid` (the commands), and those of `discordError` for anything else.
 * Neither the token nor an address that could hold one is part of a message.
 *
 * @param what failed: `Cannot register the commands`
 * @param sent the commands, by which Discord's positions in them become names
 */
export function registrationFault(error: unknown, what: string, sent: readonly object[] = []): PlatformError {
  const fault = (code: string, message: string, retryAfterMs?: number) =>
    new PlatformError(code, message, { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  if (error instanceof RateLimitError) {
    const { retryAfter } = error;
    return fault(
      'discord-rate-limited',
      `${what}: Discord asks to wait ${waitInWords(retryAfter)}. In a day it takes 200 new commands in one place.`,
      retryAfter,
    );
  }
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) {
      return fault(
        'discord-refused',
        'Discord refuses DISCORD_TOKEN. Copy it again: https://discord.com/developers/applications > your application > Bot > Reset Token.',
      );
    }
    if (error.code === missingAccess || error.code === unknownServer) {
      return fault(
        'discord-no-access',
        `${what}: the bot is not in that server, or was added without the scope applications.commands. Add it with the link of \`discord invite\`, and check the server's id.`,
      );
    }
    if (error.code === invalidForm) {
      const problems = problemsIn(error.rawError, sent).slice(0, 10);
      return fault('discord-invalid', [`${what}: Discord does not take them.`, ...problems].join('\n  '));
    }
  }
  const { code, message } = discordError(error, what);
  return fault(code, `${message}. Try again in a while.`);
}

interface Nested {
  readonly _errors?: readonly { readonly message: string }[];
  readonly [key: string]: unknown;
}

/** Discord's nested errors as lines: `/mdaemon ports, description: Must be between 1 and 100 in length.` */
function problemsIn(raw: object, sent: readonly object[]): string[] {
  const errors = 'errors' in raw ? (raw.errors as Nested) : {};
  return walk(errors, sent, [], []);
}

function walk(errors: Nested, at: unknown, names: readonly string[], fields: readonly string[]): string[] {
  const own = (errors._errors ?? []).map(({ message }) => {
    const place = [names.length === 0 ? '' : `/${names.join(' ')}`, ...fields].filter((part) => part !== '').join(', ');
    return place === '' ? message : `${place}: ${message}`;
  });
  const below = Object.entries(errors).flatMap(([key, inner]) => {
    if (key === '_errors' || typeof inner !== 'object' || inner === null) return [];
    const child = (at as Readonly<Record<string, unknown>> | undefined)?.[key];
    const name = (child as { name?: unknown } | undefined)?.name;
    if (/^\d+$/.test(key)) return walk(inner as Nested, child, [...names, String(name ?? key)], []);
    return walk(inner as Nested, child, names, key === 'options' ? [] : [...fields, key]);
  });
  return [...own, ...below];
}

function waitInWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} minute${minutes === 1 ? '' : 's'}` : `${Math.ceil(minutes / 60)} hours`;
}
