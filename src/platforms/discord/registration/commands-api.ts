import {
  type APIApplicationCommand,
  type APIGatewayBotInfo,
  DiscordAPIError,
  RateLimitError,
  REST,
  Routes,
} from 'discord.js';
import { PlatformError } from '../../../bot/bot.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import { discordError } from '../failures.ts';
import type { DeclaredCommand } from './declare-commands.ts';

/** The application a token belongs to. */
export interface Application {
  readonly id: string;
  readonly name: string;
}

/** The calls of Discord's API that registering needs. Each throws what `registrationFault` makes of a failure. */
export interface CommandsApi {
  application(): Promise<Application>;
  /** Where the gateway is, and how many connections are left. Connects nothing. */
  gateway(): Promise<APIGatewayBotInfo>;
  /** The registered commands; `undefined` if the API has no such list, as with some stand-ins for Discord. */
  registered(application: Application, place: CommandPlace): Promise<readonly APIApplicationCommand[] | undefined>;
  /** Puts these in place of everything that is registered there. */
  overwrite(application: Application, place: CommandPlace, commands: readonly object[]): Promise<void>;
  /** The ids of the servers the bot is in, in pages; none where the API has no such list. */
  servers(): AsyncIterable<readonly string[]>;
}

export interface CommandsApiOptions {
  readonly config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  /** For an HTTP proxy. */
  readonly outgoing?: Pick<Outgoing, 'fetch'> | undefined;
  /** For each try of a call, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
}

/** A call that may not be made for longer than this is refused; Discord asks for hours where too much was registered. */
const longestWaitMs = 30_000;
/** The most servers Discord lists in one answer. */
const serversInPage = 200;

/** Discord's API through discord.js, which waits where Discord asks for it and tries again after faults of Discord's. */
export function createCommandsApi({ config, outgoing, timeoutMs = 15_000 }: CommandsApiOptions): CommandsApi {
  const rest = new REST({
    version: '10',
    timeout: timeoutMs,
    // Each call may be repeated: a list that is put twice is the same list.
    retries: 2,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > longestWaitMs,
    ...(config.apiUrl === undefined ? {} : { api: config.apiUrl }),
    ...(outgoing === undefined ? {} : { makeRequest: outgoing.fetch as unknown as REST['options']['makeRequest'] }),
  }).setToken(config.token);
  const told = async <Value>(what: string, call: () => Promise<unknown>, sent: readonly object[] = []) => {
    try {
      return (await call()) as Value;
    } catch (error) {
      throw registrationFault(error, what, sent);
    }
  };
  const route = ({ id }: Application, place: CommandPlace) =>
    place.kind === 'global' ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, place.guild);
  return {
    application: () =>
      told('Cannot ask Discord which application this is', () => rest.get(Routes.currentApplication())),
    gateway: () => told('Cannot ask Discord where its gateway is', () => rest.get(Routes.gatewayBot())),
    registered: (application, place) =>
      told('Cannot read the registered commands', () =>
        rest
          .get(route(application, place), { query: new URLSearchParams({ with_localizations: 'true' }) })
          .catch(unlessMissing),
      ),
    async overwrite(application, place, commands) {
      await told(
        'Cannot register the commands',
        () => rest.put(route(application, place), { body: commands }),
        commands,
      );
    },
    async *servers() {
      for (let after = '0'; ; ) {
        const query = new URLSearchParams({ limit: String(serversInPage), after });
        const page = await told<readonly { id: string }[] | undefined>('Cannot read which servers the bot is in', () =>
          rest.get(Routes.userGuilds(), { query }).catch(unlessMissing),
        );
        const last = page?.at(-1);
        if (page === undefined || last === undefined) return;
        yield page.map(({ id }) => id);
        if (page.length < serversInPage) return;
        after = last.id;
      }
    },
  };
}

/** A route that is not there at all. What Discord itself does not find has a code of its own, 10002 and on. */
function unlessMissing(error: unknown): undefined {
  if (error instanceof DiscordAPIError && error.status === 404 && !(Number(error.code) > 0)) return undefined;
  throw error;
}

/** A command as it is sent to a place: in a server it cannot say where else it is offered. */
export function commandFor(command: DeclaredCommand, place: CommandPlace): object {
  if (place.kind === 'global') return command;
  const { contexts: _contexts, integration_types: _types, ...rest } = command;
  return rest;
}

/** Where commands are registered: for everybody, or in one server. */
export type CommandPlace = { readonly kind: 'global' } | { readonly kind: 'guild'; readonly guild: string };

/** A place in a sentence. */
export function placeInWords(place: CommandPlace): string {
  return place.kind === 'global' ? 'for everybody' : `in server ${place.guild}`;
}

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
function registrationFault(error: unknown, what: string, sent: readonly object[] = []): PlatformError {
  const fault = (code: string, message: string, retryAfterMs?: number) =>
    new PlatformError(code, message, { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  if (error instanceof RateLimitError) {
    const { retryAfter } = error;
    return fault(
      'discord-rate-limited',
      `${what}: Discord asks to wait ${waitInWords(retryAfter)}. It accepts 200 new commands a day in one place.`,
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
      return fault('discord-invalid', [`${what}: Discord does not accept them.`, ...problems].join('\n  '));
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
