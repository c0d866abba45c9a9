import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { expect, it } from 'vitest';
import { readImports } from './boundaries.ts';

/*
 * A test that starts a process, or something somebody else wrote, is called `*.peer.test.ts` and runs apart; all others
 * share one process (`npm run test:fast`), and so must be quick and leave nothing behind.
 */

const root = join(import.meta.dirname, '..');
const starters = /^node:(child_process|cluster)$|^test\/peers\/(?!free-port|until)/;

/** The way over imports, from a test to what starts something; only values count, and only files of the tests. */
function wayToStarter(test: string): readonly string[] | undefined {
  const ways = [[test]];
  const seen = new Set<string>();
  for (const way of ways) {
    const path = way.at(-1) ?? test;
    if (starters.test(path)) return way;
    if (seen.has(path) || !path.startsWith('test/')) continue;
    seen.add(path);
    for (const { specifier = '', typesOnly } of readImports(readFileSync(join(root, path), 'utf8'))) {
      const target = specifier.startsWith('.') ? posix.join(dirname(path), specifier) : specifier;
      if (!typesOnly) ways.push([...way, target]);
    }
  }
  return undefined;
}

it('tests that start something are called *.peer.test.ts, and no others', () => {
  const tests = globSync('test/**/*.test.ts', { cwd: root }).map((path) => path.split(sep).join('/'));
  const wrong = tests.flatMap((test) => {
    const way = wayToStarter(test);
    if (test.endsWith('.peer.test.ts')) return way === undefined ? [`${test} starts nothing: drop ".peer"`] : [];
    return way === undefined ? [] : [`${way.join(' -> ')}: call it ${test.replace('.test.ts', '.peer.test.ts')}`];
  });
  expect(wrong).toEqual([]);
});
