/**
 * `npm pack` and `npm publish` take `package.json` as it is. Whoever installs the package needs no packages besides it,
 * since the build holds them, so the packed file names none. `manifest.ts pack` (the script `prepack`) writes that, and
 * `manifest.ts restore` (the script `postpack`) puts the checkout's own back.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const manifest = fileURLToPath(new URL('../package.json', import.meta.url));
const kept = fileURLToPath(new URL('../package.json.checkout', import.meta.url));

if (process.argv[2] === 'restore') {
  if (existsSync(kept)) renameSync(kept, manifest);
} else {
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(kept, text);
  writeFileSync(manifest, packedManifest(text));
}

function packedManifest(text: string): string {
  const { scripts: _s, dependencies: _d, devDependencies: _v, overrides: _o, ...rest } = JSON.parse(text);
  return `${JSON.stringify(rest, null, 2)}\n`;
}
