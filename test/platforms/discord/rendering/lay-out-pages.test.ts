import { expect, test } from 'vitest';
import { layOutPages, type Part } from '../../../../src/platforms/discord/rendering/lay-out-pages.ts';

const room = { most: 3_000, single: 20, comfortable: 10 };
const list = (heading: string, count: number): Part => ({
  heading,
  lines: Array.from({ length: count }, (_, index) => `- ${index}`),
});
const code = (count: number): Part => ({
  heading: '',
  lines: Array.from({ length: count }, (_, index) => `code ${index}`),
  fences: ['```\n', '\n```'],
});
const linesOf = (part: Part) =>
  layOutPages([part], room).pages.map(
    (page) =>
      page
        .join('\n')
        .split('\n')
        .filter((line) => /\d/.test(line)).length,
  );

test('up to the single page nothing is split', () => {
  expect(layOutPages([list('**A**', 9), list('', 10)], room)).toEqual({
    pages: [[`**A**\n${list('', 9).lines.join('\n')}`, list('', 10).lines.join('\n')]],
    complete: true,
  });
});

test('longer ones are split evenly', () => {
  expect(linesOf(list('', 21))).toEqual([7, 7, 7]);
  expect(
    linesOf(list('', 200))
      .slice(0, -1)
      .every((count) => count >= 9 && count <= 11),
  ).toBe(true);
});

test('a section that goes on says so, below its heading', () => {
  const { pages } = layOutPages([list('**Coming**', 25)], room);
  expect(pages.map(([text]) => text?.split('\n')[0])).toEqual([
    '**Coming**',
    '**Coming** (continued)',
    '**Coming** (continued)',
  ]);
  expect(layOutPages([list('-# Port · Direction', 25)], room).pages[1]?.[0]).toMatch(/^-# Port · Direction\n- /);
});

test('no page ends right below the first line of a section', () => {
  for (let before = 1; before < 30; before += 1) {
    const { pages } = layOutPages([list('', before), list('**B**', 20)], room);
    for (const page of pages) expect(page.at(-1)).not.toBe('**B**\n- 0');
  }
});

test('code stays whole, and is split only where it alone is too much for a message', () => {
  for (let before = 1; before < 30; before += 1) {
    const { pages } = layOutPages([list('', before), code(30)], room);
    expect(pages.flat().filter((text) => text.startsWith('```'))).toEqual([
      `\`\`\`\n${code(30).lines.join('\n')}\n\`\`\``,
    ]);
  }
  const split = layOutPages([code(600)], room).pages;
  expect(split.length).toBeGreaterThan(1);
  for (const [text = ''] of split) expect(text).toMatch(/^```\n[\s\S]*\n```$/);
});

test('nothing is one empty page', () => {
  expect(layOutPages([], room)).toEqual({ pages: [[]], complete: true });
});
