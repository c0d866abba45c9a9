import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../../bot/bot.ts';

const secret = /\bx(?:ox[a-z]|app)[a-z.]*-[\w-]+|\b(?:https?|wss?):\/\/\S+/g;

/**
 * Lets Slack's libraries log through ours, as debug lines: every failure is reported by whoever called them.
 *
 * Their own debug lines hold what people type and what is answered, so those are dropped whatever our level is. Of the
 * others only the first message is kept, without tokens and addresses (an address can carry a ticket).
 */
export function createBoltLogger(logger: Logger): SlackLogger {
  const write = (message: unknown) => logger.debug({ detail: redact(message) }, 'Slack library reports');
  return {
    debug: () => {},
    info: write,
    warn: write,
    error: write,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** A message or an error in at most 300 characters, without tokens and addresses. */
export function redact(message: unknown): string {
  const text = message instanceof Error ? message.message : String(message);
  return text.replace(secret, '[removed]').slice(0, 300);
}
