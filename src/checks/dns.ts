import { parseTarget, plainAddress } from './address-guard.ts';
import { type DnsFinding, type DnsReport, printable } from './check.ts';

/** The part of Node's resolver that is used; tests pass their own. */
export interface DnsResolver {
  resolveMx(name: string): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  resolve4(name: string): Promise<readonly string[]>;
  resolve6(name: string): Promise<readonly string[]>;
  resolveTxt(name: string): Promise<readonly (readonly string[])[]>;
  resolveCname(name: string): Promise<readonly string[]>;
  resolveSrv(name: string): Promise<readonly { readonly name: string; readonly port: number }[]>;
  reverse(address: string): Promise<readonly string[]>;
}

/** Records, none, or that it isn't known. */
type Asked<Row> = { readonly rows: readonly Row[] } | { readonly failure: string };

/** Codes by which a resolver says for certain that there is no such record. */
const nothingCodes = ['ENOTFOUND', 'ENODATA'];

async function ask<Row>(query: Promise<readonly Row[]>): Promise<Asked<Row>> {
  try {
    return { rows: await query };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    return nothingCodes.includes(code) ? { rows: [] } : { failure: code };
  }
}

interface DnsOptions {
  readonly host: string;
  readonly isName: boolean;
  readonly addresses: readonly string[];
  readonly resolver: DnsResolver;
  /** Ends it: what was not found out by then is unknown. */
  readonly signal?: AbortSignal;
}

/** The most addresses whose names are looked up. */
const mostReversed = 4;

/**
 * Reads what mail needs in the DNS. All of it is public; nothing found in it is connected to.
 *
 * The mail domain is the host's own name if it has MX records, else the nearest parent that has.
 */
export async function readDns({ host, isName, addresses, signal, ...options }: DnsOptions): Promise<DnsReport> {
  const resolver = signal === undefined ? options.resolver : untilStopped(options.resolver, signal);
  const reverse = await Promise.all(
    addresses.slice(0, mostReversed).map((address) => reverseFinding(address, resolver)),
  );
  // A name without a dot is not in the public DNS.
  if (!isName || !host.includes('.')) return { findings: reverse };
  const [found, own] = await Promise.all([findDomain(host, resolver), addressFindings(host, resolver)]);
  if ('failure' in found) {
    return {
      findings: [
        ...own,
        ...reverse,
        { record: 'MX', state: 'unknown', detail: `the look-up failed (${found.failure})` },
      ],
    };
  }
  if (found.domain === undefined) {
    return {
      findings: [
        ...own,
        ...reverse,
        { record: 'MX', state: 'missing', detail: `neither \`${host}\` nor a domain above it has one` },
      ],
    };
  }
  const { domain, exchanges } = found;
  const findings = await Promise.all([
    mxFinding(domain, host, addresses, exchanges, resolver),
    textFinding('SPF', domain, /^v=spf1( |$)/i, resolver).then((found) => withFault(found, spfFault)),
    dmarcFinding(domain, resolver).then((found) => withFault(found, dmarcFault)),
    textFinding('MTA-STS', `_mta-sts.${domain}`, /^v=STSv1\b/i, resolver).then((found) =>
      withFault(found, () => undefined),
    ),
    autodiscoverFinding(domain, resolver),
  ]);
  return { domain, findings: [...own, ...reverse, ...findings] };
}

/** A resolver that fails as soon as the check ends: a name with a hundred labels is a hundred look-ups, one after the other. */
function untilStopped(resolver: DnsResolver, signal: AbortSignal): DnsResolver {
  const bound = <Result>(query: () => Promise<Result>) => beforeStop(query, signal);
  return {
    resolveMx: (name) => bound(() => resolver.resolveMx(name)),
    resolve4: (name) => bound(() => resolver.resolve4(name)),
    resolve6: (name) => bound(() => resolver.resolve6(name)),
    resolveTxt: (name) => bound(() => resolver.resolveTxt(name)),
    resolveCname: (name) => bound(() => resolver.resolveCname(name)),
    resolveSrv: (name) => bound(() => resolver.resolveSrv(name)),
    reverse: (address) => bound(() => resolver.reverse(address)),
  };
}

/**
 * Waits for a look-up, though not after the signal.
 *
 * @throws an error with the code `no time left`, as look-ups have theirs
 */
