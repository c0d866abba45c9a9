import type { Span } from './ruleset.ts';

const numbers: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipencap: 4,
  ipip: 4,
  tcp: 6,
  egp: 8,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  rsvp: 46,
  gre: 47,
  esp: 50,
  'ipv6-crypt': 50,
  ah: 51,
  'ipv6-auth': 51,
  'ipv6-icmp': 58,
  icmpv6: 58,
  icmp6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  eigrp: 88,
  ospf: 89,
  ospfigp: 89,
  pim: 103,
  ipcomp: 108,
  vrrp: 112,
  carp: 112,
  l2tp: 115,
  sctp: 132,
  mh: 135,
  'mobility-header': 135,
  udplite: 136,
};

/** Reads one protocol by its number or name, or `all`; `undefined` for a name that is not known. */
export function protocolNumbers(text: string): Span[] | 'all' | undefined {
  const name = text.toLowerCase();
  if (name === 'all' || name === '0') return 'all';
  const number = /^\d{1,3}$/.test(name) ? Number(name) : numbers[name];
  return number === undefined ? undefined : [{ from: number, to: number }];
}
