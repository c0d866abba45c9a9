import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assessAdvisory, assessVersion, versionToUpgradeTo } from '../../knowledge/advisories.ts';
import { daysOutOfDate } from '../../knowledge/knowledge-base.ts';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { confirmationOf } from '../../knowledge/port-policy.ts';
import type { Advisory, AffectedRange } from '../../knowledge/schema.ts';
import { compareVersions, isBuildOf } from '../../knowledge/versions.ts';

const knowledge = (await openKnowledge()).current();
const { advisories } = knowledge.rows;
const byId = (id: string): Advisory => {
  const found = advisories.find((row) => row.id === id);
  if (found === undefined) throw new Error(`There is no advisory ${id}`);
  return found;
};

/** A version and those next to it: one patch lower and higher, and lettered builds. */
function around(version: string): string[] {
  const [, numbers = '', letter = ''] = /^([\d.]+)([a-z]?)$/.exec(version) ?? [];
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number);
  const at = (a: number, b: number, c: number) => (a < 0 || b < 0 || c < 0 ? [] : [`${a}.${b}.${c}`]);
  return [
    version,
    `${major}`,
    `${major}.${minor}`,
    `${major}.${minor + 1}`,
    ...at(major, minor, patch),
    ...at(major, minor, patch - 1),
    ...at(major, minor, patch + 1),
    ...at(major, minor + 1, 0),
    ...at(major - 1, 9, 9),
    ...at(major + 1, 0, 0),
    ...['a', 'b', 'c', 'd'].map((each) => `${major}.${minor}.${patch}${each}`),
    ...(letter === '' ? [] : [`${major}.${minor}.${patch}`]),
  ];
}

/** The rule said once more, without what the code shares: a version is in a range, is fixed, or is left open. */
function expected(ranges: readonly AffectedRange[], version: string): 'affected' | 'fixed' | 'cannot-tell' {
  const plain = expectedAt(ranges, version);
  if (plain === 'cannot-tell' || /[a-z]$/.test(version) || version.split('.').length > 2) return plain;
  // A series is settled only where the first and every edge inside it fare alike.
  const edges = ranges
    .flatMap(({ from, before, through }) => [from, before, through])
    .filter((edge) => edge?.startsWith(`${version}.`));
  const inside = edges.flatMap((edge) => (edge === undefined ? [] : [edge, nextPatch(edge)]));
  return inside.every((edge) => expectedAt(ranges, edge) === plain) ? plain : 'cannot-tell';
}

function nextPatch(version: string): string {
  const numbers = version
    .replace(/[a-z]$/, '')
    .split('.')
    .map(Number);
  return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.');
}

function expectedAt(ranges: readonly AffectedRange[], version: string): 'affected' | 'fixed' | 'cannot-tell' {
  const within = ranges.some(
    ({ from, before, through }) =>
      (from === undefined || compareVersions(from, version) <= 0) &&
      (before === undefined ? compareVersions(version, through ?? '0') <= 0 : compareVersions(version, before) < 0),
  );
  if (within) return 'affected';
  const behind = ranges.filter(({ before, through }) => compareVersions(before ?? through ?? '0', version) <= 0);
  const nearest = behind.reduce<AffectedRange | undefined>(
    (best, range) =>
      best === undefined ||
      compareVersions(best.before ?? best.through ?? '0', range.before ?? range.through ?? '0') < 0
        ? range
        : best,
    undefined,
  );
  const fixed = nearest?.fixed;
  if (fixed === undefined || isBuildOf(version, fixed)) return 'cannot-tell';
  return compareVersions(fixed, version) <= 0 ? 'fixed' : 'cannot-tell';
}

