import { type APIApplicationCommand, DiscordAPIError, REST, Routes } from 'discord.js';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import type { CommandPlace } from './command-place.ts';
import type { DeclaredCommand } from './declared-command.ts';
import { registrationFault } from './registration-fault.ts';

/** The application a token belongs to. */
export interface Application {
  readonly id: string;
  readonly name: string;
}

/** The calls of Discord's API that registering needs. Each throws what `registrationFault` makes of a failure. */
export interface CommandsApi {
  application(): Promise<Application>;
  /** What is registered; `undefined` where the API has no such list, as a stand-in for Discord may. */
  registered(application: Application, place: CommandPlace): Promise<readonly APIApplicationCommand[] | undefined>;
  /** Puts these in place of everything that is registered there. */
  overwrite(application: Application, place: CommandPlace, commands: readonly object[]): Promise<void>;
  /** The ids of the servers the bot is in, in pages; none where the API has no such list. */
  servers(): AsyncIterable<readonly string[]>;
}

/** What calls are made with. */
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
