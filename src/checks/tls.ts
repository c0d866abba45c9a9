import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type CertificateReport, printable, type TlsReport } from './check.ts';
import { DialogueError } from './connection.ts';

/** More names are counted, not listed. */
const mostNames = 5;
/** Longer lists of names are cut before they are split. */
const longestNames = 20_000;

interface TlsOptions {
  /** The name to ask for and to compare the certificate with; an address is compared, and not asked for. */
  readonly host: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The time by which days left are counted. */
  readonly now: Date;
  /** The newest version that is offered. Default: the newest there is. */
  readonly maxVersion?: 'TLSv1.1';
}

/** A finished handshake. */
interface Secured {
  readonly socket: TLSSocket;
  readonly report: TlsReport;
}

/**
 * Shakes hands over an open connection. A certificate that is not trusted is looked at all the same: nothing secret is
 * ever sent.
 *
 * @throws {DialogueError} where the handshake fails
 */
export function secure(socket: Socket, { host, timeoutMs, signal, now, maxVersion }: TlsOptions): Promise<Secured> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const tls = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // Old servers are looked at, too; nothing secret is sent.
      minVersion: 'TLSv1',
      ...(maxVersion === undefined ? {} : { maxVersion }),
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const settle = (result: Secured | DialogueError) => {
      deadline.removeEventListener('abort', late);
      if (result instanceof DialogueError) {
        tls.destroy();
        reject(result);
      } else resolve(result);
    };
    const late = () => settle(new DialogueError('the TLS handshake was not answered'));
    deadline.addEventListener('abort', late, { once: true });
    // Errors after the handshake reach whoever reads; without a listener they would end the process.
    tls.on('error', (error: NodeJS.ErrnoException) => settle(new DialogueError(tlsFailure(error))));
    tls.once('close', () => settle(new DialogueError('it closed the connection during the TLS handshake')));
    tls.once('secureConnect', () => {
      const certificate = tls.getPeerX509Certificate();
      settle({
        socket: tls,
        report: {
          protocol: tls.getProtocol() ?? 'unknown',
          ...(certificate === undefined
            ? {}
            : { certificate: readCertificate(certificate, host, now, tls.authorizationError) }),
        },
      });
    });
    if (deadline.aborted) late();
  });
}

function tlsFailure(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'it does not speak TLS';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it broke off the TLS handshake';
    default:
      return `the TLS handshake failed (${printable(error.code ?? error.message, 60)})`;
  }
}

/** What is wrong with the chain, as the end of a sentence. The certificate's own dates and name are judged by themselves. */
function chainProblem(error: Error | string | null | undefined, ownDatesAreRight: boolean): string | undefined {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : (error ?? undefined);
  switch (code) {
    case undefined:
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return undefined;
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      if (!ownDatesAreRight) return undefined;
      return `a certificate above it ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'its certificate is self-signed';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return 'its chain ends at an authority that this machine does not trust';
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'an intermediate certificate is missing, or this machine does not trust the authority';
    default:
      return `the chain does not verify (${printable(code, 60)})`;
  }
}

const dayMs = 86_400_000;

/** A certificate's facts. Texts in it are the server's own, so they are escaped. */
function readCertificate(
  certificate: X509Certificate,
  host: string,
  now: Date,
  error: Error | string | null | undefined,
): CertificateReport {
  const names = alternativeNames(certificate);
  const [validFrom, validTo] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const notYetValid = validFrom > now;
  const problem = chainProblem(error, !notYetValid && validTo >= now);
  const isAddress = isIP(host) !== 0;
  const matches = isAddress ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  const inSubject = !isAddress && matches === undefined && certificate.checkHost(host) !== undefined;
  const weakness = certificateWeakness(certificate);
  return {
    subject: printable(commonName(certificate.subject)),
    issuer: printable(commonName(certificate.issuer)),
    names: names.slice(0, mostNames).map((name) => printable(name, 100)),
    nameCount: names.length,
    validFrom,
    validTo,
    daysLeft: Math.floor((validTo.getTime() - now.getTime()) / dayMs),
    selfSigned: certificate.checkIssued(certificate),
    // Somebody who asks for an address rarely has it in the certificate, and clients use the name.
    ...(isAddress && matches === undefined ? {} : { matchesName: matches !== undefined || inSubject }),
    ...(inSubject ? { inSubjectOnly: true as const } : {}),
    ...(notYetValid ? { notYetValid: true as const } : {}),
    ...(weakness === undefined ? {} : { weakness }),
    ...(problem === undefined ? {} : { chainProblem: problem }),
  };
}

/** More certificates of a chain are not looked at. */
const longestChain = 8;
/** The shortest RSA key that authorities may certify (CA/Browser Forum), and that OpenSSL, Apple and Microsoft still take. */
const shortestRsaBits = 2_048;

/**
 * A key or a signature that today's programs refuse. The handshake here takes them, so that such a server can be looked at.
 * What signed the root is of no account: programs have the root already.
 */
function certificateWeakness(leaf: X509Certificate): string | undefined {
  let each: X509Certificate | undefined = leaf;
  for (let depth = 0; each !== undefined && depth < longestChain; depth += 1) {
    const whose = each === leaf ? 'its' : 'in its chain a';
    const { modulusLength } = each.publicKey.asymmetricKeyDetails ?? {};
    if (modulusLength !== undefined && modulusLength < shortestRsaBits) {
      return `${whose} key has only ${modulusLength} bits`;
    }
    const issuer: X509Certificate | undefined = each.issuerCertificate;
    const isRoot = each !== leaf && (issuer === undefined || each.checkIssued(each));
    // Node tells the algorithm since 24.9.
    const algorithm = /^(md5|sha1)/i.exec(each.signatureAlgorithm ?? '')?.[1];
    if (algorithm !== undefined && !isRoot) return `${whose} signature is ${algorithm.toUpperCase()}`;
    if (issuer === each) return undefined;
    each = issuer;
  }
  return undefined;
}

function commonName(subject: string): string {
  const lines = (subject ?? '').split('\n');
  const named = lines.find((line) => line.startsWith('CN=')) ?? lines.find((line) => line.startsWith('O='));
  return named?.slice(named.indexOf('=') + 1) ?? (lines.join(', ') || '(empty)');
}

function alternativeNames({ subjectAltName = '' }: X509Certificate): string[] {
  return (subjectAltName ?? '')
    .slice(0, longestNames)
    .split(', ')
    .filter((each) => /^(DNS|IP Address):/.test(each))
    .map((each) => each.slice(each.indexOf(':') + 1));
}
