import { expect, it } from 'vitest';
import { portsIn } from './ports-in.ts';

it.each([
  ['IMAP needs 993/tcp and 143/tcp inbound.', [993, 143]],
  ['outbound 25, 53/udp+tcp, 80 and 4069/udp (TCP unless noted)', [25, 53, 80, 4069]],
  ['Ports: 25,110', [25, 110]],
  ['port 26 and 27/tcp', [26, 27]],
  ['give 80 and 443 to it (465, too).', [80, 443, 465]],
  ['it is 22, or 3306', [22, 3306]],
])('finds the ports in %s', (sentence, ports) => {
  expect(portsIn(sentence)).toEqual(ports);
});

it.each([
  'Never block 127.0.0.1.',
  'since 23.0.1 of 2023-06-27, before 25 December 2008',
  'IMAP4, POP3 and CVE-2024-11182 in MDaemon 21 and version 25',
  '21 years ago, every 25 minutes, all 53 things',
  'a secret of 16 characters and 13 deadlines',
  '`https://<host>:444/MdMgmtWS/`',
  '99999/tcp and port 0',
])('finds no port in %s', (sentence) => {
  expect(portsIn(sentence)).toEqual([]);
});
