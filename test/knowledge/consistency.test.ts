import { describe, expect, test } from 'vitest';
import { createKnowledgeBase } from '../../knowledge/knowledge-base.ts';
import { readKnowledgeFiles } from '../../knowledge/knowledge-files.ts';
import { confirmationOf, exposures, isLimited } from '../../knowledge/port-policy.ts';
import type { KnowledgeData, Port } from '../../knowledge/schema.ts';
import { claimsOf, contradictionsIn } from './claims.ts';

const { data } = readKnowledgeFiles('knowledge/mdaemon');
const knowledge = createKnowledgeBase(structuredClone(data));
const [mingerArticle] = data.articles.filter(({ id }) => id === 'minger-is-udp');
if (mingerArticle === undefined) throw new Error('There is no article minger-is-udp');

describe('rows and articles', () => {
  test('do not contradict each other on transport, direction, need or exposure', () => {
    expect(contradictionsIn(data)).toEqual([]);
  });

  test('say enough of ports for that to mean something', () => {
    const claims = claimsOf(data);
    const kinds = Map.groupBy(claims, ({ says }) => Object.keys(says)[0]);
    expect(claims.length).toBeGreaterThan(50);
    for (const kind of ['transport', 'direction', 'exposure', 'need'])
      expect(kinds.get(kind)?.length ?? 0, kind).toBeGreaterThan(2);
  });

  describe('fail the check', () => {
    const withRow = (id: string, change: Partial<Port>): KnowledgeData => ({
      ...data,
      ports: data.ports.map((row) => (row.id === id ? { ...row, ...change } : row)),
    });
    const withSentence = (answer: string): KnowledgeData => ({
      ...data,
      articles: [
        ...data.articles,
        { ...mingerArticle, id: 'planted', era: 'now', answer, details: [], note: undefined },
      ],
    });

    test.each([
      ['a row of another transport', withRow('minger-4069-now', { transports: ['tcp'] })],
      ['a row of another direction', withRow('ftp-21-now', { directions: ['inbound'] })],
      ['a private port opened in its row', withRow('remote-administration-1000-now', { exposure: 'internet' })],
      ['a public port closed in its row', withRow('smtp-25-now', { exposure: 'private-network' })],
      ['an obsolete port revived', withRow('bes-3101-now', { status: 'current' })],
      ['a sentence with another transport', withSentence('Minger uses 4069/tcp.')],
      ['a sentence with another direction', withSentence('Allow 587 outbound.')],
      ['a sentence that opens a private port', withSentence('Open 1000, and reload the firewall.')],
      ['a sentence that closes a public port', withSentence('Never open 25 to anybody.')],
      ['a sentence that calls a needed port obsolete', withSentence('25 is obsolete since 17.5.')],
      [
        'a sentence that needs an obsolete port',
        {
          ...withSentence('It needs 3101.'),
          ports: data.ports,
        },
      ],
    ] as const)('where there is %s', (_, planted) => {
      expect(contradictionsIn(planted).length).toBeGreaterThan(0);
    });

    test.each([
      ['need', { services: [{ id: 'webmail', need: 'optional' as const }] }],
      ['exposure', { exposure: 'internet' as const }],
      ['encryption', { encryption: 'starttls' as const }],
    ])('where a second row of the same port differs in %s', (what, change) => {
      const [row] = data.ports.filter(({ id }) => id === 'webmail-3000-now');
      if (row === undefined) throw new Error('There is no row of 3000');
      const planted = { ...data, ports: [...data.ports, { ...row, id: 'planted', ...change }] };
      expect(contradictionsIn(planted).join()).toContain(what === 'need' ? 'webmail is' : what);
    });
  });
});

describe('what confirms a number', () => {
  test('is said of every row of today, for each of its directions and for no other', () => {
    for (const row of data.ports.filter(({ era }) => era === 'now')) {
      expect(Object.keys(row.confirmed ?? {}).sort(), row.id).toEqual([...row.directions].sort());
    }
  });

  test('is cited by the row', () => {
    for (const row of data.ports) {
      const confirming = [...(row.confirmed?.inbound ?? []), ...(row.confirmed?.outbound ?? [])];
      expect(row.sources, row.id).toEqual(expect.arrayContaining(confirming));
    }
  });

  test('is the vendor for the numbers that the article on evidence names, and for no other', () => {
    const official = data.ports
      .filter(({ era }) => era === 'now')
      .flatMap((row) =>
        row.directions
          .filter((direction) => confirmationOf(row, direction, knowledge.source) === 'official')
          .map((direction) => `${row.port} ${direction}`),
      );
    expect(official.sort()).toEqual(
      ['1000 inbound', '25 outbound', '366 outbound', '4069 inbound', '4069 outbound'].sort(),
    );
    expect(knowledge.article('port-evidence-now')?.answer).toMatch(/1000, 4069\/udp, 25 outbound and 366 for ATRN/);
  });

  test('falls back on the confidence for rows written before the field', () => {
    const [row] = data.ports.filter(({ id }) => id === 'smtp-25-then');
    if (row === undefined) throw new Error('There is no row of 25');
    expect(confirmationOf(row, 'inbound', knowledge.source)).toBe('founding');
    expect(confirmationOf({ ...row, confidence: 'inferred' }, 'inbound', knowledge.source)).toBe('reading');
  });
});

describe('one policy for who reaches a port', () => {
  test('leaves out of rules for everybody exactly what has a reason to be left out', () => {
    for (const row of data.ports) {
      expect(isLimited(row), row.id).toBe(exposures[row.exposure].leftOut !== undefined);
      if (isLimited(row)) expect(exposures[row.exposure].says, row.id).not.toBe('yes');
    }
  });

  test('has 3000 as the default of the Webmail web server, that need not be open behind 443', () => {
    const rows = data.ports.filter(({ port }) => port === 3000);
    expect(rows.map(({ exposure }) => exposure)).toEqual(['behind-https', 'behind-https']);
    expect(rows.flatMap(({ services }) => services.map(({ need }) => need))).toEqual(
      expect.not.arrayContaining(['required']),
    );
  });
});
