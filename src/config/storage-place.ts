import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where reminders and settings are kept. */
export type StoragePlace = { readonly directory: string } | { readonly databaseUrl: string };

/**
 * The place the environment names: `DATABASE_URL`, else `DATA_DIR`, else a folder of the user's own. Never fails; an
 * address that is none is told when the store is opened.
 */
export function storagePlace(environment: Readonly<Record<string, string | undefined>>): StoragePlace {
  const databaseUrl = environment['DATABASE_URL']?.trim();
  if (databaseUrl) return { databaseUrl };
  const directory = environment['DATA_DIR']?.trim();
  return { directory: directory || defaultDirectory(environment) };
}

/** `%LOCALAPPDATA%` on Windows, else the XDG base directory (https://specifications.freedesktop.org/basedir-spec/). */
function defaultDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const base =
    environment['LOCALAPPDATA'] ||
    environment['XDG_DATA_HOME'] ||
    join(environment['HOME'] || homedir(), '.local', 'share');
  return join(base, 'mdaemon-bot');
}
