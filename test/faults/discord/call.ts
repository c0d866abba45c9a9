/** One call of Discord's REST API, as the rules see it. */
export interface DiscordCall {
  readonly method: string;
  /** Without the API's version and the query: `/channels/123/messages`. */
  readonly path: string;
  /** The method and the path without ids: `POST /channels/:id/messages`. */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** What was sent, the part `payload_json` of a form; `undefined` where nothing was. */
  readonly body: Json | undefined;
  /** What was uploaded beside it. */
  readonly files: readonly UploadedFile[];
}

/** An object as it came over the line. */
// biome-ignore lint/suspicious/noExplicitAny: rules look into whatever came
export type Json = any;

/** A file of a form. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is answered. */
export interface DiscordAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** Answers a call itself, or lets the next rule (at last the peer) do it and changes what comes back. */
export type DiscordRule = (
  call: DiscordCall,
  next: (call: DiscordCall) => Promise<DiscordAnswer>,
) => Promise<DiscordAnswer>;

/** A refusal in Discord's words. Source: topics/opcodes-and-status-codes#json */
export function refusal(status: number, code: number, message: string, more: object = {}): DiscordAnswer {
  return { status, body: { message, code, ...more } };
}

/** The route of a method and path, as faults are planned for it. */
export function routeOf(method: string, path: string): string {
  const plain = path
    .replace(/^\/(webhooks|interactions)\/(\d+)\/[^/]+/, '/$1/:id/:token')
    .replaceAll(/\d{15,20}/g, ':id')
    .replace('%40', '@');
  return `${method} ${plain}`;
}

/** The channel a call is about; nothing for other calls. */
export function channelOf({ path }: DiscordCall): string | undefined {
  return /^\/channels\/(\d+)(?:\/|$)/.exec(path)?.[1];
}

/** True for a call that makes a message in a channel. */
export function createsMessage({ route }: DiscordCall): boolean {
  return route === 'POST /channels/:id/messages';
}

/** When an id was made. Source: reference#snowflakes */
export function madeAtMs(snowflake: string): number {
  return Number((BigInt(snowflake) >> 22n) + 1_420_070_400_000n);
}
