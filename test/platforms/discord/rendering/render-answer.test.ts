import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Reply } from '../../../../src/bot/answer.ts';
import type { PageKey } from '../../../../src/platforms/discord/rendering/custom-id.ts';
import {
  type RenderedAnswer,
  type RenderOptions,
  renderAnswer,
} from '../../../../src/platforms/discord/rendering/render-answer.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { activeSync, notUnderstood, replyWith, steps } from '../../slack/answers.ts';
import { failed, manyRows, scheduled, withScript } from '../answers.ts';
import { anyAnswer, seconds } from '../any-answer.ts';
import { liveSyntax } from '../live-syntax.ts';
import { expectWithinLimits, idsOf, textsOf } from '../within-limits.ts';

const line = (text: string): PageKey => ({ by: 'line', line: text });
const alice = '80351110224678912';
const pageKey = line('ports');

describe('golden files', () => {
  test.each([
    ['active-sync', renderAnswer(activeSync, { share: line('ports activesync') })],
    ['shared', renderAnswer(replyWith({}), { sharedBy: alice })],
    ['steps', renderAnswer(steps)],
    ['not-understood', renderAnswer(notUnderstood)],
    ['failed', renderAnswer(failed)],
    ['paged-first', renderAnswer(manyRows, { pageKey, share: pageKey })],
    ['paged-last', renderAnswer(manyRows, { pageKey, share: pageKey, page: 1 })],
    ['with-script', renderAnswer(withScript)],
    ['scheduled', renderAnswer(scheduled, { newReminder: true })],
  ])('%s', async (name, message) => {
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(
      `../../../golden/discord/${name}.json`,
    );
  });
});

const replyOf = (answer: Answer): Reply => ({ command: null, outcome: 'answered', answer });
const allPages = (reply: Reply, options: RenderOptions): RenderedAnswer[] => {
  const { pages } = renderAnswer(reply, options);
  return Array.from({ length: pages }, (_, page) => renderAnswer(reply, { ...options, page }));
};

/** The first page, the last, and one between. */
const somePages = (reply: Reply, options: RenderOptions): RenderedAnswer[] => {
  const { pages } = renderAnswer(reply, options);
  const wanted = new Set([0, Math.floor(pages / 2), pages - 1]);
  return [...wanted].map((page) => renderAnswer(reply, { ...options, page }));
};

describe('any answer', () => {
  const settings = { numRuns: propertyRuns(150), endOnFailure: true };
  const keys = fc.oneof(
    fc.constant(undefined),
    fc.constant(pageKey),
    fc.string({ maxLength: 120 }).map(line),
    fc.uuid().map((id) => ({ by: 'request' as const, id })),
  );

  test('yields no mention, no link but to a source, and no timestamp but of an instant', () => {
    fc.assert(
      fc.property(anyAnswer, keys, (any, key) => {
        const known = new Set(any.sources.map(({ url = '' }) => (URL.canParse(url) ? new URL(url).host : '')));
        for (const message of somePages(replyOf(any), key === undefined ? {} : { pageKey: key })) {
          for (const each of textsOf(message)) {
            const { mentions, timestamps, masked, others } = liveSyntax(each);
            expect({ mentions, others }).toEqual({ mentions: [], others: [] });
            for (const timestamp of timestamps) expect(timestamp).toBe(`${seconds}:R`);
            for (const address of masked) expect(known, address).toContain(URL.parse(address)?.host);
          }
        }
      }),
      settings,
    );
  });

  test('stays within the limits, on every page', () => {
    fc.assert(
      fc.property(anyAnswer, keys, fc.boolean(), (any, key, newReminder) => {
        const found = key === undefined ? {} : { pageKey: key, share: key };
        for (const message of somePages(replyOf(any), { ...found, newReminder, sharedBy: alice })) {
          expectWithinLimits(message);
        }
      }),
      settings,
    );
  });

  test('loses nothing between its pages', () => {
    const words = fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,20}$/);
    const items = fc.array(fc.array(words, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(items, (lists) => {
        const reply = replyWith({ sections: lists.map((each) => ({ kind: 'list', items: each })) });
        const shown = allPages(reply, { pageKey }).flatMap((page) => textsOf(page).flatMap((text) => text.split('\n')));
        expect(shown.filter((each) => each.startsWith('- ')).map((each) => each.slice(2))).toEqual(lists.flat());
      }),
      settings,
    );
  });
});

