import { createKnowledgeBase, type KnowledgeBase, type PortOnHost } from './knowledge-base.ts';
import type { Port } from './schema.ts';

/** Ports that are elsewhere on somebody's own server, by the row's id. */
export type OwnPorts = ReadonlyMap<string, number | 'off'>;

/**
 * The knowledge with ports where a server has them. Everything that reads its rows then speaks of that server: answers,
 * firewall rules, questions and checks.
 *
 * @param own the ports of all servers, or of the one that is meant
 * @param hosts ports that one server has elsewhere: they are known by their number, and the rows of all stay as they are
 *
 * Only listening ports move: a row that goes both ways is split, and what it connects to elsewhere keeps its number.
 */
export function withOwnPorts(
  knowledge: KnowledgeBase,
  own: OwnPorts,
  hosts: ReadonlyMap<string, OwnPorts> = new Map(),
): KnowledgeBase {
  const ports = knowledge.rows.ports.flatMap((row) => {
    const port = own.get(row.id);
    return port === undefined || !isMovable(row) ? [row] : moveRow(row, port);
  });
  const onHosts = [...hosts].flatMap(([host, theirs]) => portsOnHost(host, theirs, own, knowledge));
  return createKnowledgeBase({ ...knowledge.rows, ports } as Parameters<typeof createKnowledgeBase>[0], onHosts);
}

function portsOnHost(host: string, theirs: OwnPorts, own: OwnPorts, knowledge: KnowledgeBase): PortOnHost[] {
  return [...theirs].flatMap(([id, port]) => {
    const row = knowledge.port(id);
    if (row === undefined || !isMovable(row) || port === (own.get(id) ?? row.port)) return [];
    const [moved = row] = moveRow(row, port, `\`${host}\``);
    return [{ host, row: { ...moved, directions: ['inbound' as const], name: `${row.name} on ${host}` } }];
  });
}

/** True for ports that a server of today listens on. */
export function isMovable(row: Port): boolean {
  return (
    row.era === 'now' && row.directions.includes('inbound') && (row.status !== 'obsolete' || row.turned_off === true)
  );
}

function moveRow(row: Port, port: number | 'off', server = 'your server'): Port[] {
  const outbound: Port[] = row.directions.includes('outbound')
    ? [{ ...row, id: `${row.id}.outbound`, directions: ['outbound'] }]
    : [];
  const inbound = { ...row, directions: ['inbound' as const] };
  if (port === row.port) return [row];
  if (port === 'off') {
    return [
      {
        ...inbound,
        status: 'obsolete',
        turned_off: true,
        changed: `Turned off on ${server}, according to your profile.`,
      },
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
      changed: `On ${server} it is on ${port} (${row.port} by default), as your profile says.`,
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
