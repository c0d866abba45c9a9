import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quote } from '../bot/bot.ts';
import { storagePlace } from '../config/config.ts';
import { nextOccurrence } from '../reminders/calendar/calendar.ts';
import { createPlanner } from '../reminders/reminders.ts';
import type { SetAside } from '../storage/storage.ts';
import type { Environment } from './build-bot.ts';
import type { ProgramOutput } from './discord-setup.ts';

/** How both are written. */
const usage = `Usage:
  backup FOLDER                            copies the store into a file in that folder, even while the bot runs
  backup FILE.db                           copies it into that file
  restore FILE.db [--stopped-at INSTANT]   replaces the store with a backup; stop the bot first
  restore --database [--stopped-at INSTANT]
                                           after pg_restore, does the same for the database of DATABASE_URL
INSTANT, such as 2026-11-30T04:00Z, is when you stopped the last bot that posted after the backup. If left out, it is now.
`;

/** Copies the store to a file, or puts such a copy in its place: `backup`, `restore`. Returns the exit status. */
export async function runKeepStore(
  [command, ...words]: readonly string[],
  environment: Environment,
  output: ProgramOutput,
): Promise<number> {
  const given = readWords(words);
  if (given === undefined || given.paths.length > 1) {
    output.error(usage);
    return 2;
  }
  const place = storagePlace(environment);
  const [path] = given.paths;
  if (command === 'backup') {
    if (path === undefined || given.database || given.stoppedAt !== undefined) {
      output.error(usage);
      return 2;
    }
    if ('databaseUrl' in place) {
      output.error('The store is in PostgreSQL: back it up with `pg_dump --format=custom`, see docs/operations.md.\n');
      return 2;
    }
    const { backUpStore } = await (await import('../storage/storage.ts')).loadBackups();
    const made = await backUpStore(place.directory, fileIn(path, new Date()));
    const size = `${Math.ceil(made.bytes / 1_024).toLocaleString('en')} KiB`;
    output.out(
      `${made.path} is a complete backup of the store in ${place.directory}: ${remindersIn(made.reminders)}, ${size}.\n`,
    );
    return 0;
  }
  const now = new Date();
  const stoppedAt = given.stoppedAt ?? now;
  if (stoppedAt > now || given.database === (path !== undefined) || given.database !== 'databaseUrl' in place) {
    output.error(stoppedAt > now ? `--stopped-at is in the future.\n${usage}` : usage);
    return 2;
  }
  const planner = createPlanner(nextOccurrence);
  const storage = await import('../storage/storage.ts');
  if ('databaseUrl' in place) {
    const { delivered } = await (await storage.loadInspection()).inspectStore(place, {
      now: () => now,
      mayBeNew: false,
    });
    if (delivered !== undefined && delivered.size > 0) {
      output.error(
        'A bot is running on this database, or was killed less than half a minute ago. Stop all bots first.\n',
      );
      return 1;
    }
    const opened = await storage.openStorage({ place, planner });
    try {
      output.out(describe(await opened.setAsideUnsent(stoppedAt), stoppedAt));
    } finally {
      await opened.close();
    }
    return 0;
  }
  const { reminders, before, setAside } = await (await storage.loadBackups()).restoreStore({
    directory: place.directory,
    path: path ?? '',
    stoppedAt,
    planner,
    newId: randomUUID,
    now: () => now,
  });
  output.out(`The store in ${place.directory} is restored from ${path}: ${remindersIn(reminders)}.\n`);
  if (before !== undefined) output.out(`The old store is kept: ${before}\n`);
  output.out(describe(setAside, stoppedAt));
  return 0;
}

function readWords(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { 'stopped-at': { type: 'string' }, database: { type: 'boolean', default: false } },
    });
    const said = values['stopped-at'];
    const stoppedAt = said === undefined ? undefined : new Date(said);
    // Without a zone it would be that of whoever types it, or of a container.
    const isInstant =
      said === undefined || (/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(said) && !Number.isNaN(stoppedAt?.getTime()));
    return isInstant ? { paths: positionals, database: values.database, stoppedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** The file itself, or a new one in that folder. */
function fileIn(path: string, now: Date): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  return join(path, `mdaemon-bot-${now.toISOString().replaceAll(':', '-')}.db`);
}

function remindersIn(count: number): string {
  return count === 1 ? '1 reminder' : `${count} reminders`;
}

/** More are in `status`, and in `remind list all`. */
const mostNamed = 20;

/** What the operator has to know about reminders that may have been posted. */
function describe({ times, reminders }: SetAside, stoppedAt: Date): string {
  const until = stoppedAt.toISOString();
  if (times === 0) return `Nothing was due between the backup and ${until}, so I left nothing out.\n`;
  const lines = reminders.slice(0, mostNamed).map(({ team, id, text, dueAt, times: count }) => {
    const more = count === 1 ? '' : `, and ${count - 1} times before`;
    return `  ${team} ${id} ${quote(text)}, due ${dueAt.toISOString()}${more}`;
  });
  const rest = reminders.length > mostNamed ? `  and ${reminders.length - mostNamed} more reminders\n` : '';
  return `These were due by ${until} and not yet sent when the backup was made. They may have been posted since, so I left them out:
${lines.join('\n')}
${rest}Look in their channels. \`remind run-now ID\` posts what is missing.
`;
}