export function beforeStop<Result>(query: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  const late = () => Object.assign(new Error('There was no time left.'), { code: 'no time left' });
  if (signal.aborted) return Promise.reject(late());
  return new Promise((resolve, reject) => {
    const stop = () => reject(late());
    signal.addEventListener('abort', stop, { once: true });
    query()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

type FoundDomain =
  | { readonly failure: string }
  | { readonly domain: undefined }
  | { readonly domain: string; readonly exchanges: readonly string[] };

async function findDomain(host: string, resolver: DnsResolver): Promise<FoundDomain> {
  const labels = host.split('.');
  // The last label alone is a top-level domain.
  for (let from = 0; from === 0 || from < labels.length - 1; from += 1) {
    const domain = labels.slice(from).join('.');
    const asked = await ask(resolver.resolveMx(domain));
    if ('failure' in asked) return asked;
    if (asked.rows.length > 0) {
      const exchanges = [...asked.rows].sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
      return { domain, exchanges };
    }
  }
  return { domain: undefined };
}

async function addressFindings(host: string, resolver: DnsResolver): Promise<DnsFinding[]> {
  const [four, six] = await Promise.all([ask(resolver.resolve4(host)), ask(resolver.resolve6(host))]);
  const finding = (record: string, asked: Asked<string>, isNeeded: boolean): DnsFinding[] => {
    if ('failure' in asked) return [{ record, state: 'unknown', detail: `the look-up failed (${asked.failure})` }];
    if (asked.rows.length === 0) {
      return isNeeded ? [{ record, state: 'missing', detail: `no record for \`${host}\` in DNS` }] : [];
    }
    return [
      {
        record,
        state: 'found',
        detail: asked.rows
          .slice(0, 4)
          .map((row) => printable(row))
          .join(', '),
      },
    ];
  };
  const hasSix = 'rows' in six && six.rows.length > 0;
  return [...finding('A', four, !hasSix), ...finding('AAAA', six, false)];
}

/** Mail servers refuse mail from an address without a name that leads back to it. */
async function reverseFinding(address: string, resolver: DnsResolver): Promise<DnsFinding> {
  const record = `PTR of ${address}`;
  const asked = await ask(resolver.reverse(address));
  if ('failure' in asked) return { record, state: 'unknown', detail: `the look-up failed (${asked.failure})` };
  const names = asked.rows.slice(0, mostNames);
  if (names.length === 0) return { record, state: 'missing', detail: 'other servers may refuse its mail' };
  const backs = await Promise.all(
    names.map((name) => ask(address.includes(':') ? resolver.resolve6(name) : resolver.resolve4(name))),
  );
  // One name that leads back is enough.
  const right = names.find((_, index) => {
    const back = backs[index];
    return back !== undefined && 'rows' in back && back.rows.map(plainAddress).includes(plainAddress(address));
  });
  if (right !== undefined) return { record, state: 'found', detail: printable(right) };
  const shown = names.slice(0, 2).map((name) => printable(name));
  if (backs.some((back) => 'failure' in back)) {
    return {
      record,
      state: 'unknown',
      detail: `${shown.join(', ')}, and I could not look up whether that leads back`,
    };
  }
  return { record, state: 'wrong', detail: `${shown.join(', ')}, which does not lead back to the address` };
}

/** The most names of one record that are looked up. */
const mostNames = 8;

async function mxFinding(
  domain: string,
  host: string,
  addresses: readonly string[],
  exchanges: readonly string[],
  resolver: DnsResolver,
): Promise<DnsFinding> {
  const shown = exchanges
    .slice(0, 4)
    .map((each) => printable(each))
    .join(', ');
  if (exchanges.every((exchange) => exchange === '' || exchange === '.')) {
    return { record: 'MX', state: 'wrong', detail: `${domain} says that it takes no mail (RFC 7505)` };
  }
  const named = exchanges.some((exchange) => exchange.toLowerCase().replace(/\.$/, '') === host);
  if (named) return { record: 'MX', state: 'found', detail: `${domain}: ${shown}` };
  const known = exchanges.filter((exchange) => parseTarget(exchange).kind === 'name').slice(0, mostNames);
  const asked = await Promise.all(
    known.flatMap((exchange) => [ask(resolver.resolve4(exchange)), ask(resolver.resolve6(exchange))]),
  );
  if (asked.every((each) => 'rows' in each && each.rows.length === 0)) {
    // An address in place of a name is no MX either (RFC 5321, 5.1).
    return { record: 'MX', state: 'wrong', detail: `${domain}: ${shown}, which has no address in DNS` };
  }
  const own = addresses.map(plainAddress);
  const leadsHere = asked.some((each) => 'rows' in each && each.rows.some((row) => own.includes(plainAddress(row))));
  if (leadsHere) return { record: 'MX', state: 'found', detail: `${domain}: ${shown}` };
  if (asked.some((each) => 'failure' in each)) {
    return {
      record: 'MX',
      state: 'unknown',
      detail: `${domain}: ${shown}; I could not look up whether that is this host`,
    };
  }
  // A filter in front of the server is common, and right.
  return {
    record: 'MX',
    state: 'found',
    detail: `${domain}: ${shown}, which is another host: mail comes in through it`,
  };
}

/** A finding with the whole text of the record, which is not shown. */
type TextFinding = DnsFinding & { readonly text?: string };

async function textFinding(record: string, name: string, form: RegExp, resolver: DnsResolver): Promise<TextFinding> {
  const asked = await ask(resolver.resolveTxt(name));
  if ('failure' in asked)
    return { record, state: 'unknown', detail: `the look-up of \`${name}\` failed (${asked.failure})` };
  const texts = asked.rows.map((pieces) => pieces.join('')).filter((text) => form.test(text));
  const [text] = texts;
  if (text === undefined) return { record, state: 'missing', detail: `no such TXT record at \`${name}\`` };
  if (texts.length > 1) {
    return {
      record,
      state: 'wrong',
      detail: `${texts.length} records at \`${name}\`; with more than one, none counts`,
    };
  }
  return { record, state: 'found', detail: printable(text, 120), text };
}

/** The policy of the domain, else of the nearest domain above that has one (RFC 7489, 6.6.3). */
async function dmarcFinding(domain: string, resolver: DnsResolver): Promise<TextFinding> {
  const labels = domain.split('.');
  const own = await textFinding('DMARC', `_dmarc.${domain}`, /^v=DMARC1\b/i, resolver);
  for (let from = 1; from < labels.length - 1; from += 1) {
    const above = labels.slice(from).join('.');
    if (own.state !== 'missing') return own;
    const found = await textFinding('DMARC', `_dmarc.${above}`, /^v=DMARC1\b/i, resolver);
    if (found.state === 'found') return { ...found, detail: `${found.detail}, from ${printable(above)}` };
    if (found.state !== 'missing') return found;
  }
  return own;
}

function withFault(finding: TextFinding, faultOf: (detail: string) => string | undefined): DnsFinding {
  const fault = finding.state === 'found' ? faultOf(finding.text ?? finding.detail) : undefined;
  const { text: _, ...shown } = finding;
  return fault === undefined ? shown : { ...shown, state: 'wrong', detail: `${finding.detail}: ${fault}` };
}

const spfTerm =
  /^(?:[-+~?]?(?:all|include:\S+|exists:\S+|(?:a|mx|ptr)(?::[^/\s]+)?(?:\/\d{1,2})?(?:\/\/?\d{1,3})?|ip4:[\d.]+(?:\/\d{1,2})?|ip6:[\da-f:.]+(?:\/\d{1,3})?)|[a-z][\w.-]*=\S*)$/i;

/** What makes an SPF record useless, as the end of a sentence (RFC 7208). */
function spfFault(text: string): string | undefined {
  const terms = text
    .split(/ +/)
    .slice(1)
    .filter((term) => term !== '');
  const bad = terms.find((term) => !spfTerm.test(term));
  if (bad !== undefined) return `\`${printable(bad, 40)}\` makes it invalid`;
  return terms.some((term) => /^\+?all$/i.test(term)) ? 'it lets everybody send as the domain' : undefined;
}

function dmarcFault(text: string): string | undefined {
  return /;\s*p\s*=\s*(?:none|quarantine|reject)\b/i.test(text) ? undefined : 'it has no policy (`p=`)';
}

async function autodiscoverFinding(domain: string, resolver: DnsResolver): Promise<DnsFinding> {
  const record = 'AutoDiscover';
  const name = `autodiscover.${domain}`;
  const [alias, four, six, service] = await Promise.all([
    ask(resolver.resolveCname(name)),
    ask(resolver.resolve4(name)),
    ask(resolver.resolve6(name)),
    ask(resolver.resolveSrv(`_autodiscover._tcp.${domain}`)),
  ]);
  const first = <Row>(asked: Asked<Row>): Row | undefined => ('rows' in asked ? asked.rows[0] : undefined);
  const target = first(alias);
  const hasNoAddress = [four, six].every((asked) => 'rows' in asked && asked.rows.length === 0);
  if (target !== undefined && hasNoAddress) {
    return { record, state: 'wrong', detail: `\`${name}\` points to ${printable(target)}, which has no address` };
  }
  if (target !== undefined) return { record, state: 'found', detail: `\`${name}\` points to ${printable(target)}` };
  const address = first(four) ?? first(six);
  if (address !== undefined) return { record, state: 'found', detail: `\`${name}\` points to ${printable(address)}` };
  const srv = first(service);
  // A record that names the root says that there is none (RFC 2782).
  if (srv !== undefined && srv.name !== '' && srv.name !== '.')
    return { record, state: 'found', detail: `SRV ${printable(srv.name)}, port ${srv.port}` };
  const failed = [alias, four, six, service].find((asked) => 'failure' in asked);
  if (failed !== undefined && 'failure' in failed) {
    return { record, state: 'unknown', detail: `the look-up failed (${failed.failure})` };
  }
  return {
    record,
    state: 'missing',
    detail: `neither \`${name}\` nor an SRV record, so people have to enter the server on their phones`,
  };
}
