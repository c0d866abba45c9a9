import { chmodSync, closeSync, lchownSync, lstatSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Only the user who runs the bot may look into its folder. */
const folderMode = 0o700;
const fileMode = 0o600;

/**
 * Makes the data directory where it is not there yet, for its owner alone. One that is there keeps its rights, since
 * somebody chose them.
 *
 * `mkdir` with `recursive` never returns below /proc (Node 24), so each folder is made by itself.
 *
 * @throws {Error} with a sentence that names the folder and says what to do
 */
export function makeDataDirectory(directory: string): void {
  const missing: string[] = [];
  try {
    for (let at = resolve(directory); ; at = dirname(at)) {
      const there = statSync(at, { throwIfNoEntry: false });
      if (there?.isDirectory() === true) break;
      if (there !== undefined) throw new Error(`${at} is a file, not a folder. Set DATA_DIR to a folder.`);
      missing.push(at);
    }
    for (const folder of missing.reverse()) makeFolder(folder);
  } catch (error) {
    throw explainDirectory(error, missing.at(-1) ?? directory);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: folderMode });
  } catch (error) {
    // Another process made it at the same moment.
    const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isThere) throw error;
  }
}

/**
 * Makes a file that only its owner may read, or takes others' rights to it away. SQLite gives its side files the same
 * rights. A file that is there is never opened: closing it would drop the locks this process holds on it.
 */
export function makePrivateFile(path: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined) closeSync(openSync(path, 'a', fileMode));
    else if ((there.mode & 0o077) !== 0) chmodSync(path, fileMode);
  } catch (error) {
    throw explainDirectory(error, path);
  }
}

/**
 * Makes a private file of a store, for the owner of its folder: what root makes there, the bot has to open. SQLite gives its
 * side files the same owner.
 */
export function makeStoreFile(path: string): void {
  makePrivateFile(path);
  giveToFolderOwner(path);
}

/** Gives root's file to the owner of its folder; that owner may have put a link there, which is not followed. */
export function giveToFolderOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (uid !== 0 && lstatSync(path).uid === 0) lchownSync(path, uid, gid);
}

/** Says in one sentence what is wrong with a place, from what the system said. */
function explainDirectory(error: unknown, place: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case undefined:
      return error as Error;
    case 'EACCES':
    case 'EPERM':
      return new Error(
        `this user isn’t allowed to write to ${place}. Give it the right, or set DATA_DIR to another folder.`,
        {
          cause: error,
        },
      );
    case 'EROFS':
      return new Error(`${place} is on a read-only file system. Set DATA_DIR to another folder.`, { cause: error });
    case 'ENOSPC':
    case 'EDQUOT':
      return new Error(`the disk of ${place} is full. Make room.`, { cause: error });
    default:
      return new Error(`${place} cannot be made there (${code}). Set DATA_DIR to another folder.`, { cause: error });
  }
}

/** Tells whether paths still lead to the files that were there when it was made. */
export interface FileIdentity {
  /** The first path that leads elsewhere by now, or nowhere; nothing while all is as it was. */
  findChange(): { readonly path: string; readonly is: 'gone' | 'replaced' } | undefined;
}

/** Remembers which files these paths lead to. Those that lead nowhere are left out. */
export function rememberFiles(paths: readonly string[]): FileIdentity {
  const before = paths.flatMap((path) => {
    const stats = look(path);
    return stats === undefined ? [] : [{ path, stats }];
  });
  return {
    findChange() {
      for (const { path, stats } of before) {
        const now = look(path);
        if (now === undefined) return { path, is: 'gone' };
        if (now.ino !== stats.ino || now.dev !== stats.dev) return { path, is: 'replaced' };
      }
      return undefined;
    },
  };
}

/** Where the folder cannot be looked into any more, its files count as gone. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