describe('pages', () => {
  test('are turned by buttons that stay where they are', () => {
    const pages = allPages(manyRows, { pageKey });
    expect(pages.length).toBe(2);
    expect(pages.map((page) => idsOf(page).slice(0, 2))).toEqual([
      ['page:0:=ports', 'page:1:=ports'],
      ['page:0:=ports', 'page:1:=ports'],
    ]);
    expect(pages.map((page) => textsOf(page).at(-1)?.split('\n').at(-1))).toEqual(['-# Page 1 of 2', '-# Page 2 of 2']);
  });

  test.each([
    [-3, 1],
    [99, 2],
    [Number.NaN, 1],
    [0.9, 1],
  ])('show the nearest for %s', (page, shown) => {
    expect(textsOf(renderAnswer(manyRows, { pageKey, page })).at(-1)).toContain(`Page ${shown} of 2`);
  });

  test('begin with what does harm when overlooked', () => {
    expect(textsOf(renderAnswer(manyRows, { pageKey }))[1]).toBe('⚠️ Open none of them without need.');
  });

  test('come with a file where there are many', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`row ${index}`, 'x']);
    const table = replyWith({
      title: 'All *rows*',
      sections: [{ kind: 'table', columns: [{ header: 'A' }, { header: 'B' }], rows }],
    });
    const { files, pages } = renderAnswer(table, { pageKey });
    expect(pages).toBeGreaterThan(3);
    expect(files).toEqual([{ name: 'all-rows.txt', mediaType: 'text/plain', content: expect.any(String) }]);
    expect(files[0]?.content.split('\n').filter((each) => each.startsWith('row '))).toHaveLength(300);
    const alone = renderAnswer(table);
    expect(alone.pages).toBe(1);
    expect(textsOf(alone).at(-1)).toBe('-# The rest doesn’t fit · `all-rows.txt` has all of it');
    expect(alone.files).toEqual(files);
  });
});

test('an answer beyond all pages says so, and is whole in its file', () => {
  const items = Array.from({ length: 900 }, (_, index) => `item ${index} ${'x'.repeat(200)}`);
  const endless = replyWith({ title: 'Endless', sections: Array.from({ length: 5 }, () => ({ kind: 'list', items })) });
  const last = renderAnswer(endless, { pageKey, page: 999 });
  expectWithinLimits(last);
  expect(last.pages).toBe(50);
  expect(textsOf(last).at(-1)).toBe('-# Page 50 of 50 · The rest doesn’t fit · `endless.txt` has all of it');
  expect(last.files[0]?.content.split('\n').filter((each) => each.startsWith('- item'))).toHaveLength(4_500);
});

describe('files', () => {
  const file = (name: string, content = 'x') => ({ name, mediaType: 'text/plain', content });
  const namesOf = (...names: string[]) =>
    renderAnswer(replyWith({ files: names.map((name) => file(name)) })).files.map(({ name }) => name);

  test('get names that Discord leaves as they are, each its own', () => {
    expect(namesOf('a b.txt', '../../etc/passwd', 'A-b.TXT', 'übung.ps1', '…')).toEqual([
      'a-b.txt',
      'etc-passwd',
      'A-b-2.TXT',
      'ubung.ps1',
      'file.txt',
    ]);
  });

  test('that cannot be attached are named, with the reason', () => {
    const large = 'x'.repeat(11 * 1_024 * 1_024);
    const message = renderAnswer(replyWith({ files: [file('a.txt', large), file('b.txt', ''), file('c.txt')] }));
    expect(message.files.map(({ name }) => name)).toEqual(['c.txt']);
    expect(textsOf(message).at(-1)).toBe('-# a.txt is too large for a message. b.txt is empty.');
  });

  test('hold code that is too long to be read, under the name of the script it is', () => {
    const text = Array.from({ length: 90 }, (_, index) => `line ${index}`).join('\n');
    const long = { sections: [{ kind: 'code' as const, language: 'nft', text }] };
    const script = file('rules.nft', `${text}\n`);
    const message = renderAnswer(replyWith({ ...long, artifact: script }));
    expect(message.files).toEqual([script]);
    expect(textsOf(message)[1]).toBe(
      `**The first 8 of 90 lines. The file has all of it.**\n\`\`\`nft\n${text.split('\n').slice(0, 8).join('\n')}\n\`\`\``,
    );
    expect(renderAnswer(replyWith({ title: 'Rules', ...long })).files[0]?.name).toBe('rules.txt');
  });

  test('show their beginning, but for a calendar', () => {
    const begun = (mediaType: string) =>
      textsOf(renderAnswer(replyWith({ files: [{ ...file('a', 'one\ntwo'), mediaType }] }))).join('\n');
    expect(begun('text/plain')).toContain('```\none\ntwo\n```');
    expect(begun('text/calendar')).not.toContain('one');
  });
});

test('code of nothing but blanks leaves no part of a message blank', () => {
  const text = '` `';
  const message = renderAnswer(
    replyWith({
      title: text,
      lead: text,
      sections: [
        { kind: 'note', tone: 'info', text },
        { kind: 'list', title: text, items: [text] },
        { kind: 'table', title: text, columns: [{ header: text }], rows: [[text]] },
      ],
    }),
  );
  expectWithinLimits(message);
  expect(textsOf(message)).toEqual([
    `-# ' '
…`,
    '- …',
  ]);
});

test('only a Discord id is ever named as whoever shared it', () => {
  for (const sharedBy of ['80351110224678912> @everyone', 'U01ALICE', '', '1']) {
    expect(JSON.stringify(renderAnswer(replyWith({}), { sharedBy }))).not.toContain('Shared');
  }
});
