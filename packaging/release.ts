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
const [version = '', ...options] = process.argv.slice(2);
const isRehearsal = options.includes('--rehearse');

/** Runs a command and returns what it prints; stops the release where it fails. */
function run(command: string, args: readonly string[], cwd = root): string {
  console.log(`$ ${command} ${args.join(' ')}`);
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function stop(reason: string): never {
  console.error(`Nothing is released: ${reason}`);
  process.exit(1);
}

if (!/^\d+\.\d+\.\d+$/.test(version)) stop('name the version, such as `npm run release -- 0.2.0`.');
if (run('git', ['status', '--porcelain']) !== '') stop('the checkout has changes. Commit or stash them.');
if (!isRehearsal) {
  if (run('git', ['branch', '--show-current']) !== 'main') stop('releases are made from main.');
  run('npm', ['run', 'check']);
  run('npm', ['test']);
}

run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
const changelog = join(root, 'CHANGELOG.md');
const today = new Date().toISOString().slice(0, 10);
writeFileSync(changelog, releaseChangelog(readFileSync(changelog, 'utf8'), version, today));

const file = `mdaemon-bot-${version}.tgz`;
run('npm', ['pack', '--silent']);
const digest = createHash('sha256')
  .update(readFileSync(join(root, file)))
  .digest('hex');

const empty = mkdtempSync(join(tmpdir(), 'mdaemon-bot-release-'));
writeFileSync(join(empty, 'package.json'), '{ "private": true }');
run('npm', ['install', '--offline', '--silent', join(root, file)], empty);
const program = join(empty, 'node_modules/mdaemon-bot/bin/mdaemon-bot.mjs');
if (run(process.execPath, [program, '--version'], empty) !== version) stop('the packed program is of another version.');
if (!run(process.execPath, [program, 'ports', 'activesync'], empty).includes('443/tcp'))
  stop('the packed program is wrong.');
rmSync(empty, { recursive: true });

if (isRehearsal) {
  rmSync(join(root, file));
  run('git', ['checkout', '--', 'package.json', 'package-lock.json', 'CHANGELOG.md']);
  console.log(`Rehearsed: ${file} would be released, and everything is as it was.`);
} else {
  console.log(`
${file} is ready, and nothing is published. SHA-256: ${digest}

  git commit -am 'Release ${version}' && git tag -s v${version} -m 'Release ${version}'
  git push --follow-tags
  npm publish ${file} --access public          # from CI with --provenance; see docs/releasing.md`);
}
