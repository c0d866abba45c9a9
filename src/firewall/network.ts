import ipaddr from 'ipaddr.js';

/** An IP version. */
export type Family = 'ipv4' | 'ipv6';

/** A network or a single address, in one canonical form. */
export interface Network {
  readonly family: Family;
  /** The network's first address, in its shortest form. */
  readonly address: string;
  /** 0 to 32, or to 128 for IPv6; the full length for a single address. */
  readonly prefix: number;
}

/**
 * Reads `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `2001:db8::/32` or a single address. Bits after the prefix are cleared, and
 * an IPv4-mapped IPv6 address becomes IPv4. Anything else gives `undefined`, including names and addresses with a zone
 * (`fe80::1%eth0`).
 */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', length, more] = text.trim().split('/');
  if (more !== undefined) return undefined;
  const address = parseAddress(host);
  if (address === undefined) return undefined;
  const longest = address.kind() === 'ipv4' ? 32 : 128;
  const prefix = length === undefined ? longest : parsePrefix(length, longest);
  if (prefix === undefined) return undefined;
  const bytes = address.toByteArray().map((byte, index) => byte & maskByte(prefix - index * 8));
  return { family: address.kind(), address: ipaddr.fromByteArray(bytes).toString(), prefix };
}

/** Reads a single address, as `parseNetwork` does; `undefined` for networks and names. */
export function parseHost(text: string): Network | undefined {
  const network = parseNetwork(text);
  return network !== undefined && isSingle(network) ? network : undefined;
}

/** A network as people write it: `10.0.0.0/8`, but a single address without its length. */
export function networkText(network: Network): string {
  return isSingle(network) ? network.address : cidrText(network);
}

/** A network with its length, even for a single address: `192.0.2.7/32`. */
export function cidrText({ address, prefix }: Network): string {
  return `${address}/${prefix}`;
}

export function isSingle({ family, prefix }: Network): boolean {
  return prefix === (family === 'ipv4' ? 32 : 128);
}

/** A network's first and last address as numbers. */
export function addressSpan({ family, address, prefix }: Network): { from: bigint; to: bigint } {
  const plain = parsePlainSpan(`${address}/${prefix}`);
  if (plain !== undefined) return { from: plain.from, to: plain.to };
  const from = ipaddr
    .parse(address)
    .toByteArray()
    .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  return { from, to: from | ((1n << BigInt((family === 'ipv4' ? 32 : 128) - prefix)) - 1n) };
}

/**
 * The addresses of a network as a firewall writes it. Unlike `parseNetwork` it keeps IPv4-mapped addresses
 * (`::ffff:0.0.0.0/96`) in IPv6, where they are in rules.
 */
export function parseAddressSpan(
  text: string,
): { readonly family: Family; readonly from: bigint; readonly to: bigint } | undefined {
  const plain = parsePlainSpan(text);
  if (plain !== undefined) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/i.exec(text);
  const length = Number(mapped?.[2] ?? 128) - 96;
  const network = parseNetwork(mapped === null ? text : `${mapped[1] ?? ''}/${length}`);
  if (network === undefined) return undefined;
  const { from, to } = addressSpan(network);
  if (mapped === null) return { family: network.family, from, to };
  const base = 0xffffn << 32n;
  return { family: 'ipv6', from: base + from, to: base + to };
}

/** IPv4 as nearly every rule has it, without a detour: `192.0.2.0/24`. A rule set of thousands is read twice as fast. */
function parsePlainSpan(text: string): { family: 'ipv4'; from: bigint; to: bigint } | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (parts === null) return undefined;
  let address = 0;
  for (let part = 1; part <= 4; part += 1) {
    const word = parts[part] ?? '';
    const byte = Number(word);
    // A leading zero would be read as octal by some.
    if (byte > 255 || (word.length > 1 && word.startsWith('0'))) return undefined;
    address = address * 256 + byte;
  }
  const prefix = Number(parts[5] ?? 32);
  if (prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const from = address - (address % size);
  return { family: 'ipv4', from: BigInt(from), to: BigInt(from + size - 1) };
}

/** The fewest networks that hold exactly the addresses from the first to the last one; not more than `most`. */
export function spanNetworks(family: Family, from: bigint, to: bigint, most = Number.POSITIVE_INFINITY): Network[] {
  const length = family === 'ipv4' ? 32 : 128;
  const networks: Network[] = [];
  for (let first = from; first <= to && networks.length < most; ) {
    let bits = 0;
    while (bits < length) {
      const size = 1n << BigInt(bits + 1);
      if (first % size !== 0n || first + size - 1n > to) break;
      bits += 1;
    }
    networks.push({ family, address: addressText(family, first), prefix: length - bits });
    first += 1n << BigInt(bits);
  }
  return networks;
}

function addressText(family: Family, value: bigint): string {
  if (family === 'ipv4') {
    const number = Number(value);
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }
  const bytes = Array.from({ length: 16 }, (_, index) => Number((value >> BigInt(8 * (15 - index))) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}

/** True where every address of `inner` is in `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const address = ipaddr.parse(inner.address);
  return address.kind() === 'ipv4'
    ? (address as ipaddr.IPv4).match(ipaddr.IPv4.parse(outer.address), outer.prefix)
    : (address as ipaddr.IPv6).match(ipaddr.IPv6.parse(outer.address), outer.prefix);
}

/** True for a network that is most of the internet: wider than /8, or than /16 for IPv6 outside private ranges. */
export function isNearlyEverybody({ family, address, prefix }: Network): boolean {
  if (family === 'ipv4') return prefix < 8;
  return prefix < 16 && !(prefix >= 7 && ipaddr.IPv6.parse(address).range() === 'uniqueLocal');
}

/** Sorts by family (IPv4 first) and address, and drops duplicates and networks that are inside others of the list. */
export function sortNetworks(networks: readonly Network[]): Network[] {
  const unique = [...new Map(networks.map((network) => [cidrText(network), network])).values()];
  return unique
    .filter((network) => !unique.some((other) => other !== network && contains(other, network)))
    .sort((a, b) => a.family.localeCompare(b.family) || compareBytes(sortBytes(a), sortBytes(b)));
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function parsePrefix(text: string, longest: number): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= longest ? Number(text) : undefined;
  if (longest !== 32 || !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return ipaddr.IPv4.parse(text).prefixLengthFromSubnetMask() ?? undefined;
}

function maskByte(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

function sortBytes({ address, prefix }: Network): number[] {
  return [...ipaddr.parse(address).toByteArray(), prefix];
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (const [index, byte] of a.entries()) {
    const difference = byte - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
