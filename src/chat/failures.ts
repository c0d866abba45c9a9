import { PlatformError, type PlatformName } from '../bot/bot.ts';
import type { ChatAdapter } from './adapter.ts';

/** Failures of the handshake, by Node's codes: nothing is sent before the other side has proved who it is. */
const handshake = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_|HOSTNAME_MISMATCH)/;
/** Errors are wrapped a few times on their way. */
const deepest = 5;

/**
 * True only where a request certainly never left: the name was not found, the connection was not made, the handshake
 * failed, or the proxy refused. A connection that broke may have carried the request, so it is not among them.
 */
export function isUnreached(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > deepest) return false;
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every((each) => isUnreached(each, depth + 1));
  }
  return saysUnreached(error) || isUnreached((error as { cause?: unknown }).cause, depth + 1);
}

function saysUnreached({ syscall, code, message }: { syscall?: unknown; code?: unknown; message?: unknown }): boolean {
  // The same codes on another call, such as read, mean that the connection had been there.
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  if (code === 'UND_ERR_ABORTED') return typeof message === 'string' && message.startsWith('Proxy response');
  return typeof code === 'string' && handshake.test(code);
}

/** What an error means, where a platform that cannot say so itself has not ruled out that the call was carried out. */
export function guardClassify(classify: ChatAdapter<never, never>['classify']): ChatAdapter<never, never>['classify'] {
  return (error, purpose) => {
    try {
      return classify(error, purpose);
    } catch {
      return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** An error for the log, also where the platform's own words for it cannot be had. */
export function guardToError<Args extends [thrown: unknown, what?: string]>(
  platform: PlatformName,
  toError: (...args: Args) => PlatformError,
): (...args: Args) => PlatformError {
  return (...args) => {
    try {
      return toError(...args);
    } catch {
      const [cause, what = 'A call failed'] = args;
      return new PlatformError(`${platform}-failed`, what, { cause });
    }
  };
}
