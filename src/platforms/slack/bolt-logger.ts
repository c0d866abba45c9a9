import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../../bot/logger.ts';

const secret = /\bx(?:ox[a-z]|app)[a-z.]*-[\w-]+|\b(?:https?|wss?):\/\/\S+/g;

/**
 * Lets Slack's libraries log through ours.
 *
 * Their debug lines hold what people type and what is answered, so debug is off whatever our own level is. Of what
 * remains only the first message is kept, without tokens and addresses (an address can carry a ticket).
 *
 * @param quiet everything becomes debug, for a part whose failures are reported by its caller
 */
export function createBoltLogger(logger: Logger, part: string, quiet = false): SlackLogger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) => {
    logger[quiet ? 'debug' : level]({ part, detail: redact(message) }, 'Slack library reports');
  };
  return {
    debug: () => {},
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
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
