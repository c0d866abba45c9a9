import type { Port } from '../../../knowledge/knowledge.ts';
import type { Asked } from '../read-asked.ts';

/** The filters of a list of ports. */
export type PortFilters = {
  readonly [Name in 'direction' | 'transport' | 'encryption']?: Exclude<Asked[Name], undefined>;
};

/**
 * Of what a question limits the ports to, only what leaves something of everything that is named: there is no STARTTLS
 * port of Minger, and who asks for IMAP and Minger over SSL is to see both.
 *
 * @param named the ports of each thing that is named
 */
export function usefulFilters(
  { direction, transport, encryption }: Asked,
  named: readonly (readonly Port[])[],
): PortFilters {
  const everywhere = (fits: (row: Port) => boolean) => named.every((rows) => rows.length === 0 || rows.some(fits));
  const any = named.some((rows) => rows.length > 0);
  const isUseful = (asked: unknown, fits: (row: Port) => boolean) => asked !== undefined && any && everywhere(fits);
  return {
    ...(direction !== undefined && isUseful(direction, (row) => row.directions.includes(direction))
      ? { direction }
      : {}),
    ...(transport !== undefined && isUseful(transport, (row) => row.transports.includes(transport))
      ? { transport }
      : {}),
    ...(encryption !== undefined && isUseful(encryption, (row) => isEncrypted(row, encryption)) ? { encryption } : {}),
  };
}

/** As the command reads it: what begins in clear is plain until STARTTLS. */
function isEncrypted({ encryption }: Port, wanted: Asked['encryption']): boolean {
  if (wanted === 'tls') return encryption === 'implicit-tls';
  return encryption === wanted || (wanted === 'plain' && encryption === 'starttls');
}
