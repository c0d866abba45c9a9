import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { canonicalZone, machineZone } from '../time/time.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The exit status for a configuration that cannot be used (EX_CONFIG of sysexits.h). */
export const configStatus = 78;

/** A variable that is missing or wrong, and the end of the sentence on it: `must be on or off`. */
export interface ConfigProblem {
  readonly name: string;
  readonly wanted: string;
}

/** The environment cannot be used. Lists every variable that is wrong at once; the process exits 78. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`These settings are wrong:\n${problems.map(({ name, wanted }) => `  ${name}: ${wanted}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The environment's variables, and a place to report those that are wrong. */
export interface Variables {
  /** A variable, trimmed; `undefined` where it is empty or not set. */
  readonly read: (name: string) => string | undefined;
  /** Reports what a variable must be. Never pass the value of a secret. */
  readonly report: (name: string, wanted: string) => undefined;
}

export function readVariables(environment: Environment, report: (name: string, wanted: string) => void): Variables {
  return {
    read: (name) => environment[name]?.trim() || undefined,
    report: (name, wanted) => void report(name, wanted),
  };
}

/**
 * Reads something from the environment, and refuses it where anything is wrong.
 *
 * @throws {ConfigError} with everything that was reported
 */
export function readWhole<Result>(environment: Environment, read: (variables: Variables) => Result): Result {
  const problems: ConfigProblem[] = [];
  const result = read(readVariables(environment, (name, wanted) => problems.push({ name, wanted })));
  if (problems.length > 0) throw new ConfigError(problems);
  return result;
}

/** Where a `.env` may be read from, and what was typed. */
interface EnvironmentFileOptions {
  /** The program's arguments, `--env-file PATH` or `--env-file=PATH` among them. */
  readonly argv: readonly string[];
  /** The checkout that the program runs from; absent for an installed package. */
  readonly checkout?: string;
  /** The current folder. */
  readonly folder: string;
  readonly errors: { write(text: string): unknown };
}

/**
 * Reads variables from a file, as `node --env-file` does: what is already set wins. The file is the one that was named, else
 * `.env` of the checkout where the program was started in it. Any other folder's `.env` is left alone: whoever can write
 * there could send the bot's reminders elsewhere. A `.env` that cannot be read is passed over with a line to `errors`, so
 * that a single answer still comes.
 *
 * @returns the arguments without the file's
 * @throws {ConfigError} where the named file cannot be read
 */
export function loadEnvironmentFile({ argv, checkout, folder, errors }: EnvironmentFileOptions): readonly string[] {
  const at = argv.findIndex((word) => word === '--env-file' || word.startsWith('--env-file='));
  const [option = ''] = at === -1 ? [] : [argv[at]];
  if (option !== '') {
    const isApart = option === '--env-file';
    const path = isApart ? argv[at + 1] : option.slice('--env-file='.length);
    if (path === undefined || path === '')
      throw new ConfigError([{ name: '--env-file', wanted: 'must be followed by the path of a file' }]);
    try {
      process.loadEnvFile(path);
    } catch (error) {
      throw new ConfigError([{ name: '--env-file', wanted: messageOf(error) }]);
    }
    return argv.toSpliced(at, isApart ? 2 : 1);
  }
  if (checkout === undefined || resolve(folder) !== resolve(checkout)) return argv;
  try {
    process.loadEnvFile(join(checkout, '.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') errors.write(`.env is not used: ${messageOf(error)}\n`);
  }
  return argv;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True or false for a variable that is on or off, false where it is not set, and `undefined` for anything else. */
export function readSwitch(text: string | undefined): boolean | undefined {
  const said = text?.trim().toLowerCase() ?? '';
  if (['on', 'yes', 'true', '1'].includes(said)) return true;
  return ['', 'off', 'no', 'false', '0'].includes(said) ? false : undefined;
}

/** The address of an HTTP API, as it was written; `undefined` where the variable is not set or, with a report, wrong. */
export function readUrl(name: string, { read, report }: Variables): string | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  return report(name, 'must be an address that begins with https:// (or http:// for a test)');
}

/** The zone a variable names, else the machine's own, else `fallback`. Never fails. */
export function readZoneOr(text: string | undefined, fallback: string): string {
  return canonicalZone(text?.trim() || machineZone()) ?? fallback;
}

/** Where reminders and settings are kept: a folder for SQLite, or a PostgreSQL address. */
export type StoragePlace =
  | { readonly directory: string }
  | {
      readonly databaseUrl: string;
      /** The most connections this process opens, at least four. Default 14. */
      readonly connections?: number;
    };

/** Two for the store, two for the jobs. */
export const fewestConnections = 4;

/**
 * The place the environment names: `DATABASE_URL`, else `DATA_DIR`, else a folder of the user's own. Never fails; an
 * address that is not one is refused when the store is opened.
 */
export function storagePlace(environment: Environment): StoragePlace {
  const databaseUrl = environment['DATABASE_URL']?.trim();
  if (databaseUrl) {
    const connections = Number(environment['DATABASE_CONNECTIONS']);
    return connections >= fewestConnections ? { databaseUrl, connections } : { databaseUrl };
  }
  return { directory: dataDirectory(environment) };
}

/** The folder for what is kept on this machine, also where the store itself is a database elsewhere. */
export function dataDirectory(environment: Environment): string {
  return environment['DATA_DIR']?.trim() || defaultDirectory(environment);
}

/** `%LOCALAPPDATA%` on Windows, else the XDG base directory (https://specifications.freedesktop.org/basedir-spec/). */
function defaultDirectory(environment: Environment): string {
  const base =
    environment['LOCALAPPDATA'] ||
    environment['XDG_DATA_HOME'] ||
    join(environment['HOME'] || homedir(), '.local', 'share');
  return join(base, 'mdaemon-bot');
}
