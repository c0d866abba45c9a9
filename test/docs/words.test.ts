import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The right column of the table in CONTRIBUTING.md. */
const table = /### Words that people read\n([\s\S]*?)\n## /.exec(read('CONTRIBUTING.md'))?.[1] ?? '';
const banned = [...table.matchAll(/^\| .* \| (`.*) \|$/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words),
);

/** Another's own word for a thing of theirs. */
const foreign = /paste in configuration mode|a default configuration/;

function patternOf(words: string): RegExp {
  const ellipsis = / …$/.test(words);
  const text = words.replace(/ …$/, '');
  // There is no other way to say that there is none.
  return ellipsis ? new RegExp(`(?<![Tt]here )\\b${text} (?!longer\\b|more\\b)[a-z]`) : new RegExp(`\\b${text}s?\\b`);
}

/** The texts of a page that are prose: what is set as code is the program's, or another's. */
function prose(page: string): string[] {
  return read(page)
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/`[^`]*`|\]\([^)]*\)|<[^>]*>/g, ' ')
    .split('\n');
}

const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

/** The sentences in a file's strings, without what is put into them. */
function sentences(path: string): string[] {
  const code = read(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(literal)]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .map((text) => text.replace(/\$\{[^}]*\}/g, ' ').replace(/--\w+/g, ' '))
    .filter((text) => /[a-z]+ [a-z]+/i.test(text) && !text.includes('${') && text.length < 500);
}

/** What is known, as people read it: without the words it is found by. */
function factTexts(path: string): string[] {
  const fields = new Set(['asked_as', 'aliases', 'former', 'url']);
  const textsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([field, each]) => (fields.has(field) ? [] : textsIn(each)));
  };
  return textsIn(parse(read(path))).filter((text) => text.includes(' '));
}

const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })];
const facts = globSync('knowledge/mdaemon/*.yaml', { cwd: root });
const programs = ['src/**/*.ts', 'commands/**/*.ts', 'knowledge/**/*.ts'].flatMap((pattern) =>
  globSync(pattern, { cwd: root }),
);

it('a thing has one name, in what people read', () => {
  expect(banned.length).toBeGreaterThan(10);
  const texts = [
    ...pages.flatMap((page) => prose(page).map((text) => [page, text] as const)),
    ...programs.flatMap((path) => sentences(path).map((text) => [path, text] as const)),
    ...facts.flatMap((path) => factTexts(path).map((text) => [path, text] as const)),
  ];
  expect(texts.length).toBeGreaterThan(1_000);
  const patterns = banned.map((words) => [words, patternOf(words)] as const);
  const found = texts.flatMap(([path, text]) =>
    patterns
      .filter(([, pattern]) => pattern.test(text) && !foreign.test(text))
      .map(([words]) => `${path}: “${words}” in ${text.trim().slice(0, 100)}`),
  );
  expect(found).toEqual([]);
});

it('the bot speaks of itself as I', () => {
  // These hold words that people type.
  const said = programs.filter(
    (path) => !/^src\/(?:ask|firewall\/read|reminders\/calendar)\/|-request\.ts$/.test(path),
  );
  const texts = [
    ...pages.flatMap((page) => prose(page).map((text) => [page, text] as const)),
    ...said.flatMap((path) => sentences(path).map((text) => [path, text] as const)),
    ...facts.flatMap((path) => factTexts(path).map((text) => [path, text] as const)),
  ];
  const own = /\b(?:we|ours?|ourselves)\b(?!-)/i;
  expect(texts.filter(([, text]) => own.test(text))).toEqual([]);
  expect('It is our reading').toMatch(own);
});

it('would find each of them', () => {
  for (const words of banned) expect(`It ${words.replace('…', 'thing')} here.`, words).toMatch(patternOf(words));
  expect('There is no port.').not.toMatch(patternOf('is no …'));
});
