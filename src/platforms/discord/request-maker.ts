import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { PlatformError } from '../../bot/bot.ts';
import { isUnreached } from '../../chat/chat.ts';
import type { DiscordConfig } from '../../config/config.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';

/** Discord gave no answer of its own to a call. */
export class UnansweredError extends PlatformError {
  /** False where the call certainly never left; else what it asked for may have been done. */
  readonly mayHaveArrived: boolean;

  constructor(mayHaveArrived: boolean, message: string, options?: ErrorOptions) {
    super('discord-unanswered', message, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** How discord.js's REST client sends a request. */
type RequestMaker = RESTOptions['makeRequest'];

interface RequestMakerOptions {
  /** Default: Node's own. Where the environment names a proxy, the one that goes through it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Told right before a request leaves. */
  readonly onSend?: () => void;
  /** Told of every answer of Discord's. */
  readonly observe?: (status: number, headers: Headers) => void;
}

/**
 * Answers are worth waiting for this long, in milliseconds. Where Discord shuts an address out it says an hour: what was
 * kept until then would pile up, and all of it would be sent at once to people who have asked again since.
 */
const longestWaitMs = 30_000;

/** How discord.js's REST client makes the calls that answer people. */
export function answeringOptions(
  config: Pick<DiscordConfig, 'apiUrl'>,
  outgoing: Pick<Outgoing, 'fetch'> | undefined,
): Pick<Partial<RESTOptions>, 'api'> & Pick<RESTOptions, 'makeRequest' | 'rejectOnRateLimit'> {
  return {
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > longestWaitMs,
    ...(config.apiUrl === undefined ? {} : { api: config.apiUrl }),
    makeRequest: outgoing === undefined ? makeRequestOfLibrary : createRequestMaker({ fetch: outgoing.fetch }),
  };
}

/**
 * The library's own way. Its undici does not know the forms of Node's, which are there first where another platform was
 * loaded before: every answer with a file would fail.
 */
const makeRequestOfLibrary: RequestMaker = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const { content, headers } = await encode(init.body as unknown as FormData);
  const own = init.headers as Record<string, string>;
  return DefaultRestOptions.makeRequest(url, { ...init, headers: { ...own, ...headers }, body: content });
};

type Body = ConstructorParameters<typeof Response>[0];

/** Where Discord says "too many" without saying how long to wait. */
const defaultRetryAfterSeconds = 30;

/**
 * Sends the requests of discord.js's REST client through `fetch`, the one that knows the environment's proxy.
 *
 * The answer is read to its end before it is handed on: the library's own way is covered by its time-out up to the headers
 * alone. What is no answer of Discord's, such as a page of something on the way, is an UnansweredError, where the library
 * would take it for an answer or a refusal.
 *
 * @throws {UnansweredError}
 */
export function createRequestMaker({
  fetch: send = globalThis.fetch,
  onSend,
  observe,
}: RequestMakerOptions): RequestMaker {
  return async (url, init) => {
    const { signal } = init;
    if (signal?.aborted === true) throw new UnansweredError(false, 'there was no time left for the call');
    try {
      const body = await encode(init.body as Body);
      const headers = { ...(init.headers as Record<string, string>), ...body.headers };
      const request = { method: init.method ?? 'GET', headers, body: body.content, signal: signal ?? null };
      onSend?.();
      const response = await send(url, request as RequestInit);
      observe?.(response.status, response.headers as Headers);
      return await readWhole(response);
    } catch (error) {
      throw unanswered(error);
    }
  };
}

/** A form is written out here, since one undici does not know the forms of another. */
async function encode(body: Body) {
  if (!(body instanceof FormData)) return { content: body ?? null, headers: {} };
  const encoded = new Response(body);
  const type = encoded.headers.get('content-type') ?? '';
  return { content: await encoded.arrayBuffer(), headers: { 'Content-Type': type } };
}

async function readWhole(response: Response): Promise<Response> {
  const { status, statusText } = response;
  const headers = new Headers([...response.headers]);
  const bytes = await response.arrayBuffer();
  if (status >= 500) return new Response(bytes, { status, statusText, headers });
  const isEmpty = bytes.byteLength === 0;
  if (status === 204 || (status < 300 && isEmpty)) return new Response(null, { status: 204, headers });
  const content = readObject(bytes);
  if (status === 429) {
    // The library reads the header alone, and would otherwise take no time at all for the time to wait.
    const { retry_after: seconds } = (content ?? {}) as { retry_after?: unknown };
    const waitSeconds =
      headers.get('retry-after') ?? (typeof seconds === 'number' ? seconds : defaultRetryAfterSeconds);
    headers.set('retry-after', String(waitSeconds));
    return new Response(bytes, { status, statusText, headers });
  }
  if (content === undefined)
    throw new UnansweredError(true, `something that is not Discord answered with HTTP ${status}`);
  headers.set('content-type', 'application/json');
  return new Response(bytes, { status, statusText, headers });
}

function readObject(bytes: ArrayBuffer): object | undefined {
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

function unanswered(error: unknown): UnansweredError {
  if (error instanceof UnansweredError) return error;
  const code = readCode((error as { cause?: unknown })?.cause) ?? readCode(error) ?? 'no reason given';
  return isUnreached(error)
    ? new UnansweredError(false, `Discord could not be reached (${code})`, { cause: error })
    : new UnansweredError(true, `the connection to Discord ended without an answer (${code})`, { cause: error });
}

function readCode(error: unknown): string | undefined {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' && name !== 'Error' && name !== 'TypeError' ? name : undefined;
}
