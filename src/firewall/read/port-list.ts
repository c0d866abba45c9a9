import type { Direction, Transport } from '../plan.ts';
import { type Existing, type ExistingRule, parsePorts } from './existing.ts';

/** Words that may stand between ports without a meaning of their own here. */
const filler = new Set(['open', 'and', 'port', 'ports', 'listen', 'listening', '-', '&', 'allow', 'any']);

/**
 * Reads a list of open ports: `25 143/tcp 4069/udp 443-445`, separated by blanks, commas or lines; `outbound` turns
 * the direction for what follows. `undefined` where it holds no port, or as much else.
 */
export function readPortList(text: string): Existing | undefined {
  const words = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '' && !filler.has(word));
  const rules: ExistingRule[] = [];
  const unread: string[] = [];
  let direction: Direction = 'inbound';
  const directions = new Set<Direction>();
  for (const word of words) {
    const turned = /^(in|out)(bound)?:?$/.exec(word)?.[1];
    if (turned !== undefined) {
      direction = turned === 'in' ? 'inbound' : 'outbound';
      continue;
    }
    const match = /^:?(?:(tcp|udp)[/:]?)?(\d{1,5}(?:-\d{1,5})?)(?:[/:](tcp|udp))?:?$/.exec(word);
    const ports = parsePorts(match?.[2] ?? '');
    if (match === null || ports === undefined) {
      unread.push(word);
      continue;
    }
    directions.add(direction);
    rules.push({ direction, transport: (match[1] ?? match[3] ?? 'tcp') as Transport, ...ports, remotes: [] });
  }
  if (rules.length === 0 || unread.length > rules.length) return undefined;
  return {
    kind: 'a list of open ports',
    rules,
    directions: [...directions],
    notes: [
      'Ports without udp beside them are taken for TCP, and all for open to anybody.',
      ...(unread.length === 0
        ? []
        : [`${unread.length} ${unread.length === 1 ? 'word' : 'words'} of the list not understood.`]),
    ],
  };
}
