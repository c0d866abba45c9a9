import { createKnowledgeBase, type KnowledgeBase } from './knowledge-base.ts';
import type { Port } from './schema.ts';

/** Ports that are elsewhere on somebody's own server, by the row's id. */
export type OwnPorts = ReadonlyMap<string, number | 'off'>;

/**
 * The knowledge with ports where a server has them. Everything that reads its rows then speaks of that server: answers,
 * firewall rules, questions and checks.
 *
 * Only listening ports move: a row that goes both ways is split, and what it connects to elsewhere keeps its number.
 */
export function withOwnPorts(knowledge: KnowledgeBase, own: OwnPorts): KnowledgeBase {
  const ports = knowledge.rows.ports.flatMap((row) => {
    const port = own.get(row.id);
    return port === undefined || !isMovable(row) ? [row] : moveRow(row, port);
  });
  return createKnowledgeBase({ ...knowledge.rows, ports } as Parameters<typeof createKnowledgeBase>[0]);
}

/** True for ports that a server of today listens on. */
export function isMovable(row: Port): boolean {
  return (
    row.era === 'now' && row.directions.includes('inbound') && (row.status !== 'obsolete' || row.turned_off === true)
  );
}

function moveRow(row: Port, port: number | 'off'): Port[] {
  const outbound: Port[] = row.directions.includes('outbound')
    ? [{ ...row, id: `${row.id}.outbound`, directions: ['outbound'] }]
    : [];
  const inbound = { ...row, directions: ['inbound' as const] };
  if (port === row.port) return [row];
  if (port === 'off') {
    return [
      { ...inbound, status: 'obsolete', turned_off: true, changed: 'Turned off on your server, as your profile says.' },
      ...outbound,
    ];
  }
  // What sources say of the default number says nothing of this one, which the team itself has named.
  const { check: _, ...moved } = inbound;
  return [
    {
      ...moved,
      port,
      default_port: row.port,
      name: `${row.name}, moved from ${row.port}`,
      changed: `On your server it is on ${port} (${row.port} by default), as your profile says.`,
    },
    ...outbound,
  ];
}

/**
 * A name for each port that can be moved, by its row's id: `imap`, `webmail-https`, and `webmail-80` where there are
 * several in clear.
 */
export function portNames({ rows }: KnowledgeBase): ReadonlyMap<string, string> {
  const movable = rows.ports.filter(isMovable);
  const stem = ({ id, ...row }: Port) => {
    const number = row.default_port ?? row.port;
    return id.replace(new RegExp(`-${number}-now$`), '').replace(/-now$/, '');
  };
  const kind = (row: Port) => (row.encryption === 'implicit-tls' ? 'https' : 'http');
  return new Map(
    movable.map((row) => {
      const family = movable.filter((other) => stem(other) === stem(row));
      if (family.length === 1) return [row.id, stem(row)];
      const alike = family.filter((other) => kind(other) === kind(row));
      return [row.id, `${stem(row)}-${alike.length === 1 ? kind(row) : (row.default_port ?? row.port)}`];
    }),
  );
}
