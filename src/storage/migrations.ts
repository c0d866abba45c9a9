import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './schema.ts';

type StoreKind = 'sqlite' | 'postgres';

/** Every migration, in order. Names and contents never change once released. */
const migrationsOn = (kind: StoreKind): Record<string, Migration> => ({
  '0001-ledger': { up: createLedger },
  '0002-parked-index': { up: indexParked },
  '0003-team-index': { up: indexTeams },
  '0004-questions': { up: createQuestions },
  '0005-kept-answers': { up: createKeptAnswers },
  '0006-administrators': { up: createAdministrators },
  '0007-conduct': { up: addConduct },
  '0008-own-servers': { up: createOwnServerTables },
  '0009-reminder-uid': { up: addReminderUid },
  '0010-reminder-changed-by': { up: addReminderChangedBy },
  '0011-audit': { up: (db: Kysely<never>) => createAudit(db, kind) },
  '0012-erasures': { up: createErasures },
  '0013-known-words': { up: forgetTexts },
});

/**
 * Brings the database up to date, in one transaction under a lock, so that any number of processes may start at once.
 *
 * @param upTo the last migration to run, for tests of upgrades. Default: all
 * @throws whatever the database refuses; nothing is changed then.
 */
export async function migrate(db: Kysely<Schema>, kind: StoreKind, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsOn(kind) } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error === undefined) return;
  const { foreign } = await compareSchema(db).catch(() => ({ foreign: [] }));
  if (foreign.length === 0) throw error;
  const names = foreign.join(', ');
  throw new Error(
    `its tables are from a newer version than this one (${names}). Start that version, or restore the backup from before the upgrade`,
    { cause: error },
  );
}

/** How a database's tables compare with this version's. */
interface SchemaState {
  /** Migrations that the next start runs. */
  readonly missing: readonly string[];
  /** Migrations of a newer version, which this one refuses. */
  readonly foreign: readonly string[];
}

/** Compares the migrations that a database has with those there are. Changes nothing. */
export async function compareSchema(db: Kysely<Schema>): Promise<SchemaState> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  // They have the same names on both databases.
  const ours = Object.keys(migrationsOn('sqlite'));
  return {
    missing: ours.filter((name) => !applied.has(name)),
    foreign: [...applied].filter((name) => !ours.includes(name)),
  };
}

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const zero = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);

