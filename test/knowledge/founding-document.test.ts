import { describe, expect, test } from 'vitest';
import { knowledgeKinds } from '../../knowledge/knowledge-base.ts';
import { checkReferences, readKnowledgeFiles } from '../../knowledge/knowledge-files.ts';
import { type KnowledgeData, knowledgeFileSchema, type Port } from '../../knowledge/schema.ts';
import { foundingPorts, foundingStatements, holdsPort } from './founding-statements.ts';

const { data, origins } = readKnowledgeFiles('knowledge/mdaemon');
checkReferences(data, origins);

describe('every statement of the founding document is in the knowledge base', () => {
  test.each(foundingPorts)('port $port, $group ($id)', (expected) => {
    expect(holdsPort(data, expected)).toBe(true);
  });

  test.each(foundingStatements)('$says', ({ holds }) => {
    expect(holds(data)).toBe(true);
  });

  test('and no other port is said to be of its time, but what is marked as added', () => {
    const then = data.ports.filter((row) => row.era === 'then');
    expect(
      then
        .filter(({ added }) => added === undefined)
        .map((row) => row.id)
        .sort(),
    ).toEqual(foundingPorts.map((row) => row.id).sort());
    expect(then.filter(({ added }) => added !== undefined).map(({ id }) => id)).toEqual(['dns-53-udp-then']);
  });

  test('DNS is TCP by its rule, and what we add says why', () => {
    const [added] = data.ports.filter(({ id }) => id === 'dns-53-udp-then');
    expect(added?.transports).toEqual(['udp']);
    expect(added?.added).toMatch(/version 8 manual.*UDP/);
    expect(added?.sources).toContain('manual-8-dns');
  });
});

describe('these checks can fail', () => {
  const empty = knowledgeFileSchema.parse({});
  /** Everything the knowledge base holds, one row taken out at a time. */
  const withoutOneRow = knowledgeKinds.flatMap((kind) =>
    data[kind].map((_, index): KnowledgeData => ({ ...data, [kind]: data[kind].toSpliced(index, 1) })),
  );

  test.each(foundingStatements)('$says: not without its row', ({ holds }) => {
    expect(holds(empty)).toBe(false);
    expect(withoutOneRow.some((less) => !holds(less))).toBe(true);
  });

  const wrong: Record<string, (row: Port) => Partial<Port>> = {
    'another transport': (row) => ({ transports: row.transports.includes('udp') ? ['tcp'] : ['udp'] }),
    'one direction more or less': (row) => ({
      directions: row.directions.length === 2 ? ['inbound'] : ['inbound', 'outbound'],
    }),
    'the other era': () => ({ era: 'now' }),
    'another number': (row) => ({ port: row.port + 1 }),
    'another group': () => ({ group: 'Elsewhere' }),
    'no service of its own': () => ({ services: [{ id: 'mail', need: 'required' }] }),
    'weaker evidence': () => ({ confidence: 'tool' }),
  };

  test.each(foundingPorts)('$id: not with a row that is wrong', (expected) => {
    for (const [what, change] of Object.entries(wrong)) {
      const ports = data.ports.map((row) => (row.id === expected.id ? { ...row, ...change(row) } : row));
      expect(holdsPort({ ...data, ports }, expected), what).toBe(false);
    }
    const twice = data.ports.flatMap((row) => (row.id === expected.id ? [row, { ...row, id: 'again' }] : [row]));
    expect(holdsPort({ ...data, ports: twice }, expected), 'twice').toBe(false);
  });
});
