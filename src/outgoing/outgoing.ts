import type { Dispatcher } from 'undici';
import { BotError } from '../bot/bot.ts';

export { createChatCompletions } from './chat-completions.ts';

/** Outgoing connections through the proxies that the environment names. */
export interface Outgoing {
  readonly fetch: typeof globalThis.fetch;
  /** For what takes undici's dispatcher, such as WebSockets. */
  readonly dispatcher: Dispatcher;
  /** Closes idle connections. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower case too (which wins, as in curl).
 *
 * `HTTPS_PROXY` is used for https and wss; without it `HTTP_PROXY` is. Both are asked to tunnel (`CONNECT`).
 * `NO_PROXY` lists hosts, with their subdomains, with or without a port; `*` means all.
 *
 * @returns `undefined` where no proxy is set: then nothing is loaded and nothing changes
 * @throws {BotError} `bad-proxy` where a value is not the address of a proxy. The value itself, which may hold a password, is
 * never part of a message.
 */
export async function createOutgoing(env: Environment): Promise<Outgoing | undefined> {
  const httpProxy = readProxy(env, 'HTTP_PROXY');
  const httpsProxy = readProxy(env, 'HTTPS_PROXY');
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  // Empty strings, since undici would read process.env for what is left out.
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: readVariable(env, 'NO_PROXY') ?? '',
  });
  const proxied = (input: string | URL, init?: object) => fetch(input, { ...init, dispatcher });
  return {
    // Two declarations of one interface: Node's own fetch is an undici too.
    fetch: proxied as unknown as typeof globalThis.fetch,
    dispatcher,
    close: () => dispatcher.close(),
  };
}

function readVariable(env: Environment, name: string): string | undefined {
  const value = (env[name.toLowerCase()] ?? env[name])?.trim();
  return value === '' ? undefined : value;
}

function readProxy(env: Environment, name: string): string | undefined {
  const value = readVariable(env, name);
  if (value === undefined) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '') {
    throw new BotError('bad-proxy', `${name} is not the address of an HTTP proxy. Write it as http://host:port.`);
  }
  return parsed.href;
}