describe('the verdict on a version', () => {
  const cases = advisories.flatMap((advisory) =>
    [
      ...new Set([
        '0.1',
        '99.0',
        ...advisory.affected.flatMap(({ ranges }) =>
          ranges.flatMap(({ from, before, through, fixed }) =>
            [from, before, through, fixed].flatMap((edge) => (edge === undefined ? [] : around(edge))),
          ),
        ),
      ]),
    ].map((version) => [advisory, version] as const),
  );

  test('equals the ranges, for every advisory and every version around its edges', () => {
    expect(cases.length).toBeGreaterThan(400);
    for (const [advisory, version] of cases) {
      const { says, each } = assessAdvisory(advisory, version);
      const wanted = advisory.affected.map(({ ranges }) => expected(ranges, version));
      const name = `${advisory.name} and ${version}`;
      expect(
        each.map((verdict) => verdict.says),
        name,
      ).toEqual(wanted);
      expect(says, name).toBe(
        wanted.includes('affected') ? 'affected' : wanted.includes('fixed') ? 'fixed' : 'cannot-tell',
      );
    }
  });

  test('of all advisories never leaves out one that says affected', () => {
    for (const [advisory, version] of cases) {
      const affected = assessAdvisory(advisory, version).says === 'affected';
      const whole = assessVersion(advisories, version);
      if (affected) expect(whole.says, `${advisory.name} and ${version}`).toBe('affected');
      const upgrade = versionToUpgradeTo(whole.affected, version);
      if (upgrade !== undefined) {
        const after = assessVersion(
          whole.affected.map((each) => each.advisory),
          upgrade,
        );
        expect(after.affected, `${version} upgraded to ${upgrade}`).toEqual([]);
      }
    }
  });

  test.each([
    ['cve-2025-3929', '25.0.1', 'affected'],
    ['cve-2025-3929', '25.0.1a', 'cannot-tell'],
    ['cve-2025-3929', '25.0.2', 'fixed'],
    ['cve-2025-3929', '25.0.2a', 'cannot-tell'],
    ['cve-2024-11182', '24.5.1', 'affected'],
    ['cve-2024-11182', '24.5.1b', 'affected'],
    ['cve-2024-11182', '24.5.1c', 'fixed'],
    ['cve-2019-8983', '12', 'cannot-tell'],
    ['cve-2019-8983', '18.5.1', 'affected'],
    ['easybee', '11.0', 'cannot-tell'],
    ['easybee', '13.0.7', 'affected'],
    ['easybee', '13.0.8', 'cannot-tell'],
    ['easybee', '13.5', 'fixed'],
    ['cyren-end', '22.0.3', 'affected'],
    ['cyren-end', '23.0.0', 'affected'],
    ['cyren-end', '23.0.1', 'fixed'],
    ['cyren-end', '21.5', 'cannot-tell'],
    ['cve-2018-17792', '26.0', 'cannot-tell'],
    ['cve-2025-3929', '25', 'cannot-tell'],
    ['cve-2025-3929', '25.0', 'cannot-tell'],
    ['cve-2025-3929', '24.5', 'affected'],
    ['cve-2025-3929', '25.5', 'fixed'],
    // 24.5.0 is affected and 24.5.1c is not; 24.5 may be either.
    ['cve-2024-11182', '24.5', 'cannot-tell'],
    ['cve-2024-11182', '24.5.0', 'affected'],
    ['cve-2004-2504', '7.2', 'affected'],
  ])('%s and %s: %s', (id, version, says) => {
    expect(assessAdvisory(byId(id), version).says).toBe(says);
  });

  test('keeps both sides where sources contradict each other', () => {
    const verdict = assessAdvisory(byId('cve-2024-11182'), '24.5.1');
    expect(verdict.contradicted).toBe(true);
    expect(verdict.each.map(({ says }) => says)).toEqual(['affected', 'fixed']);
  });
});

describe('the advisories', () => {
  test('cite the file of their record, and every article and deadline about one names only versions it has', () => {
    for (const row of advisories.filter(({ name }) => name.startsWith('CVE'))) {
      const [first = ''] = row.sources;
      expect(knowledge.source(first)?.url, row.name).toMatch(new RegExp(`/${row.name}\\.json$`));
    }
    const edges = (row: Advisory) =>
      row.affected.flatMap(({ ranges }) => ranges.flatMap((range) => Object.values(range) as string[]));
    for (const deadline of knowledge.rows.deadlines) {
      const about = advisories.filter(({ name }) => deadline.title.includes(name) || deadline.action.includes(name));
      if (!about.some(({ name }) => deadline.title.includes(name))) continue;
      const said = [deadline.who, deadline.action].join(' ').match(/\b\d+\.\d+(?:\.\d+)?[a-z]?\b/g) ?? [];
      expect(about.flatMap(edges), deadline.id).toEqual(expect.arrayContaining(said));
    }
  });

  test('CVE-2025-3929 says who calls it exploited and who does not', () => {
    expect(byId('cve-2025-3929').exploited.map(({ says, by }) => [says, by])).toEqual([
      ['reported', 'ESET, in its record'],
      ['none', "CISA's enrichment of the record"],
    ]);
  });
});

