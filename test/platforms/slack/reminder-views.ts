import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';

const minutes = (count: number) => new Date(dueAt.getTime() + count * 60_000);
const id = '5e0c1f7a-0f4b-4d57-9d0a-0c6d1b2a3f44';
const queue = item();
const update = item({
  id: 'm3x9',
  text: 'Look for MDaemon updates by hand: automatic updates are off.\nRead `release notes` first.',
});
const upgrade = item({
  id: 'k8p4',
  text: 'Upgrade SecurityPlus to version 4',
  schedule: {
    kind: 'countdown',
    deadline: 'securityplus-4',
    date: '2026-12-31',
    daysBefore: [30],
    weeklyOverdue: true,
    time: '09:00',
    zone: 'Europe/Berlin',
  },
});

/** One reminder, on time. */
export const single = viewDelivery(delivery([queue], { id }), [], dueAt);

/** Several in one channel at one instant, one of them again. */
export const digest = viewDelivery(
  delivery([queue, update, upgrade, item({ id: 'w2n5', text: 'Check the certificate' }, { kind: 'escalation' })], {
    id,
  }),
  [],
  dueAt,
);

/** One that comes late. */
export const late = viewDelivery(delivery([queue], { id }), [], minutes(72));

/** A digest with one done and one snoozed. */
export const acknowledged = viewDelivery(
  delivery([queue, update, upgrade], { id }),
  [
    { how: 'done', by: 'U01ALICE', at: minutes(3), occurrence: 'o-r7k2', reminder: 'r7k2' },
    { how: 'snooze', by: 'U02BOB', at: minutes(5), until: minutes(24 * 60), occurrence: 'o-m3x9', reminder: 'm3x9' },
  ],
  dueAt,
);

/** One an administrator made, that may ping everyone. */
export const everyone = viewDelivery(
  delivery([item({ text: 'Restart at 18:00 for <!here> the update', pingsEveryone: true })], { id }),
  [],
  dueAt,
);

/** What the owner of a reminder gets that cannot be delivered. */
export const parked = viewDelivery(
  delivery(
    [
      item(
        { state: 'parked', parkedReason: 'I am not in that channel. Invite me there with /invite @mdaemon.' },
        { kind: 'parked-notice' },
      ),
    ],
    { id },
  ),
  [],
  dueAt,
);
