/** Failures of the handshake, by Node's codes: nothing is sent before the other side has proved who it is. */
const handshake = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/**
 * True only where a request certainly never left: the name was not found, the connection was not made, the handshake
 * failed, or the proxy refused. A connection that broke may have carried the request, so it is not among them.
 */
export function isUnreached(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnreached);
  const { syscall, code, message } = (error ?? {}) as { syscall?: unknown; code?: unknown; message?: unknown };
  // The same codes on another call, such as read, mean that the connection had been there.
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  if (code === 'UND_ERR_ABORTED') return typeof message === 'string' && message.startsWith('Proxy response');
  return typeof code === 'string' && handshake.test(code);
}
