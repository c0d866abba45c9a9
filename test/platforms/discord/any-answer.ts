import fc from 'fast-check';
import type { Answer, Section } from '../../../src/bot/answer.ts';
import { hostileText as text } from './hostile-text.ts';

const file = fc.record({
  name: text,
  mediaType: fc.constantFrom('text/plain', 'text/calendar', 'application/json'),
  content: fc.oneof(
    text,
    fc.integer({ min: 1, max: 400 }).map((lines) => 'one line of a script\n'.repeat(lines)),
  ),
});

const section: fc.Arbitrary<Section> = fc.oneof(
  fc.record({
    kind: fc.constant('table' as const),
    title: text,
    columns: fc.array(fc.record({ header: text }), { minLength: 1, maxLength: 4 }),
    rows: fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constantFrom('list' as const, 'steps' as const),
    title: text,
    items: fc.array(text, { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('code' as const),
    title: text,
    language: text,
    text: file.map(({ content }) => content),
  }),
  fc.record({ kind: fc.constant('note' as const), tone: fc.constantFrom('info' as const, 'warning' as const), text }),
);

/** The seconds of every instant of `anyAnswer`. */
export const seconds = 1_796_022_000;

/** An answer with anything in it, up to sizes no command comes near. */
export const anyAnswer: fc.Arbitrary<Answer> = fc.record(
  {
    title: text,
    lead: text,
    sections: fc.array(section, { maxLength: 12 }),
    sources: fc.array(
      fc.record({
        id: text,
        title: text,
        publisher: text,
        date: text,
        url: fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text),
      }),
      { maxLength: 12 },
    ),
    actions: fc.array(fc.record({ label: text, command: text }), { maxLength: 12 }),
    files: fc.array(file, { maxLength: 12 }),
    artifact: file,
    instants: fc.array(fc.record({ shown: text, at: fc.constant(new Date(seconds * 1_000)) }), { maxLength: 4 }),
  },
  { requiredKeys: ['title', 'lead', 'sections', 'sources'] },
);
