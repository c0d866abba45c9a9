import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assessAdvisory, assessSpan } from '../../knowledge/advisories.ts';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { compareVersions, isInSpan, readSpan, type VersionSpan, wordsOfSpan } from '../../knowledge/versions.ts';
import { propertyRuns } from '../property-runs.ts';

test.each([
  ['19.5', '20.0.0', -1],
  ['20.0', '20.0.0', 0],
  ['24.5.1', '24.5.1c', -1],
  ['24.5.1c', '24.5.1b', 1],
  ['v25.0', '24.5.1c', 1],
  ['9.6.4', '10.0.0', -1],
  ['24.5.1', '24.5.1a', -1],
  ['24.5.1a', '24.5.1c', -1],
  ['24.5.1c', '24.5.2', -1],
  ['24.5.1C', '24.5.1c', 0],
  ['9.61', '9.6.1', 0],
  ['9.61', '9.6.4', -1],
  ['10.02', '10.0.2', 0],
  ['9.5', '9.50', 0],
])('%s beside %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

const knowledge = (await openKnowledge()).current();
const { advisories } = knowledge.rows;
const releases = knowledge.releases.map(({ id }) => id);

describe('versions in a row', () => {
  test.each([
    [['21', 'to', '23'], { from: '21', through: '23' }],
    [['21-23'], { from: '21', through: '23' }],
    [['25.0.3', 'to', '24.5'], { from: '24.5', through: '25.0.3' }],
    [['25.x'], { from: '25', through: '25' }],
    [['before', '20.0.4'], { before: '20.0.4' }],
    [['after', 'v20.0.4'], { after: '20.0.4' }],
    [['from', '25.5'], { from: '25.5' }],
    [['25.0.1'], undefined],
    [['before', 'noon'], undefined],
  ])('%j', (words, span) => {
    expect(readSpan(words)).toEqual(span);
    if (span !== undefined) expect(readSpan(wordsOfSpan(span))).toEqual(span);
  });

  test.each([
    ['23.5.3', { from: '21', through: '23' }, true],
    ['24.0.0', { from: '21', through: '23' }, false],
    ['20.0.4', { before: '20.0.4' }, false],
    ['20.0.3', { before: '20.0.4' }, true],
    ['20.0.4', { after: '20.0.4' }, false],
    // After 20 begins with 21.
    ['20.0.4', { after: '20' }, false],
    ['24.5.1a', { from: '24.5', through: '24.5' }, true],
  ] as const)('%s in %j: %s', (version, span, expected) => {
    expect(isInSpan(version, span)).toBe(expected);
  });
});

describe('a verdict on versions in a row', () => {
  const major = fc.integer({ min: 2, max: 27 });
  const version = fc
    .tuple(major, fc.constantFrom(0, 5), fc.integer({ min: 0, max: 6 }))
    .map((numbers) => numbers.join('.'));
  const span: fc.Arbitrary<VersionSpan> = fc.oneof(
    fc.tuple(version, version).map(([a, b]) => readSpan([a, 'to', b]) ?? {}),
    version.map((from) => ({ from })),
    version.map((after) => ({ after })),
    version.map((before) => ({ before })),
    version.map((through) => ({ through })),
    major.map((each) => ({ from: String(each), through: String(each) })),
  );

  test('never clears a version of it that an advisory affects, nor condemns one that none does', () => {
    fc.assert(
      fc.property(span, fc.array(version, { minLength: 20, maxLength: 40 }), (asked, tried) => {
        const { says, affected, throughout } = assessSpan(advisories, asked, releases);
        for (const each of [...tried, ...releases].filter((one) => isInSpan(one, asked))) {
          const hits = advisories.filter((row) => assessAdvisory(row, each).says === 'affected');
          if (says === 'not-named' || says === 'cannot-tell') expect(hits.map(({ name }) => name)).toEqual([]);
          const named = new Set(affected.map(({ advisory }) => advisory));
          expect(hits.filter((row) => !named.has(row)).map(({ name }) => name)).toEqual([]);
          for (const row of throughout) expect(hits, `${row.name} and ${each}`).toContain(row);
        }
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
