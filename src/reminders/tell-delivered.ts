import type { Logger } from '../bot/bot.ts';
import type { Delivered } from './deliver.ts';
import type { DeliveryEvent } from './delivery-loop-options.ts';
import type { ClaimedDelivery } from './ledger.ts';

/** Logs and counts how a delivery ended, so that none ends in silence. */
export function tellDelivered(
  delivery: ClaimedDelivery,
  result: Delivered,
  now: Date,
  { logger, observe }: { readonly logger: Logger; readonly observe: (event: DeliveryEvent) => void },
): void {
  const lateMs = now.getTime() - delivery.dueAt.getTime();
  observe({ kind: 'delivered', delivery, result, lateMs });
  const fields = { delivery: delivery.id, team: delivery.team, channel: delivery.target.id, lateMs };
  if (result === 'ambiguous') logger.warn(fields, 'Nothing can tell whether a reminder arrived');
  else if (result === 'dead') logger.error(fields, 'A reminder cannot be delivered');
  else if (result === 'stale') logger.warn(fields, 'Another worker took a reminder over');
  else logger.debug({ ...fields, result }, 'A delivery ended');
}
