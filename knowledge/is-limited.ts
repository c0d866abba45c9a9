import type { Port } from './schema.ts';

/**
 * True for what must not face the internet: private and partner ports, and ports in clear that are there by default
 * only (3000), beside an encrypted one that is there for the internet.
 */
export function isLimited(row: Port): boolean {
  if (row.exposure === 'private-network' || row.exposure === 'peers' || row.exposure === 'local') return true;
  return row.encryption === 'plain' && row.services.every(({ need }) => need === 'default');
}
