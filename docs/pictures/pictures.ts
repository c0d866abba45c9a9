import { scheduledAnswer } from '../../commands/remind/reminder-answer.ts';
import type { Reply } from '../../src/bot/answer.ts';
import type { Request } from '../../src/bot/request.ts';
import { renderAnswer } from '../../src/platforms/discord/rendering/render-answer.ts';
import { renderReminder } from '../../src/platforms/discord/rendering/render-reminder.ts';
import { buildBot } from '../../src/program/build-bot.ts';
import { withoutStore } from '../../src/program/local-store.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import type { DeliveryItem } from '../../src/reminders/ledger.ts';
import type { Acknowledgement } from '../../src/reminders/ledger-store.ts';
import { delivery, dueAt, item } from '../../test/reminders/deliveries.ts';
import type { Picture } from './message-page.ts';

const now = new Date('2026-11-24T08:03:00Z');

/** Every picture, by its name. */
export async function pictures(): Promise<Record<string, Picture>> {
  const ask = await asker();
  const answer = async (line: string, page = 0): Promise<Picture> => {
    const reply = await ask(line);
    const key = { by: 'line', line } as const;
    return { ...renderAnswer(reply, { page, pageKey: key, share: key }), asked: `/mdaemon ${line}`, now };
  };
  return {
    ports: await answer('ports activesync'),
    all: await answer('ports'),
    'all-2': await answer('ports', 1),
    sources: await answer('sources'),
    help: await answer('help'),
    unknown: await answer('prots <@123456789012345678> @everyone'),
    updates: await answer('updates both'),
    why: await answer('why-restart'),
    about: await answer('about'),
    failed: await answer('remind list'),
    firewall: await answer('firewall activesync imap'),
    'firewall-file': await answer('firewall activesync imap smtp pop xmpp --format powershell'),
    scheduled: await scheduled(),
    reminder: reminder([queue], minutes(72)),
    late: reminder([queue], minutes(26 * 60)),
    digest: reminder([queue, updates, upgrade]),
    answered: reminder([queue, updates, upgrade], dueAt, [
      { how: 'done', by: alice, at: minutes(3), occurrence: 'o-r7k2', reminder: 'r7k2' },
      { how: 'snooze', by: alice, at: minutes(5), until: minutes(24 * 60), occurrence: 'o-m3x9', reminder: 'm3x9' },
    ]),
    many: reminder(
      Array.from({ length: 20 }, (_, index) =>
        item({ createdBy: alice, id: `r${index}`, text: `Look at queue ${index + 1}` }),
      ),
    ),
    everyone: reminder([
      item({
        createdBy: alice,
        text: 'MDaemon restarts at 18:00 for the update.\nLog off before.',
        pingsEveryone: true,
      }),
    ]),
  };
}

const alice = '123456789012345678';
const minutes = (count: number) => new Date(dueAt.getTime() + count * 60_000);
const queue = item({ createdBy: alice });
const updates = item({
  createdBy: alice,
  id: 'm3x9',
  text: 'Updates: look for new versions of MDaemon by hand, since automatic updates are off.\nRead `release notes` first.',
});
const upgrade = item({
  createdBy: alice,
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

function reminder(items: readonly DeliveryItem[], sentAt = dueAt, answers: readonly Acknowledgement[] = []): Picture {
  const id = '5e0c1f7a-0f4b-4d57-9d0a-0c6d1b2a3f44';
  const at = new Date(Math.max(sentAt.getTime(), now.getTime()) + 5 * 60_000);
  return { ...renderReminder(viewDelivery(delivery(items, { id }), answers, sentAt)), now: at };
}

async function scheduled(): Promise<Picture> {
  const [first, second, third] = [0, 1, 2].map((day) => minutes((day + 1) * 24 * 60));
  const nextRuns = [first, second, third].filter((run) => run !== undefined);
  const answer = await scheduledAnswer({ reminder: queue.reminder, nextRuns }, requestFor(''), 'made');
  const reply = { command: 'remind add', outcome: 'answered', answer } as const;
  const asked = '/mdaemon remind add every weekday at 09:00 look at the bad queue';
  return { ...renderAnswer(reply, { newReminder: true }), asked, now };
}

async function asker(): Promise<(line: string) => Promise<Reply>> {
  const { router } = await buildBot({
    knowledgeDirectory: undefined,
    ...withoutStore(),
    connections: () => ({}),
    limitations: () => [],
  });
  return (line) => router.dispatch(requestFor(line));
}

function requestFor(line: string): Request {
  return {
    id: 'picture',
    team: 'discord:1',
    actor: { id: alice, role: 'member' },
    conversation: { id: 'C01GEN', private: false },
    zone: 'Europe/Berlin',
    receivedAt: now,
    capabilities: { prefix: '/mdaemon ', buttons: true, files: true },
    input: { kind: 'text', text: line },
  };
}
