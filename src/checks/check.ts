/*
 * The contract: what is looked at, what was found, and what that means. Plain data, without a socket in it.
 */

/** What a port is expected to speak. `none`: nothing is said there, it is only connected to. */
export type ProbeProtocol = 'smtp' | 'pop3' | 'imap' | 'http' | 'minger' | 'none';

/** One port to look at, made from a row of the knowledge. */
export interface Probe {
  /** The row's id. */
  readonly id: string;
  /** The row's name: `Webmail HTTPS`. */
  readonly name: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly protocol: ProbeProtocol;
  readonly tls: 'none' | 'starttls' | 'implicit';
  /** Ask for the paths of AutoDiscover and ActiveSync as well. */
  readonly webPaths?: boolean;
}

/**
 * A port as it was seen, in nmap's terms with one more.
 *
 * `open`: it accepted the connection. `closed`: the machine answered that nothing listens. `filtered`: no answer, twice, or
 * a router's refusal. `not-serving`: open, and what answers says that it does not serve (421, 554, `-ERR`, `* BYE`).
 * `unknown`: it can't be told, and the reason says why. UDP is `open` or `unknown`, never closed.
 */
export type PortState = 'open' | 'closed' | 'filtered' | 'not-serving' | 'unknown';

/** What was found on one port. Texts of the server are shortened, and escaped to printable ASCII. */
export interface ProbeResult {
  readonly probe: Probe;
  /** The address it was found on. */
  readonly address?: string;
  readonly state: PortState;
  /** Why, where the state alone does not say it. */
  readonly reason?: string;
  /** Open, but it can't be told whether it serves: why, as the end of a sentence. */
  readonly doubt?: string;
  /** From the first packet to the connection, or to the decision. */
  readonly tookMs: number;
  /** The first line that the server said. */
  readonly greeting?: string;
  readonly software?: Software;
  /** For `starttls`: whether it is offered, and whether it works. Absent where that wasn't reached. */
  readonly startTls?: 'works' | 'offered-but-fails' | 'not-offered';
  readonly tls?: TlsReport;
  /** TLS was expected and failed: the reason. */
  readonly tlsFailure?: string;
  readonly paths?: readonly PathReport[];
  /** True where time ran out before everything was looked at. */
  readonly cut?: true;
  /** What the host's other addresses came to, where it has several. */
  readonly elsewhere?: readonly ResultElsewhere[];
}

/** A port on another address of the same host. */
export interface ResultElsewhere extends Omit<ProbeResult, 'probe' | 'elsewhere'> {
  readonly address: string;
}

/** Why an address was not looked at at all, which is no fault of the host's. */
export const noRoute = 'there is no route to that address from here';

/** What a server says that it is. A greeting can be edited: one without a name proves nothing. */
export type Software =
  | { readonly product: 'MDaemon'; readonly version?: string }
  | { readonly product: 'other'; readonly name: string };

/** What a TLS handshake showed. */
export interface TlsReport {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /**
   * What a second handshake that offered TLS 1.1 at most came to: the version, or `refused`. Absent where that could not be
   * told. RFC 8996 says that neither version may be used any more.
   */
  readonly old?: 'TLSv1' | 'TLSv1.1' | 'refused';
  readonly certificate?: CertificateReport;
}

/** A server's certificate. */
export interface CertificateReport {
  readonly subject: string;
  readonly issuer: string;
  /** The names it is for: the first few. */
  readonly names: readonly string[];
  readonly nameCount: number;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Whole days that are left; negative once it has expired. */
  readonly daysLeft: number;
  readonly selfSigned: boolean;
  /** Its first day is still to come. */
  readonly notYetValid?: true;
  /** Whether it is for the name that was asked for; absent where an address was asked for. */
  readonly matchesName?: boolean;
  /** It has the name in its subject alone, where programs of today do not look (RFC 9525). */
  readonly inSubjectOnly?: true;
  /** Why programs of today refuse it, though its chain is whole; the end of a sentence. */
  readonly weakness?: string;
  /** What is wrong with the chain, as this machine sees it; absent where it trusts it. */
  readonly chainProblem?: string;
}

/** How a web server answered one request without credentials. */
export interface PathReport {
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
  /** The status; absent where there was no answer. */
  readonly status?: number;
  /** True where the answer shows that what should live there does; false where it shows that it does not. */
  readonly answers: boolean | undefined;
  readonly detail: string;
}

/** Everything that was found out about one host. */
export interface HostCheck {
  /** As it was asked for, in lower case. */
  readonly host: string;
  /** The addresses of the name. */
  readonly addresses: readonly string[];
  /** How many of them were looked at. Default: all. */
  readonly lookedAt?: number;
  /** The name of the machine that looked. */
  readonly lookedFrom: string;
  readonly results: readonly ProbeResult[];
  readonly dns: DnsReport | undefined;
  readonly startedAt: Date;
  readonly tookMs: number;
  /** False where time ran out or it was stopped: some results are then `cut` or `unknown`. */
  readonly complete: boolean;
  /** Somebody stopped it. */
  readonly stopped?: true;
}

/** The records of a host and of its mail domain. */
export interface DnsReport {
  /** The domain whose mail the host handles, by its MX records; absent where none was found. */
  readonly domain?: string;
  readonly findings: readonly DnsFinding[];
}

/** One kind of record. `unknown`: the look-up failed, so nothing can be said. */
export interface DnsFinding {
  readonly record: string;
  readonly state: 'found' | 'missing' | 'wrong' | 'unknown';
  readonly detail: string;
}

/** Told of each port as soon as it is known. */
export interface CheckProgress {
  readonly done: number;
  readonly total: number;
}

/** Texts of servers are shown with everything but printable ASCII escaped, and not longer than this. */
const longestShown = 200;

/** A text of a server as it may be shown: one line of printable ASCII. Backticks, which mark code here, become quotes. */
export function printable(text: string, longest = longestShown): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
  return cut
    .replace(/`/g, "'")
    .replace(/[^\x20-\x7e]/g, (character) => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);
}
