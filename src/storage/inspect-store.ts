import { accessSync, constants, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Finding, PlatformName, TeamKey } from '../bot/bot.ts';
import type { LedgerStatus, Target } from '../reminders/reminders.ts';
import { compareSchema } from './migrations.ts';
import { readStatus } from './read-status.ts';
import type { Schema } from './schema.ts';
import type { StorageContext, StorePlace } from './storage-context.ts';
import { readDelivered, readMadeAt } from './store-health.ts';

/** Where reminders go that are still to come. */
export interface ReminderPlace {
  readonly team: TeamKey;
  readonly target: Target;
  readonly pingsEveryone: boolean;
}

/** What an operator's look at a store found. Parts that could not be read are absent. */
export interface StoreInspection {
  readonly findings: readonly Finding[];
  /** The database's own clock, and when it was asked: PostgreSQL alone has one. */
  readonly clock?: { readonly at: Date; readonly askedAt: Date; readonly answeredAt: Date };
  readonly ledger?: LedgerStatus;
  /** Platforms some process delivers to now. */
  readonly delivered?: ReadonlySet<PlatformName>;
  /** At most 200, and how many more there are. */
  readonly places?: { readonly shown: readonly ReminderPlace[]; readonly more: number };
}

/** Reads the store once; what is read in one go is of one moment. */
type Reader = <Result>(work: (context: Pick<StorageContext, 'db' | 'now'>) => Promise<Result>) => Promise<Result>;

const part = 'Store';
const fine = (part: string, says: string): Finding => ({ part, verdict: 'fine', says });
const wrong = (says: string, remedy: string): Finding => ({ part, verdict: 'wrong', says, remedy });
const unknown = (says: string, remedy?: string): Finding => {
  return { part, verdict: 'unknown', says, ...(remedy === undefined ? {} : { remedy }) };
};

const mostPlaces = 200;
/** Below this the next backup, or a day of reminders, may fill the disk. */
const leastFreeBytes = 200 * 2 ** 20;
const mebibyte = 2 ** 20;

/**
 * Looks at a store for an operator: whether it can be used, whole, of this version, with room on its disk. It takes no
 * lock that a bot would wait for, writes nothing, and brings no table up to date.
 *
 * @param options.now the machine's clock
 * @param options.mayBeNew whether a folder without a store is as it should be: a bot that runs in no chat makes its store
 * when it first needs one
 */
export async function inspectStore(
  place: StorePlace,
  options: { readonly now: () => Date; readonly mayBeNew: boolean },
): Promise<StoreInspection> {
  return 'directory' in place ? inspectFolder(place.directory, options) : inspectDatabase(place, options.now);
}

