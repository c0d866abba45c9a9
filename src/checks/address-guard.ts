import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';

/*
 * Which addresses may be connected to. Whoever may name a host could otherwise make the bot look into the network it runs
 * in. A name is looked up once, each of its addresses is judged, and only a judged address is connected to: a second
 * look-up could give another one (DNS rebinding).
 */

/** Networks that the operator allows beyond public addresses. */
export type AllowedNetworks = readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];

/** Words for networks that would take several to write. */
const networkWords: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Reads `10.0.0.0/8`, `192.0.2.7`, `loopback` or `private`; nothing for anything else. */
export function parseAllowed(words: readonly string[]): AllowedNetworks | undefined {
  const networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  for (const word of words.flatMap((each) => networkWords[each.toLowerCase()] ?? [each])) {
    const [address = '', length, ...more] = word.split('/');
    if (more.length > 0) return undefined;
    if (length === undefined ? !isPlainAddress(address) : !isPlainAddress(address) || !/^\d{1,3}$/.test(length)) {
      return undefined;
    }
    const parsed = ipaddr.parse(address);
    const bits = parsed.kind() === 'ipv4' ? 32 : 128;
    const prefix = length === undefined ? bits : Number(length);
    if (prefix > bits) return undefined;
    networks.push([parsed, prefix]);
  }
  return networks;
}

/** A host as somebody named it: one address, or a name to look up. */
type HostTarget =
  | { readonly kind: 'address'; readonly host: string }
  | { readonly kind: 'name'; readonly host: string };

/** Why something is no host that can be checked: a sentence. */
interface RefusedHost {
  readonly kind: 'refused';
  readonly why: string;
}

const longestName = 253;

/**
 * Reads a host. Addresses have to be written plainly: resolvers also take `2130706433`, `0177.0.0.1`, `0x7f.1` and `127.1`
 * for 127.0.0.1, so a name that ends in a number is refused, as browsers do (WHATWG URL, "ends in a number").
 */
export function parseTarget(text: string): HostTarget | RefusedHost {
  const typed = text.trim().replace(/^\[(.*)\]$/, '$1');
  if (isPlainAddress(typed)) return { kind: 'address', host: ipaddr.parse(typed).toString() };
  if (typed.includes('%')) return refuse('An address with a zone (`%`) means a different machine on each network.');
  if (/[:/@?#\\]/.test(typed)) return refuse('Give only the host: without `https://`, a port, a path or a user name.');
  // The conversion below drops line breaks and tabs.
  if (/[\s\p{Cc}]/u.test(typed)) return refuse('That isn’t a host name.');
  // Full-width digits and dots become plain ones. Node's own conversion would go on and make 127.0.0.1 of 2130706433.
  const plain = typed
    .normalize('NFKC')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/\.$/, '');
  if (endsInNumber(plain)) {
    return isPlainAddress(plain)
      ? { kind: 'address', host: plain }
      : refuse('Write an IPv4 address as four decimal numbers, such as 192.0.2.25.');
  }
  const name = domainToASCII(plain).toLowerCase();
  const isName = name.length <= longestName && name.split('.').every((label) => hostLabel.test(label));
  if (!isName || endsInNumber(name)) return refuse('That isn’t a host name.');
  return { kind: 'name', host: name };
}

const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function endsInNumber(name: string): boolean {
  return /(^|\.)(\d+|0x[0-9a-f]*)$/i.test(name);
}

/** Four decimal numbers without leading zeros, or IPv6 without a zone. */
function isPlainAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text)
    ? !/(^|\.)0\d/.test(text)
    : /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) && ipaddr.IPv6.isValid(text);
}

function refuse(why: string): RefusedHost {
  return { kind: 'refused', why };
}

