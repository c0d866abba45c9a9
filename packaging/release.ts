/**
 * Makes a release and stops before anybody sees it: `npm run release -- 0.2.0`. It wants a clean checkout of `main`, runs every
 * check and test, writes the version, packs, and tries the packed file in an empty folder without a network. Then it prints
 * what is left to do by hand: to commit, to tag, to publish. `docs/releasing.md` goes through it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { releaseChangelog } from './changelog.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const changelog = join(root, 'CHANGELOG.md');
const [version = '', ...options] = process.argv.slice(2);
const isRehearsal = options.includes('--rehearse');
const file = `mdaemon-bot-${version}.tgz`;

/** Why nothing is released. */
class Stop extends Error {}

/** Runs a command and returns what it prints; stops the release where it fails. */
function run(command: string, args: readonly string[], cwd = root): string {
  const line = `${command} ${args.join(' ')}`;
  console.log(`$ ${line}`);
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  } catch (cause) {
    const { stdout } = cause as { readonly stdout?: string };
    if (stdout) process.stderr.write(stdout);
    throw new Stop(`\`${line}\` failed.`, { cause });
  }
}

try {
  const released = checkVersion();
  if (!isRehearsal) {
    run('npm', ['run', 'check']);
    run('npm', ['test']);
  }
  try {
    run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
    writeFileSync(changelog, released);
    const digest = pack();
    if (isRehearsal) undo();
    tellWhatIsLeft(digest);
  } catch (error) {
    undo();
    throw error;
  }
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(`Nothing is released: ${error.message}`);
  process.exitCode = 1;
}

/** Finds what speaks against this version before anything is changed. Returns the changelog that it gets. */
function checkVersion(): string {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Stop('name the version, such as `npm run release -- 0.2.0`.');
  if (run('git', ['status', '--porcelain']) !== '') throw new Stop('the checkout has changes. Commit or discard them.');
  if (!isRehearsal && run('git', ['branch', '--show-current']) !== 'main')
    throw new Stop('releases are made from main.');
  const { version: current } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  if (version.localeCompare(current, 'en', { numeric: true }) < 0)
    throw new Stop(`${version} is older than ${current}.`);
  if (run('git', ['tag', '--list', `v${version}`]) !== '') throw new Stop(`there is a tag v${version} already.`);
  try {
    return releaseChangelog(readFileSync(changelog, 'utf8'), version, new Date().toISOString().slice(0, 10));
  } catch (error) {
    throw new Stop(`${(error as Error).message}.`);
  }
}

/** Makes the package, tries it in an empty folder without a network, and returns its SHA-256. */
function pack(): string {
  run('npm', ['pack', '--silent']);
  const empty = mkdtempSync(join(tmpdir(), 'mdaemon-bot-release-'));
  try {
    writeFileSync(join(empty, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--offline', '--silent', join(root, file)], empty);
    const program = join(empty, 'node_modules/mdaemon-bot/bin/mdaemon-bot.mjs');
    if (run(process.execPath, [program, '--version'], empty) !== version)
      throw new Stop('the packed program is of another version.');
    if (!run(process.execPath, [program, 'ports', 'activesync'], empty).includes('443/tcp'))
      throw new Stop('the packed program is wrong.');
  } finally {
    rmSync(empty, { recursive: true });
  }
  return createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');
}

/** Leaves the checkout as it was. */
function undo(): void {
  rmSync(join(root, file), { force: true });
  // What `npm pack` leaves where it is interrupted.
  rmSync(join(root, 'package.json.checkout'), { force: true });
  run('git', ['checkout', '--', 'package.json', 'package-lock.json', 'CHANGELOG.md']);
}

function tellWhatIsLeft(digest: string): void {
  console.log(
    isRehearsal
      ? `Rehearsed: ${file} would be released, and everything is as it was.`
      : `
${file} is ready, and nothing is published. SHA-256: ${digest}

  git commit -am 'Release ${version}' && git tag -s v${version} -m 'Release ${version}'
  git push --follow-tags
  npm publish ${file} --access public          # from CI with --provenance; see docs/releasing.md`,
  );
}
