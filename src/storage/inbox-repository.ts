import type { TeamKey } from '../bot/bot.ts';
import type { InboxRepository, Reminder } from '../reminders/reminders.ts';
import { skipPending } from './occurrences.ts';
import { type ReminderRow, readReminder } from './rows.ts';
import { type Database, inTransaction, lockLedger, type StorageContext } from './storage-context.ts';

const dayMs = 86_400_000;
const everybody = 'everybody';

/** The part of the store for direct messages to others. */
export function createInboxRepository(context: StorageContext): InboxRepository {
  const { db } = context;
  return {
    async refuseMessages(team, recipient, sender) {
      const now = await context.now();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        await trx
          .insertInto('refused_senders')
          .values({ team, recipient, sender, refused_at: now.getTime() })
          .onConflict((conflict) => conflict.columns(['team', 'recipient', 'sender']).doNothing())
          .execute();
        return stopMessages(context, trx, team, recipient, sender);
      });
    },
    async acceptMessages(team, recipient, sender) {
      const gone = await db
        .deleteFrom('refused_senders')
        .where('team', '=', team)
        .where('recipient', '=', recipient)
        .where('sender', '=', sender)
        .returning('sender')
        .executeTakeFirst();
      return gone !== undefined;
    },
    async refusedSenders(team, recipient) {
      const rows = await db
        .selectFrom('refused_senders')
        .select('sender')
        .where('team', '=', team)
        .where('recipient', '=', recipient)
        .orderBy('refused_at')
        .orderBy('sender')
        .execute();
      return rows.map((row) => row.sender);
    },
    async countMessages(team, sender, recipients, { recipients: most, each }) {
      const now = (await context.now()).getTime();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const refusal = await trx
          .selectFrom('refused_senders')
          .select('recipient')
          .where('team', '=', team)
          .where('recipient', 'in', recipients)
          .where('sender', 'in', [sender, everybody])
          .executeTakeFirst();
        if (refusal !== undefined) return { kind: 'refused', recipient: refusal.recipient } as const;
        const rows = await trx
          .selectFrom('counted_messages')
          .select(({ fn }) => ['recipient', fn.countAll<number>().as('count')])
          .where('team', '=', team)
          .where('sender', '=', sender)
          .where('asked_at', '>', now - dayMs)
          .groupBy('recipient')
          .execute();
        const counts = new Map(rows.map(({ recipient, count }) => [recipient, Number(count)]));
        if (new Set([...counts.keys(), ...recipients]).size > most) {
          return { kind: 'too-many-recipients', limit: most } as const;
        }
        const crowded = recipients.find((recipient) => (counts.get(recipient) ?? 0) >= each);
        if (crowded !== undefined) return { kind: 'too-many-messages', recipient: crowded, limit: each } as const;
        const counted = recipients.map((recipient) => ({ team, sender, recipient, asked_at: now }));
        await trx.insertInto('counted_messages').values(counted).execute();
        return { kind: 'counted' } as const;
      });
    },
  };
}

/** Pauses what others set for somebody, and tells nobody else of them any more. Returns the ids of what it paused. */
async function stopMessages(
  context: StorageContext,
  db: Database,
  team: TeamKey,
  recipient: string,
  sender: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('reminders')
    .selectAll()
    .where('team', '=', team)
    .where('created_by', '!=', recipient)
    .$if(sender !== everybody, (query) =>
      query.where((expression) =>
        expression.or([expression('created_by', '=', sender), expression('changed_by', '=', sender)]),
      ),
    )
    .where('state', '!=', 'removed')
    .where((expression) =>
      expression.or([
        expression.and([expression('target_kind', '=', 'person'), expression('target_id', '=', recipient)]),
        expression('escalation', 'is not', null),
      ]),
    )
    .execute();
  const paused: string[] = [];
  for (const row of rows) {
    const reminder = readReminder(row);
    if (isFor(reminder.target, recipient)) {
      await skipPending(context, db, { team, reminder: row.id }, 'its recipient refuses it');
      if (row.state === 'done') continue;
      await setColumns(db, row, { state: 'paused', next_due_at: null, parked_reason: null });
      paused.push(row.id);
    } else if (reminder.escalation?.then !== undefined && isFor(reminder.escalation.then, recipient)) {
      const { then: _, ...rest } = reminder.escalation;
      await setColumns(db, row, { escalation: JSON.stringify(rest) });
      await skipPending(context, db, { team, reminder: row.id, to: recipient }, 'its recipient refuses it');
    }
  }
  return paused;
}

function isFor({ kind, id }: Reminder['target'], person: string): boolean {
  return kind === 'person' && id === person;
}

async function setColumns(db: Database, { team, id }: ReminderRow, columns: Partial<ReminderRow>): Promise<void> {
  await db.updateTable('reminders').set(columns).where('team', '=', team).where('id', '=', id).execute();
}