/** The first tables: teams, reminders, the ledger, and what replicas share. Runs as it is on both databases. */
async function createLedger(db: Kysely<never>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('teams')
    .addColumn('team', 'text', (column) => column.primaryKey().notNull())
    .addColumn('settings', 'text', required)
    .addColumn('profile', 'text', required)
    .addColumn('changed_by', 'text', required)
    .addColumn('changed_at', 'bigint', required)
    .execute();
  await schema
    .createTable('deadlines')
    .addColumn('team', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('date', 'text', required)
    .addColumn('note', 'text')
    .addColumn('created_by', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('done_by', 'text')
    .addColumn('done_at', 'bigint')
    .addPrimaryKeyConstraint('deadlines_key', ['team', 'id'])
    .execute();
  await schema
    .createTable('reminders')
    .addColumn('team', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('platform', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('schedule', 'text', required)
    .addColumn('deadline', 'text')
    .addColumn('target_kind', 'text', required)
    .addColumn('target_id', 'text', required)
    .addColumn('catch_up', 'text', required)
    .addColumn('grace_ms', 'bigint', required)
    .addColumn('escalation', 'text')
    .addColumn('pings_everyone', 'integer', zero)
    .addColumn('created_by', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('state', 'text', required)
    .addColumn('parked_reason', 'text')
    .addColumn('next_due_at', 'bigint')
    .addPrimaryKeyConstraint('reminders_key', ['team', 'id'])
    .execute();
  await schema
    .createIndex('reminders_next_due')
    .on('reminders')
    .columns(['platform', 'next_due_at'])
    .where('next_due_at' as never, 'is not', null)
    .execute();
  await schema
    .createTable('occurrences')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('team', 'text', required)
    .addColumn('reminder', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('scheduled_for', 'bigint', required)
    .addColumn('delivery', 'text')
    .addColumn('skipped_reason', 'text')
    .addColumn('stage', 'integer', zero)
    .addColumn('created_at', 'bigint', required)
    .addUniqueConstraint('occurrences_once', ['team', 'reminder', 'kind', 'scheduled_for'])
    .execute();
  await schema.createIndex('occurrences_of_delivery').on('occurrences').column('delivery').execute();
  await schema
    .createIndex('occurrences_skipped')
    .on('occurrences')
    .columns(['team', 'created_at'])
    .where('skipped_reason' as never, 'is not', null)
    .execute();
  await schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('team', 'text', required)
    .addColumn('platform', 'text', required)
    .addColumn('target_kind', 'text', required)
    .addColumn('target_id', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('part', 'integer', zero)
    .addColumn('state', 'text', required)
    .addColumn('not_before', 'bigint', required)
    .addColumn('wake_at', 'bigint')
    .addColumn('attempts', 'integer', zero)
    .addColumn('looks', 'integer', zero)
    .addColumn('must_reconcile', 'integer', zero)
    .addColumn('attempt_started_at', 'bigint')
    .addColumn('fencing_token', 'bigint', zero)
    .addColumn('lease_owner', 'text')
    .addColumn('posted_at', 'bigint')
    .addColumn('message_id', 'text')
    .addColumn('reason', 'text')
    .addUniqueConstraint('deliveries_part', ['team', 'target_kind', 'target_id', 'due_at', 'part'])
    .execute();
  await schema
    .createIndex('deliveries_wake')
    .on('deliveries')
    .columns(['platform', 'wake_at'])
    .where('wake_at' as never, 'is not', null)
    .execute();
  await schema
    .createIndex('deliveries_told')
    .on('deliveries')
    .columns(['state', 'team'])
    .where('state' as never, 'in', ['ambiguous', 'dead'] as never)
    .execute();
  await schema.createIndex('deliveries_due').on('deliveries').column('due_at').execute();
  await schema
    .createTable('acknowledgements')
    .addColumn('occurrence', 'text', required)
    .addColumn('how', 'text', required)
    .addColumn('team', 'text', required)
    .addColumn('reminder', 'text', required)
    .addColumn('delivery', 'text')
    .addColumn('by_whom', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('until', 'bigint')
    .addPrimaryKeyConstraint('acknowledgements_key', ['occurrence', 'how'])
    .execute();
  await schema.createIndex('acknowledgements_of_delivery').on('acknowledgements').column('delivery').execute();
  await schema
    .createTable('channels')
    .addColumn('team', 'text', required)
    .addColumn('target_kind', 'text', required)
    .addColumn('target_id', 'text', required)
    .addColumn('open_at', 'bigint', required)
    .addPrimaryKeyConstraint('channels_key', ['team', 'target_kind', 'target_id'])
    .execute();
  await schema
    .createTable('seen_events')
    .addColumn('team', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('seen_at', 'bigint', required)
    .addPrimaryKeyConstraint('seen_events_key', ['team', 'key'])
    .execute();
  await schema.createIndex('seen_events_age').on('seen_events').column('seen_at').execute();
  await schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner', 'text', required)
    .addColumn('token', 'bigint', required)
    .addColumn('until', 'bigint', required)
    .execute();
}

/** Counting the parked reminders, once a minute, read every reminder there is. */
async function indexParked({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createIndex('reminders_parked')
    .on('reminders')
    .columns(['team', 'created_at'])
    .where('state' as never, '=', 'parked' as never)
    .execute();
}

/** Counting a team's reminders, before one more is made, read each of them. */
async function indexTeams({ schema }: Kysely<never>): Promise<void> {
  await schema.createIndex('reminders_of_team').on('reminders').columns(['team', 'state']).execute();
}

/** Questions without an answer: how often on each day, and, where the operator wants it, what was typed. */
async function createQuestions({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('question_counts')
    .addColumn('team', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('why', 'text', required)
    .addColumn('entry', 'text', required)
    .addColumn('wanted', 'text', required)
    .addColumn('count', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('question_counts_key', ['team', 'day', 'why', 'entry', 'wanted'])
    .execute();
  await schema.createIndex('question_counts_age').on('question_counts').column('last_at').execute();
  await schema
    .createTable('question_texts')
    .addColumn('team', 'text', required)
    .addColumn('why', 'text', required)
    .addColumn('entry', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('count', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('question_texts_key', ['team', 'why', 'entry', 'text'])
    .execute();
  await schema.createIndex('question_texts_age').on('question_texts').columns(['team', 'last_at']).execute();
}

/** Answers that cannot be made again, for Share after a restart. */
async function createKeptAnswers({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('kept_answers')
    .addColumn('team', 'text', required)
    .addColumn('request', 'text', required)
    .addColumn('reply', 'text', required)
    .addColumn('kept_at', 'bigint', required)
    .addPrimaryKeyConstraint('kept_answers_key', ['team', 'request'])
    .execute();
  await schema.createIndex('kept_answers_age').on('kept_answers').column('kept_at').execute();
}

/** The people whom a team's administrators have appointed. */
async function createAdministrators({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('administrators')
    .addColumn('team', 'text', required)
    .addColumn('person', 'text', required)
    .addColumn('appointed_by', 'text', required)
    .addColumn('appointed_at', 'bigint', required)
    .addPrimaryKeyConstraint('administrators_key', ['team', 'person'])
    .execute();
}

/** Whose a reminder is, which setting brought it along, who refuses messages, and who sent how many. */
async function addConduct(db: Kysely<never>): Promise<void> {
  const { schema } = db;
  await schema.alterTable('reminders').addColumn('is_private', 'integer', zero).execute();
  await schema.alterTable('reminders').addColumn('purpose', 'text').execute();
  // In Slack the id of a direct message begins with D; in Discord direct messages are a team of their own.
  await sql`update reminders set is_private = 1
    where (target_kind = 'person' and target_id = created_by)
    or (platform = 'slack' and target_kind = 'channel' and target_id like 'D%')`.execute(db);
  // The two texts that were written for an update policy, whole as far as they never vary.
  await sql`update reminders set purpose = 'update-policy' where
    text like 'Updates: look for new versions of MDaemon by hand, since automatic updates are off. %'
    or text like 'Updates: if MDaemon has downloaded a new version it installs it %'`.execute(db);
  await schema
    .createTable('refused_senders')
    .addColumn('team', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('sender', 'text', required)
    .addColumn('refused_at', 'bigint', required)
    .addPrimaryKeyConstraint('refused_senders_key', ['team', 'recipient', 'sender'])
    .execute();
  await schema
    .createTable('counted_messages')
    .addColumn('team', 'text', required)
    .addColumn('sender', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .execute();
  await schema
    .createIndex('counted_messages_of_sender')
    .on('counted_messages')
    .columns(['team', 'sender', 'asked_at'])
    .execute();
  await schema.createIndex('counted_messages_age').on('counted_messages').column('asked_at').execute();
}

/** The hosts that teams registered, and the ports that their servers have elsewhere. */
async function createOwnServerTables({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('hosts')
    .addColumn('team', 'text', required)
    .addColumn('host', 'text', required)
    .addColumn('added_by', 'text', required)
    .addColumn('added_at', 'bigint', required)
    .addPrimaryKeyConstraint('hosts_key', ['team', 'host'])
    .execute();
  await schema
    .createTable('own_ports')
    .addColumn('team', 'text', required)
    .addColumn('port_row', 'text', required)
    .addColumn('host', 'text', required)
    .addColumn('port', 'bigint', required)
    .addColumn('changed_by', 'text', required)
    .addColumn('changed_at', 'bigint', required)
    .addPrimaryKeyConstraint('own_ports_key', ['team', 'port_row', 'host'])
    .execute();
}

/** What an imported reminder was called where it came from, so that it is not imported twice. */
async function addReminderUid({ schema }: Kysely<never>): Promise<void> {
  await schema.alterTable('reminders').addColumn('uid', 'text').execute();
}

/** Who else than its maker changed a reminder last, so that nothing is said in the maker's name alone. */
async function addReminderChangedBy({ schema }: Kysely<never>): Promise<void> {
  await schema.alterTable('reminders').addColumn('changed_by', 'text').execute();
}

/**
 * What people did. Both databases refuse to change a row, and to delete one that no row of `audit_releases` lets go.
 * Numbers rise as the rows of one team are written, since whoever writes them holds the ledger's lock.
 */
async function createAudit(db: Kysely<never>, kind: StoreKind): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('audit_events')
    .addColumn('number', kind === 'sqlite' ? 'integer' : 'bigserial', (column) =>
      kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn('team', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('by_whom', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('place', 'text', required)
    .addColumn('act', 'text', required)
    .addColumn('request', 'text', required)
    .addColumn('subject_kind', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('has_content', 'integer', zero)
    .execute();
  await schema.createIndex('audit_events_of_team').on('audit_events').columns(['team', 'number']).execute();
  await schema.createIndex('audit_events_age').on('audit_events').column('at').execute();
  await schema
    .createTable('audit_contents')
    .addColumn('event', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('team', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .execute();
  await schema.createIndex('audit_contents_of_team').on('audit_contents').column('team').execute();
  await schema.createIndex('audit_contents_age').on('audit_contents').column('at').execute();
  await schema
    .createTable('audit_releases')
    .addColumn('team', 'text', required)
    .addColumn('before_at', 'bigint', required)
    .execute();
  const released = "select 1 from audit_releases r where r.team in (old.team, '*') and old.at < r.before_at";
  if (kind === 'postgres') {
    await sql`create function keep_audit() returns trigger language plpgsql as ${sql.raw(`$keep$ begin
      if tg_op = 'DELETE' and tg_level = 'ROW' then
        if exists (${released}) then return old; end if;
      end if;
      raise exception 'the audit is append-only';
    end $keep$`)}`.execute(db);
  }
  for (const table of ['audit_events', 'audit_contents']) {
    const statements =
      kind === 'postgres'
        ? [
            `create trigger ${table}_kept before update or delete on ${table} for each row execute function keep_audit()`,
            `create trigger ${table}_whole before truncate on ${table} for each statement execute function keep_audit()`,
          ]
        : [
            `create trigger ${table}_kept before update on ${table}
              begin select raise(abort, 'the audit is append-only'); end`,
            `create trigger ${table}_whole before delete on ${table} when not exists (${released})
              begin select raise(abort, 'the audit is append-only'); end`,
          ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  }
}

/** What will be erased once its grace period is over. */
async function createErasures({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('erasures')
    .addColumn('team', 'text', required)
    .addColumn('person', 'text', required)
    .addColumn('asked_by', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('place', 'text', required)
    .addColumn('request', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('why', 'text', required)
    .addPrimaryKeyConstraint('erasures_key', ['team', 'person'])
    .execute();
}

/** The filter that these texts passed let short passwords through. Since then only known words are kept. */
async function forgetTexts(db: Kysely<never>): Promise<void> {
  await sql`delete from question_texts`.execute(db);
}
