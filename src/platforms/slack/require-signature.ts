import { createSecretKey } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BotError, type Logger } from '../../bot/bot.ts';
import { isSignedBySlack } from './is-signed-by-slack.ts';

/** What requireSignature works with. */
export interface SignatureOptions {
  readonly signingSecret: string;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Slack's largest payloads, messages with fifty blocks, are well below this. */
const maxBodyBytes = 512 * 1024;

/**
 * Lets only what Slack signed through to a listener: 401 for the rest, 413 for what is too large to be Slack's.
 *
 * Bolt's own check computes three HMACs for each request and takes any time in the future; this one computes one. The
 * body is handed on as `rawBody`, where Bolt looks for it.
 *
 * @throws {BotError} `no-signing-secret`
 */
export function requireSignature(
  next: RequestListener,
  { signingSecret, now, logger }: SignatureOptions,
): RequestListener {
  if (signingSecret === '') {
    throw new BotError('no-signing-secret', 'SLACK_SIGNING_SECRET is empty: anybody could send requests.');
  }
  const key = createSecretKey(signingSecret, 'utf8');
  const accept = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    if (!isSignedBySlack(request.headers, body, key, now())) {
      logger.warn({ platform: 'slack' }, 'Refused a request that Slack did not sign, or not lately');
      refuse(response, 401);
      return;
    }
    try {
      next(Object.assign(request, { rawBody: body }), response);
    } catch {
      // Bolt throws for a path or a method it has nothing for.
      refuse(response, 404);
    }
  };
  return (request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else refuse(response, 413);
    });
    request.on('end', () => {
      const [first, ...others] = chunks;
      if (bytes > maxBodyBytes) return;
      accept(request, response, first === undefined || others.length > 0 ? Buffer.concat(chunks) : first);
    });
    // The other side went away: there is nobody left to answer.
    request.on('error', () => response.destroy());
  };
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status, { connection: 'close' });
  response.end();
}
