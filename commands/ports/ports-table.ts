import { confirmationCell, exposures, type KnowledgeBase, type Port } from '../../knowledge/knowledge.ts';
import type { TableSection } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';

/**
 * Ports as a table, by number, the current era first, each with what gives its number. `withEra` adds a column that names
 * the era.
 */
export function portsTable(rows: readonly Port[], withEra: boolean, { source }: KnowledgeBase): TableSection {
  return {
    kind: 'table',
    columns: [
      { header: 'Port' },
      { header: 'Direction' },
      ...(withEra ? [{ header: 'Era' }] : []),
      { header: 'What for' },
      { header: 'Open to' },
      { header: 'Number from' },
    ],
    rows: [...rows]
      .sort((a, b) => Number(a.era === 'then') - Number(b.era === 'then') || a.port - b.port)
      .map((row) => [
        portLabel(row),
        directionCell(row),
        ...(withEra ? [row.era] : []),
        `${row.name}${remarkOf(row)}`,
        row.turned_off === true
          ? 'off on your server'
          : row.status === 'obsolete'
            ? 'close it'
            : exposures[row.exposure].cell,
        confirmationCell(row, source),
      ]),
  };
}

function remarkOf(row: Port): string {
  if (row.turned_off === true) return ' (off on your server)';
  if (row.status === 'obsolete') return ' (obsolete)';
  if (row.added !== undefined) return ' (not on the list, added)';
  return row.status === 'new' ? ' (new)' : '';
}

/** A port as it is written in a rule: `443/tcp`, `53/udp+tcp`. */
export function portLabel(port: Pick<Port, 'port' | 'transports'>): string {
  return `${port.port}/${port.transports.join('+')}`;
}

/** The directions of a port in words: `inbound`, `inbound and outbound`. */
export function directionWords(port: Pick<Port, 'directions'>): string {
  return joinWords([...port.directions].sort());
}

/** The directions of a port in a table cell: `in`, `out`, `in + out`. */
function directionCell(port: Pick<Port, 'directions'>): string {
  return [...port.directions]
    .sort()
    .map((direction) => (direction === 'inbound' ? 'in' : 'out'))
    .join(' + ');
}
