import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

const packaging = join(import.meta.dirname, '../../packaging');
const changelog = '# Changelog\n\n## Unreleased\n\n- A change.\n\n## 0.1.0 - 2026-01-01\n\n- The first.\n';

/** A program whose package holds nothing but what the script tries. */
const program = `console.log(process.argv[2] === '--version' ? require('../package.json').version : '443/tcp');`;

let checkout: string;

function run(command: string, ...words: readonly string[]) {
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const env = { ...process.env, PATH: path, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: checkout, encoding: 'utf8', env });
  return { status, out: stdout, error: stderr };
}

const git = (...words: readonly string[]) => {
  const { status, error } = run('git', '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...words);
  if (status !== 0) throw new Error(error);
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), text);
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Change');
}

const release = (...words: readonly string[]) => run(process.execPath, 'packaging/release.ts', ...words);

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'release-'));
  git('init', '--quiet', '--initial-branch=main');
  for (const name of ['release.ts', 'changelog.ts', 'manifest.ts']) {
    mkdirSync(join(checkout, 'packaging'), { recursive: true });
    copyFileSync(join(packaging, name), join(checkout, 'packaging', name));
  }
  write('CHANGELOG.md', changelog);
  write(
    'bin/mdaemon-bot.mjs',
    `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); ${program}`,
  );
  write('.gitignore', 'mdaemon-bot-*.tgz\n');
  write(
    'package.json',
    JSON.stringify({
      name: 'mdaemon-bot',
      version: '0.1.0',
      type: 'module',
      files: ['bin'],
      scripts: {
        check: 'node -e 0',
        test: 'node -e 0',
        prepack: 'node packaging/manifest.ts pack',
        postpack: 'node packaging/manifest.ts restore',
      },
    }),
  );
  write(
    'package-lock.json',
    JSON.stringify({ name: 'mdaemon-bot', version: '0.1.0', lockfileVersion: 3, packages: { '': {} } }),
  );
  commit();
});

describe('a release', () => {
  it('stops before it publishes, with the file, its digest and what is left to do', () => {
    const { status, out } = release('0.2.0');
    expect(status).toBe(0);
    expect(out).toMatch(/mdaemon-bot-0\.2\.0\.tgz is ready, and nothing is published\. SHA-256: [0-9a-f]{64}\n/);
    expect(out).not.toMatch(/\$ (npm publish|git (commit|push|tag -s))/);
    expect(existsSync(join(checkout, 'mdaemon-bot-0.2.0.tgz'))).toBe(true);
    expect(readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8')).toContain('## 0.2.0 - ');
  });

  it('that is rehearsed leaves everything as it was', () => {
    expect(release('0.2.0', '--rehearse')).toMatchObject({ status: 0, out: expect.stringContaining('Rehearsed') });
    expect(run('git', 'status', '--porcelain', '--ignored').out).toBe('');
  });

  const stops: readonly [string, string, () => void, RegExp][] = [
    ['no version', '', () => {}, /name the version/],
    ['half a version', '0.2', () => {}, /name the version/],
    ['a change', '0.2.0', () => write('new.txt', 'new'), /has changes/],
    ['another branch', '0.2.0', () => git('checkout', '--quiet', '-b', 'side'), /from main/],
    ['an older version', '0.0.9', () => {}, /0\.0\.9 is older than 0\.1\.0/],
    ['a version that the changelog has', '0.1.0', () => {}, /CHANGELOG\.md has 0\.1\.0 already/],
    ['a version that has a tag', '0.2.0', () => git('tag', 'v0.2.0'), /tag v0\.2\.0/],
    [
      'a changelog without changes',
      '0.2.0',
      () => {
        write('CHANGELOG.md', changelog.replace('\n- A change.\n', ''));
        commit();
      },
      /nothing below "Unreleased"/,
    ],
    [
      'a check that fails',
      '0.2.0',
      () => {
        write('package.json', readFileSync(join(checkout, 'package.json'), 'utf8').replace('node -e 0', 'exit 3'));
        commit();
      },
      /`npm run check` failed/,
    ],
    [
      'a packed program that says another version',
      '0.2.0',
      () => {
        write('bin/mdaemon-bot.mjs', "console.log('0.1.0');");
        commit();
      },
      /of another version/,
    ],
    [
      'a package that cannot be made',
      '0.2.0',
      () => {
        write(
          'package.json',
          readFileSync(join(checkout, 'package.json'), 'utf8').replace(
            'manifest.ts pack"',
            'manifest.ts pack && exit 3"',
          ),
        );
        commit();
      },
      /`npm pack --silent` failed/,
    ],
  ];

  it.each(stops)('is stopped in a sentence, and undone, by %s', (_name, version, prepare, reason) => {
    prepare();
    const before = run('git', 'status', '--porcelain', '--ignored').out;
    const { status, error } = release(...(version === '' ? [] : [version]));
    expect(error).toMatch(/^Nothing is released: .*\.$/m);
    expect(error).toMatch(reason);
    expect(error).not.toMatch(/\n {4}at /);
    expect(status).toBe(1);
    expect(run('git', 'status', '--porcelain', '--ignored').out).toBe(before);
  });
}, 60_000);
