import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { entryOf } from './entry-of.ts';
import type { Reading } from './reading.ts';
import type { Entry } from './understanding.ts';

const most = 2;

/** Ports that look like a number nobody has heard of: as buttons, never as an answer. */
export function nearPorts({ ports }: Reading, knowledge: KnowledgeBase): Entry[] {
  const unknown = ports.filter(({ rows }) => rows.length === 0).map(({ port }) => String(port));
  if (unknown.length === 0) return [];
  const current = knowledge.rows.ports.filter(({ era }) => era === 'now');
  const near = current.filter(({ port }) => unknown.some((number) => isNear(number, String(port))));
  return near.slice(0, most).flatMap((row) => entryOf({ kind: 'port', row }) ?? []);
}

/** How far a number may be off in counting. */
const farthest = 2;

/** One digit more, less or other, two digits swapped, or one of the next numbers. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(Number(a) - Number(b)) <= farthest) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  if (a.length === b.length) {
    const differ = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
    const [first = 0, second = 0] = differ;
    return differ.length === 1 || (differ.length === 2 && a[first] === b[second] && a[second] === b[first]);
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
}
