import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';
import { bareElement, needsOf, select } from './nft-expression.ts';
import { readPort } from './port-names.ts';
import type { Condition } from './ruleset.ts';

/** Elements of a named set or map; `undefined` where they are not in the text, or change by themselves. */
export type NamedElements = (name: string) => readonly Json[] | undefined;

const unknown: Condition = { kind: 'unknown' };

const knownSigns = new Set(['==', 'in', '!=', '!', '<', '>', '<=', '>=']);

const tcpFlags: Readonly<Record<string, number>> = {
  fin: 1,
  syn: 2,
  rst: 4,
  psh: 8,
  ack: 16,
  urg: 32,
  ecn: 64,
  cwr: 128,
};

/** Reads a comparison: what an expression has to be, or not to be. */
export function readMatch(match: Statement, elements: NamedElements): Condition[] {
  const { op = '==', left = null, right = null } = match;
  const masked = readMasked(left, right, op);
  if (masked !== undefined) return masked;
  const selector = select(left);
  if (selector === undefined) return [...needsOf(left), unknown];
  const not = op === '!=' || op === '!';
  if (!knownSigns.has(String(op))) return [...selector.needs, unknown];
  if (typeof op === 'string' && /^[<>]/.test(op)) {
    const bound = typeof right === 'string' ? readPort(right) : right;
    if (typeof bound !== 'number' || !isPort(left)) return [...selector.needs, unknown];
    const range: Json =
      op === '<' ? [0, bound - 1] : op === '<=' ? [0, bound] : op === '>' ? [bound + 1, 65_535] : [bound, 65_535];
    return [...selector.needs, selector.condition([{ range }]) ?? unknown];
  }
  const values = valuesOf(right, elements);
  const condition = values === undefined ? undefined : selector.condition(values);
  if (condition === undefined) return [...selector.needs, unknown];
  return [...selector.needs, not ? { ...condition, not: condition.not !== true } : condition];
}

function isPort(left: Json): boolean {
  const { field } = fieldsOf(fieldsOf(left)['payload'] ?? null);
  return field === 'dport' || field === 'sport';
}

/** `tcp flags & (fin | syn) == syn`; `undefined` for every other expression. */
function readMasked(left: Json, right: Json, op: Json): Condition[] | undefined {
  const parts = listOf(fieldsOf(left)['&']);
  const isFlags = (json: Json | undefined) => {
    const payload = fieldsOf(fieldsOf(json ?? null)['payload'] ?? null);
    return payload['protocol'] === 'tcp' && payload['field'] === 'flags';
  };
  const tcp: Condition = { kind: 'protocol', protocols: [{ from: 6, to: 6 }] };
  if (isFlags(left)) {
    const listed = fieldsOf(right)['set'];
    if (Array.isArray(listed)) {
      const values = listed.map((each) => readFlags(bareElement(each)));
      if (values.includes(undefined)) return [tcp, unknown];
      const of = values.map((value): Condition[] => [{ kind: 'flags', mask: 0xff, set: value ?? 0 }]);
      return [tcp, { kind: 'any', of, ...(op === '!=' ? { not: true } : {}) }];
    }
    const set = readFlags(right);
    if (set === undefined) return [tcp, unknown];
    // `tcp flags syn` asks for one of them; with `==` for these and no others.
    if (op === 'in' || op === undefined) return [tcp, { kind: 'flags', mask: set, set: 0, not: true }];
    if (op === '!') return [tcp, { kind: 'flags', mask: set, set: 0 }];
    if (op !== '==' && op !== '!=') return [tcp, unknown];
    return [tcp, { kind: 'flags', mask: 0xff, set, ...(op === '!=' ? { not: true } : {}) }];
  }
  if (parts.length !== 2) return undefined;
  if (!isFlags(parts[0])) return [...needsOf(parts[0] ?? null), unknown];
  const mask = readFlags(parts[1] ?? null);
  const set = readFlags(right);
  if (mask === undefined || set === undefined || (op !== '==' && op !== '!=')) return [tcp, unknown];
  return [tcp, { kind: 'flags', mask, set, ...(op === '!=' ? { not: true } : {}) }];
}

function readFlags(json: Json): number | undefined {
  if (typeof json === 'number') return json;
  if (typeof json === 'string') return tcpFlags[json];
  const parts = Array.isArray(json) ? json : listOf(fieldsOf(json)['|'] ?? fieldsOf(json)['set']);
  let flags = 0;
  for (const part of parts) {
    const flag = readFlags(part);
    if (flag === undefined) return undefined;
    flags |= flag;
  }
  return parts.length === 0 ? undefined : flags;
}

/** The values an expression is compared with, sets resolved; `undefined` where they are not known. */
function valuesOf(json: Json, elements: NamedElements): readonly Json[] | undefined {
  if (typeof json === 'string' && json.startsWith('@')) return elements(json.slice(1))?.map(bareElement);
  if (Array.isArray(json)) return json.map(bareElement);
  const { set } = fieldsOf(json);
  if (set !== undefined) return Array.isArray(set) ? set.map(bareElement) : valuesOf(set, elements);
  return [bareElement(json)];
}
