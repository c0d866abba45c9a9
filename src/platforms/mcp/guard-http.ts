import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { McpHttpConfig } from '../../config/config.ts';

/** Names of this machine; a page elsewhere that points its own name at it does not send them. */
const ownHosts = ['localhost', '127.0.0.1', '[::1]'];

/** A request that is refused before anything of it is read. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** For whoever set the assistant up. */
  readonly message: string;
}

/**
 * Builds the check of a request: the token, and the host and origin against DNS rebinding, by which a page in somebody's
 * browser asks what only this machine can reach
 * (https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning).
 */
export function createGuard({
  token,
  hosts,
}: McpHttpConfig): (request: Pick<IncomingMessage, 'method' | 'headers'>) => Refusal | undefined {
  const wanted = digest(token);
  const allowed = new Set([...ownHosts, ...hosts]);
  return ({ method, headers: { host, origin, authorization } }) => {
    if (!isAllowed(allowed, host)) return refuse(403, 'This host name is not among MCP_HOSTS');
    if (origin !== undefined && !isAllowed(allowed, hostOf(origin))) {
      return refuse(403, 'This origin is not among MCP_HOSTS');
    }
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    // Digests have one length, so that comparing takes one time.
    if (!timingSafeEqual(digest(given), wanted)) {
      return refuse(401, 'Send the MCP_TOKEN as a bearer token', { 'www-authenticate': 'Bearer' });
    }
    // Without sessions there is nothing to listen to and nothing to end.
    return method === 'POST' ? undefined : refuse(405, 'Only POST is answered', { allow: 'POST' });
  };
}

/** With its port or without. */
function isAllowed(allowed: ReadonlySet<string>, host: string | undefined): boolean {
  const name = host?.toLowerCase();
  return name !== undefined && (allowed.has(name) || allowed.has(name.replace(/:\d+$/, '')));
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { status, message, headers };
}
