import type { Kysely } from 'kysely';

/** Counting the parked reminders, once a minute, read every reminder there is. */
export async function up({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createIndex('reminders_parked')
    .on('reminders')
    .columns(['team', 'created_at'])
    .where('state' as never, '=', 'parked' as never)
    .execute();
}
