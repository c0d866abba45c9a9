import type { Port } from '../../../knowledge/schema.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Asked } from '../read-asked.ts';

/** Concepts that a list of ports answers. */
export const portConcepts: readonly Concept[] = [
  'port',
  'number',
  'open',
  'need',
  'use',
  'list',
  'which',
  'what',
  'where',
  'default',
  'firewall',
  'software',
  'inbound',
  'outbound',
  'tcp',
  'udp',
  'transport',
  'tls',
  'starttls',
  'plain',
  'past',
  'now',
  'changed',
  'rule',
  'internet',
  'connect',
  'mail',
  'server',
  'product',
  'exists',
  'difference',
  'migrate',
  'bothways',
  'urgent',
  'download',
  'eras',
];

/** Only what leaves something: there is no STARTTLS port of Minger. */
export function usefulFilters(asked: Asked, rows: readonly Port[]) {
  const direction = rows.some((row) => asked.direction !== undefined && row.directions.includes(asked.direction))
    ? asked.direction
    : undefined;
  const transport = rows.some((row) => asked.transport !== undefined && row.transports.includes(asked.transport))
    ? asked.transport
    : undefined;
  const encryption = rows.some((row) => isEncrypted(row, asked.encryption)) ? asked.encryption : undefined;
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(transport === undefined ? {} : { transport }),
    ...(encryption === undefined ? {} : { encryption }),
  };
}

/** As the command reads it: what begins in clear is plain until STARTTLS. */
function isEncrypted({ encryption }: Port, wanted: Asked['encryption']): boolean {
  if (wanted === 'tls') return encryption === 'implicit-tls';
  return encryption === wanted || (wanted === 'plain' && encryption === 'starttls');
}