describe('the date of the knowledge', () => {
  test('is mentioned once it is more than 180 days past; a month counts to its last day', () => {
    expect(daysOutOfDate({ asOf: '2025-06' }, new Date('2025-12-27T00:00:00Z'))).toBeUndefined();
    expect(daysOutOfDate({ asOf: '2025-06' }, new Date('2025-12-28T00:00:00Z'))).toBe(181);
    expect(daysOutOfDate({ asOf: '2025-06-01' }, new Date('2025-11-29T00:00:00Z'))).toBe(181);
    expect(daysOutOfDate({ asOf: 'an unknown date' }, new Date('2025-11-29T00:00:00Z'))).toBeUndefined();
  });
});

describe('an own file', () => {
  const open = async (text: string) => {
    const directory = mkdtempSync(join(tmpdir(), 'own-'));
    writeFileSync(join(directory, 'own.yaml'), text);
    return openKnowledge(directory);
  };

  test('with rows of every kind as the schema of 76da9b6 had them still loads, and answers', async () => {
    const source = await openKnowledge('test/knowledge/earlier-overlay');
    expect(source.problems()).toEqual([]);
    const own = source.current();
    const smtp = own.port('smtp-25-now');
    if (smtp === undefined) throw new Error('There is no row of 25');
    // The row says nothing of what confirms it, so its confidence does.
    expect(smtp.confirmed).toBeUndefined();
    expect(confirmationOf(smtp, 'inbound', own.source)).toBe('founding');
    expect(own.port('webmail-3000-now')?.exposure).toBe('if-used');
    expect(own.asOf).toBe(knowledge.asOf);
    const mail = own.service('mail');
    expect(mail === undefined ? [] : own.portsOfService(mail, 'now').map(({ port }) => port)).toContain(25);
  });

  test('written before there were advisories still loads, and does not make the knowledge newer than it is', async () => {
    const source = await open(`version: '2027.01.01'
sources:
  - { id: our-wiki, title: Wiki, publisher: IT, date: '2026', kind: blog }
articles:
  - id: our-article
    topic: security
    question: Who patches?
    era: now
    answer: Whoever is on duty.
    see_also: [known-vulnerabilities, cve-2024-11182-fix, releases-seen]
    confidence: blog
    sources: [our-wiki]
`);
    expect(source.problems()).toEqual([]);
    expect(source.current().asOf).toBe(knowledge.asOf);
    expect(source.current().rows.advisories).toHaveLength(advisories.length);
  });

  test('may hold advisories and releases of its own, with several branches', async () => {
    const source = await open(`as_of: '2027-01-15'
sources:
  - { id: our-wiki, title: Wiki, publisher: IT, date: '2027', kind: blog }
advisories:
  - id: cve-2027-0001
    name: CVE-2027-0001
    title: test
    what: A test of two branches.
    component: Webmail
    affected:
      - by: our wiki
        source: our-wiki
        ranges: [{ before: '25.5.3', fixed: '25.5.3' }, { from: '26.0.0', before: '26.0.5', fixed: '26.0.5' }]
    published: 2027-01-10
    confidence: blog
    sources: [our-wiki]
releases:
  - { id: '26.0.5', basis: released, date: 2027-01-09, confidence: blog, sources: [our-wiki] }
`);
    expect(source.problems()).toEqual([]);
    const own = source.current();
    const advisory = own.advisories.get('CVE-2027-0001');
    const says = (version: string) => (advisory === undefined ? undefined : assessAdvisory(advisory, version).says);
    expect(['25.5.2', '25.5.3', '25.5.9', '26.0.4', '26.0.5'].map(says)).toEqual([
      'affected',
      'fixed',
      'fixed',
      'affected',
      'fixed',
    ]);
    // 26.0 stands for 26.0.0, which no branch affects before it is fixed, and for 26.0.4, which is affected.
    expect(['26.0', '26', '25.5'].map(says)).toEqual(['cannot-tell', 'cannot-tell', 'cannot-tell']);
    expect(own.asOf).toBe('2027-01-15');
    expect(own.releases[0]?.id).toBe('26.0.5');
  });

  test('is refused where a range has no end or cites nothing', async () => {
    const source = await open(`advisories:
  - id: bad
    name: Bad
    title: bad
    what: A range without an end.
    component: Webmail
    affected: [{ by: nobody, source: no-such-source, ranges: [{ from: '1.0' }] }]
    published: 2027-01-10
    confidence: blog
    sources: [no-such-source]
`);
    expect(source.problems().join()).toMatch(/needs either before or through/);
  });
});
