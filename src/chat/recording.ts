import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger, PlatformName } from '../bot/bot.ts';
import { safeFileName } from '../text/text.ts';

/** An event as its platform sent it, and what the adapter knew beside it when it read the event. */
export interface RecordedEvent {
  readonly event: unknown;
  /** Such as the bot's own id. JSON. */
  readonly known: object;
}

/** Everything it takes to answer an event again, without a secret in it. JSON. */
export interface Recording extends RecordedEvent {
  readonly platform: PlatformName;
  /** When it came in, as ISO 8601. */
  readonly at: string;
  /** The IANA zone that dates were shown in. */
  readonly zone: string;
  /** Of the bot's administrators, those the event names. */
  readonly administrators: readonly string[];
}

/** Keeps a recording. Never throws. */
export type RecordEvent = (recording: Recording, requestId: string) => void;

interface EventRecorderOptions {
  readonly directory: string;
  /** Values to remove wherever they occur, such as the bot's tokens. */
  readonly secrets: readonly string[];
  readonly logger: Logger;
}

/** A folder of recordings that somebody forgot must not fill the disk. */
const mostRecordings = 1_000;

/**
 * Writes each event to a file of its own, which only this user can read, without the secrets in it. What people typed and
 * their ids stay. Stops after 1,000 events, and where a file cannot be written; the log says so.
 */
export function createEventRecorder({ directory, secrets, logger }: EventRecorderOptions): RecordEvent {
  let left = mostRecordings;
  logger.warn({ directory }, 'Events are recorded, with what people type. Remove RECORD_EVENTS to stop that');
  return (recording, requestId) => {
    if (left === 0) return;
    left -= 1;
    const name = safeFileName(`${recording.at}-${recording.platform}-${requestId}.json`.replaceAll(':', '-'), {
      letters: 'ascii',
      maxLength: 120,
    });
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const text = `${JSON.stringify(withoutSecrets(recording, secrets), null, 2)}\n`;
      writeFileSync(join(directory, name), text, { mode: 0o600, flag: 'wx' });
      logger.debug({ request: requestId, file: name }, 'Event recorded');
      if (left === 0) logger.warn({ directory }, `No more events are recorded: there are ${mostRecordings}`);
    } catch (error) {
      left = 0;
      logger.error({ err: error, directory }, 'No more events are recorded: the file could not be written');
    }
  };
}

/** Fields that let whoever has them act as the bot or answer in its place. Both platforms' names for them. */
const secretFields = /(?:^|_)(?:tokens?|secrets?|signatures?|passwords?|authorization|cookies?)$|^trigger_id$/i;
const addressFields = /^(?:response_url|hook_url|upload_url)$/i;
/** Slack's tokens, and addresses that need no other key: Slack's and Discord's webhooks. */
const secretTexts = [
  /\bx(?:ox[a-z]|app)[a-z.]*-[\w-]+/g,
  /https?:\/\/hooks\.slack\.com\/[^\s"<>|]+/g,
  /https?:\/\/(?:[a-z]+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/[^\s"<>|]+/g,
];
/** Attachments, whose query is the key to them. */
const signedAddress =
  /(https?:\/\/(?:cdn\.discordapp\.com|media\.discordapp\.net|files\.slack\.com)\/[^\s?"<>|]*)\?[^\s"<>|]*/g;

const removed = 'removed';
/** Resolves nowhere (RFC 2606), and is an address, so that the event can still be replayed. */
const removedAddress = 'https://removed.invalid/';

/**
 * Copies JSON without what gives access: tokens, the addresses to respond to an event, the ids of forms that may still be
 * opened, webhooks, and the keys of attachments. What people typed stays, except where it looks like a token.
 */
export function withoutSecrets<Value>(value: Value, secrets: readonly string[] = []): Value {
  const known = secrets.filter((secret) => secret.length >= 8);
  const cleanText = (text: string): string => {
    const unknown = known.reduce((cleaned, secret) => cleaned.replaceAll(secret, removed), text);
    return secretTexts
      .reduce((cleaned, pattern) => cleaned.replace(pattern, removed), unknown)
      .replace(signedAddress, '$1');
  };
  const clean = (given: unknown, field = ''): unknown => {
    if (typeof given === 'string') {
      if (addressFields.test(field)) return removedAddress;
      return secretFields.test(field) ? removed : cleanText(given);
    }
    if (Array.isArray(given)) return given.map((each) => clean(each, field));
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [cleanText(name), clean(each, name)]));
  };
  return clean(value) as Value;
}
