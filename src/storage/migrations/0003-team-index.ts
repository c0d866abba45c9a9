import type { Kysely } from 'kysely';

/** Counting a team's reminders, before one more is made, read each of them. */
export async function up({ schema }: Kysely<never>): Promise<void> {
  await schema.createIndex('reminders_of_team').on('reminders').columns(['team', 'state']).execute();
}