async function inspectFolder(
  directory: string,
  { now, mayBeNew }: Parameters<typeof inspectStore>[1],
): Promise<StoreInspection> {
  const path = join(directory, 'mdaemon-bot.db');
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined || file.size === 0) return { findings: [notThere(directory, mayBeNew)] };
  const findings = [...inspectRights(directory, path, file), inspectRoom(directory, file)];
  const { createReadOnlyDialect, explainSqliteFault, isDamaged } = await import('./sqlite.ts');
  try {
    const db = new Kysely<Schema>({ dialect: createReadOnlyDialect(path) });
    try {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(5)`.execute(db);
      const problems = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
      findings.push(
        problems.length === 0
          ? fine(ofDatabase, `The database in ${directory} is whole (integrity check).`)
          : wrong(`The database in ${directory} is damaged: ${problems[0]}.`, restoreIt),
      );
      const read: Reader = (work) => work({ db, now: async () => now() });
      return { ...(await readTables(read, findings)), findings };
    } finally {
      await db.destroy();
    }
  } catch (error) {
    const fault = explainSqliteFault(error);
    const reason = fault ?? (error instanceof Error ? error.message : String(error));
    findings.push(
      isDamaged(error)
        ? wrong(`The database in ${directory} cannot be read: ${reason}.`, restoreIt)
        : unknown(`The database in ${directory} cannot be read from here: ${reason}.`),
    );
    return { findings };
  }
}

const restoreIt = 'Stop the bot and restore a backup: `mdaemon-bot restore FILE`. The old store is kept beside it.';

const ofDatabase = 'Store’s database';
const ofTables = 'Store’s tables';

function notThere(directory: string, mayBeNew: boolean): Finding {
  const says = `There is no store in ${directory} yet.`;
  const parent = nearestFolder(directory);
  if (!mayWrite(parent) || !statSync(parent).isDirectory()) {
    return wrong(
      `${says} It can’t be created, because ${parent} isn’t a folder that this user may write to.`,
      'Run the bot as the user it belongs to, or set DATA_DIR to another folder.',
    );
  }
  const remedy = 'If the bot has run before, it had a different DATA_DIR, or ran as a different user.';
  return mayBeNew
    ? { ...fine(part, `${says} The first start or reminder creates it.`), remedy }
    : unknown(says, `The first start creates it. ${remedy}`);
}

/** The folder itself, or the one above it in which it would be made. */
function nearestFolder(directory: string): string {
  let folder = resolve(directory);
  while (statSync(folder, { throwIfNoEntry: false }) === undefined && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
}

function inspectRights(directory: string, path: string, file: Stats): Finding[] {
  const refused = [directory, path].find((each) => !mayWrite(each));
  if (refused !== undefined) {
    return [
      wrong(
        `This user isn’t allowed to write to ${refused}.`,
        'Run the bot as the user it belongs to, or change its owner.',
      ),
    ];
  }
  const self = process.getuid?.();
  if (self !== undefined && self !== file.uid) {
    return [
      unknown(
        `The store belongs to user ${file.uid}, and I run as ${self}. Only the bot’s own user can tell whether the bot may write to it.`,
        'Run `doctor` as the user that the bot runs as.',
      ),
    ];
  }
  if (process.platform !== 'win32' && (file.mode & 0o077) !== 0) {
    return [
      wrong(
        `${path} can be read by other users of this machine.`,
        'The next start fixes that. To fix it now, run `chmod 600` on the file.',
      ),
    ];
  }
  return [fine(part, `The store is in ${directory}, and this user may write to it.`)];
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function inspectRoom(directory: string, { size }: Stats): Finding {
  const disk: Pick<Finding, 'part'> = { part: 'Disk' };
  try {
    const { bavail, bsize } = statfsSync(directory);
    const free = bavail * bsize;
    const says = `${inMebibytes(free)} are free for the store, which takes ${inMebibytes(size)}.`;
    // A backup is as large as the store.
    return free < leastFreeBytes + size
      ? { ...disk, verdict: 'wrong', says, remedy: 'Make room: on a full disk the bot confirms and delivers nothing.' }
      : { ...disk, verdict: 'fine', says };
  } catch (error) {
    return { ...disk, verdict: 'unknown', says: `I can’t read how much is free: ${String(error)}.` };
  }
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / mebibyte).toLocaleString('en')} MiB`;
}

async function inspectDatabase(
  { databaseUrl }: { readonly databaseUrl: string },
  now: () => Date,
): Promise<StoreInspection> {
  const { createDatabaseClock, createPostgresDialect, explainPostgresFault } = await import('./postgres.ts');
  const name = 'The database of DATABASE_URL';
  let dialect: ReturnType<typeof createPostgresDialect>;
  try {
    dialect = createPostgresDialect(databaseUrl, 1);
  } catch (error) {
    return {
      findings: [wrong(`I can’t read the address in DATABASE_URL: ${String(error)}.`, 'Correct DATABASE_URL.')],
    };
  }
  const db = new Kysely<Schema>({ dialect });
  // The server refuses what would change anything, should this program ever try.
  const read: Reader = (work) =>
    db
      .transaction()
      .setAccessMode('read only')
      .execute((transaction) => work({ db: transaction, now: () => createDatabaseClock(transaction).read() }));
  try {
    const askedAt = now();
    const at = await read((context) => context.now());
    const clock = { at, askedAt, answeredAt: now() };
    const findings = [fine(part, `${name} accepts this user and answers.`), ...(await read(inspectServer))];
    return { ...(await readTables(read, findings)), findings, clock };
  } catch (error) {
    const fault = explainPostgresFault(error);
    const reason = fault?.reason ?? (error instanceof Error ? error.message : String(error));
    return { findings: [wrong(`${name} cannot be used: ${reason}.`, 'Check DATABASE_URL and the server.')] };
  } finally {
    await db.destroy();
  }
}

/** Fewer, and a replica that starts may find none. */
const leastConnections = 4;

async function inspectServer({ db }: Pick<StorageContext, 'db'>): Promise<Finding[]> {
  const { rows } = await sql<{
    version: string;
    standby: boolean;
    most: number;
    used: number;
    bytes: number;
    may_make: boolean;
  }>`select current_setting('server_version') as version, pg_is_in_recovery() as standby,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      pg_database_size(current_database())::float8 as bytes,
      has_schema_privilege(current_schema(), 'create') as may_make`.execute(db);
  const [row] = rows;
  if (row === undefined) return [unknown('The server doesn’t report its state.')];
  const { version, standby, most, used, bytes, may_make: mayMake } = row;
  const says = `PostgreSQL ${version}, with ${used} of ${most} connections in use.`;
  return [
    standby
      ? wrong(`${says} It is a standby, which can’t be written to.`, 'Set DATABASE_URL to the primary server.')
      : most - used < leastConnections
        ? wrong(says, 'Raise its max_connections, or lower DATABASE_CONNECTIONS.')
        : fine('Store’s server', says),
    ...(mayMake
      ? []
      : [
          wrong(
            'Its user isn’t allowed to create tables, so an upgrade will fail.',
            'Grant it: `grant create on schema public to …`.',
          ),
        ]),
    {
      part: 'Disk',
      verdict: 'unknown',
      says: `The database takes ${inMebibytes(bytes)}. I can’t see from here how much room its server has.`,
      remedy: 'Watch the disk of the server where it runs.',
    },
  ];
}

/** Reads what the tables say, and tells whether they are those of this version. */
async function readTables(read: Reader, findings: Finding[]): Promise<Omit<StoreInspection, 'findings' | 'clock'>> {
  let state: Awaited<ReturnType<typeof compareSchema>>;
  let madeAt: Date | undefined;
  try {
    state = await read(({ db }) => compareSchema(db));
    madeAt = await read(readMadeAt);
  } catch (error) {
    findings.push(unknown(`The bot’s tables don’t exist yet (${messageOf(error)}).`, 'The first start creates them.'));
    return {};
  }
  const age = madeAt === undefined ? '' : `, made ${madeAt.toISOString().slice(0, 10)}`;
  const { missing, foreign } = state;
  if (foreign.length > 0) {
    findings.push(
      wrong(
        `The tables are from a newer version than this one (${foreign.join(', ')})${age}.`,
        'Start the newer version. To go back, restore the backup from before the upgrade.',
      ),
    );
    return {};
  }
  if (missing.length > 0) {
    const says = `The tables are from an older version${age}; the next start updates them (${missing.join(', ')}).`;
    findings.push({ ...fine(ofTables, says), remedy: 'Make a backup before that start.' });
  } else findings.push(fine(ofTables, `The tables match this version${age}.`));
  // Tables of an older version may lack what is read here.
  const orNothing = <Result>(work: Parameters<typeof read<Result>>[0]) => read(work).catch(() => undefined);
  const ledger = await orNothing((context) => readStatus(context, undefined));
  const delivered = await orNothing(readDelivered);
  const places = await orNothing(readPlaces);
  return {
    ...(ledger === undefined ? {} : { ledger }),
    ...(delivered === undefined ? {} : { delivered }),
    ...(places === undefined ? {} : { places }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where reminders go that are still to come, each place once. */
async function readPlaces({ db }: Pick<StorageContext, 'db'>): Promise<NonNullable<StoreInspection['places']>> {
  const rows = await db
    .selectFrom('reminders')
    .select(['team', 'target_kind', 'target_id'])
    .select(({ fn }) => fn.max('pings_everyone').as('pings_everyone'))
    .where('next_due_at', 'is not', null)
    .groupBy(['team', 'target_kind', 'target_id'])
    .orderBy('team')
    .orderBy('target_id')
    .execute();
  const shown = rows.slice(0, mostPlaces).map(
    (row): ReminderPlace => ({
      team: row.team as TeamKey,
      target: { kind: row.target_kind, id: row.target_id } as Target,
      pingsEveryone: row.pings_everyone === 1,
    }),
  );
  return { shown, more: rows.length - shown.length };
}
