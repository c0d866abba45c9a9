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

  test('and no other port is said to be of its time', () => {
    const then = data.ports.filter((row) => row.era === 'then').map((row) => row.id);
    expect(then.sort()).toEqual(foundingPorts.map((row) => row.id).sort());
  });

  test('only DNS departs from its transports, and cites the manual that says so', () => {
    const mixed = data.ports.filter((row) => row.era === 'then' && row.transports.length > 1);
    expect(mixed.map((row) => row.id)).toEqual(['dns-53-then']);
    expect(mixed[0]?.sources).toContain('manual-8-dns');
    expect(mixed[0]?.purpose).toMatch(/TCP by its general rule.*UDP/);
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