/** How people call the ranges of ipaddr.js, where the name itself does not say it. */
const rangeNames: Readonly<Record<string, string>> = {
  unspecified: 'the unspecified address',
  broadcast: 'a broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'this machine itself',
  carrierGradeNat: 'behind a provider’s NAT',
  private: 'in a private network',
  uniqueLocal: 'in a private network',
  ipv4Mapped: 'an IPv4 address written as IPv6',
  rfc6052: 'a NAT64 address',
  rfc6145: 'a translated IPv4 address',
  '6to4': 'a 6to4 address',
  teredo: 'a Teredo address',
};

/** Global unicast, the only IPv6 addresses of the public internet (RFC 4291). */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Public addresses that mean the platform a machine runs on: Azure's virtual machines reach their host there. */
const platformAddresses: readonly string[] = ['168.63.129.16'];

/**
 * Whether an address may be connected to: public ones, and those of the networks that the operator allows.
 *
 * @returns nothing where it may, else the reason as the end of a sentence: `in a private network`
 */
export function judgeAddress(address: string, allowed: AllowedNetworks): string | undefined {
  if (!isPlainAddress(address)) return 'not a plain address';
  const parsed = ipaddr.parse(address);
  // An IPv4 address in IPv6 clothes is the same machine: it is allowed where the IPv4 address is, and never by itself.
  const embedded = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : undefined;
  if ([parsed, ...(embedded === undefined ? [] : [embedded])].some((each) => isAllowed(each, allowed)))
    return undefined;
  if (platformAddresses.includes(plainAddress(address))) return 'the cloud platform’s own';
  const range = parsed.range();
  const isPublic = range === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
  return isPublic ? undefined : (rangeNames[range] ?? 'not a public address');
}

/** An address as it is usually written: `127.0.0.1` for `::ffff:7f00:1`. A name stays as it is. */
export function plainAddress(host: string): string {
  return isPlainAddress(host) ? ipaddr.process(host).toString() : host;
}

function isAllowed(address: ipaddr.IPv4 | ipaddr.IPv6, allowed: AllowedNetworks): boolean {
  return allowed.some(
    ([network, length]) => network.kind() === address.kind() && address.match([network, length] as never),
  );
}

/** Finds a name's addresses, as the machine itself would: hosts file, search domains and CNAME records included. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/** The addresses that may be connected to, or why none may. */
export type Guarded =
  | { readonly kind: 'allowed'; readonly host: string; readonly isName: boolean; readonly addresses: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly why: string;
      readonly code: 'bad-host' | 'no-such-host' | 'address-not-allowed';
    };

/**
 * Settles which addresses a host may be connected to. Where any of a name's addresses is not allowed, none is: such a name
 * tries to smuggle one in, or has a private address that should not be in public DNS.
 */
export async function guardHost(text: string, allowed: AllowedNetworks, lookUp: LookUp): Promise<Guarded> {
  const target = parseTarget(text);
  if (target.kind === 'refused') return { ...target, code: 'bad-host' };
  const { host, kind } = target;
  let addresses: readonly string[];
  try {
    addresses = kind === 'address' ? [host] : [...new Set(await lookUp(host))];
  } catch (error) {
    return { kind: 'refused', code: 'no-such-host', why: lookUpFailure(host, error) };
  }
  if (addresses.length === 0) return { kind: 'refused', code: 'no-such-host', why: `\`${host}\` has no address.` };
  for (const address of addresses) {
    const why = judgeAddress(address, allowed);
    if (why !== undefined) {
      const subject = kind === 'address' ? `\`${host}\` is` : `\`${host}\` has the address ${address}, which is`;
      return { kind: 'refused', code: 'address-not-allowed', why: `${subject} ${why}.` };
    }
  }
  return { kind: 'allowed', host, isName: kind === 'name', addresses };
}

function lookUpFailure(host: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown reason';
  return code === 'ENOTFOUND' || code === 'ENODATA'
    ? `\`${host}\` has no address in DNS, as seen from here.`
    : `I could not look up \`${host}\` (${code}).`;
}
