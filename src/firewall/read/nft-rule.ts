import { natTarget } from './iptables-rule.ts';
import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';
import { bareElement, needsOf, select } from './nft-expression.ts';
import { type NamedElements, readMatch } from './nft-match.ts';
import type { ChainRule, Condition, NatTarget, RuleVerdict } from './ruleset.ts';

/** Where a rule stands, and what it may refer to. */
export interface NftPlace {
  readonly number: number;
  readonly text: string;
  readonly elements: NamedElements;
  chainKey(name: string): string;
}

const unknown: Condition = { kind: 'unknown' };

/** Statements that neither limit a rule nor decide. */
const goesOn = new Set('counter log dup flow ct_helper ct_timeout ct_expectation last secmark comment'.split(' '));

/** iptables' extensions, where nft could not write them in its own words. */
const xtGoesOn = /^(LOG|NFLOG|MARK|CONNMARK|TCPMSS|TOS|DSCP|CLASSIFY|CHECKSUM|TRACE|SET|CT|AUDIT|TTL|HL)$/;

/** Reads a rule's statements as `nft -j` writes them; a verdict map becomes several rules. */
export function readNftRule(statements: readonly Statement[], place: NftPlace): ChainRule[] {
  const before: ChainRule[] = [];
  const decided = readStatements(statements, place, before);
  return [...before, ...decided];
}

/** Leaving a packet untracked does not end a rule: those parts are put `before` its verdict. */
function readStatements(statements: readonly Statement[], place: NftPlace, before: ChainRule[]): ChainRule[] {
  const conditions: Condition[] = [];
  const rule = (verdict: RuleVerdict, more: readonly Condition[] = []): ChainRule => ({
    number: place.number,
    text: place.text,
    // Anybody can use up a limit on what a rule accepts; who is sent back before a rule drops the rest is another matter.
    conditions: [...conditions, ...more].map((each) =>
      each.kind === 'below-limit' && each.not !== true && verdict.kind !== 'return' ? unknown : each,
    ),
    verdict,
  });
  let last: RuleVerdict = { kind: 'none' };
  for (const statement of statements) {
    const [kind = '', value = null] = Object.entries(statement)[0] ?? [];
    const fields = fieldsOf(value);
    switch (kind) {
      case 'match':
        conditions.push(...readMatch(fields, place.elements));
        break;
      case 'vmap':
        return readVerdictMap(fields, place).map(({ needs, verdict }) => rule(verdict, needs));
      case 'accept':
        return [rule({ kind: 'accept' })];
      case 'masquerade':
      case 'snat':
        return [rule({ kind: 'accept', hides: true })];
      case 'drop':
      case 'reject':
      case 'fwd':
        return [rule({ kind: 'drop' })];
      case 'return':
        return [rule({ kind: 'return' })];
      case 'continue':
        return [rule({ kind: 'none' })];
      case 'jump':
      case 'goto':
        return [rule({ kind, chain: place.chainKey(String(fields['target'])) })];
      case 'redirect':
      case 'dnat': {
        const target = readTarget(kind, fields);
        return [rule({ kind: 'nat', target }, familyOf(target, fields))];
      }
      case 'notrack':
        before.push(rule({ kind: 'notrack' }));
        break;
      case 'queue':
      case 'tproxy':
      case 'synproxy':
        return [rule({ kind: 'unknown' })];
      case 'xt': {
        const name = String(fields['name'] ?? '');
        if (fields['type'] === 'match' || value === null) {
          if (name !== 'comment') conditions.push(unknown);
          if (value === null) last = { kind: 'unknown' };
        } else if (name === 'REJECT') return [rule({ kind: 'drop' })];
        else if (name === 'MASQUERADE' || name === 'SNAT') return [rule({ kind: 'accept', hides: true })];
        else if (name === 'DNAT' || name === 'REDIRECT') return [rule({ kind: 'nat', target: { unknown: true } })];
        else if (!xtGoesOn.test(name)) last = { kind: 'unknown' };
        break;
      }
      case 'set':
      case 'map':
      case 'meter':
        // Adding to a set says nothing, unless it is done at a limited rate.
        conditions.push(...listOf(fields['stmt']).flatMap(readLimit));
        break;
      case 'limit':
      case 'ct count':
        conditions.push(...readLimit(statement));
        break;
      case 'mangle':
        // A rewritten address or port leads elsewhere, past the connection tracker.
        if (
          /^([sd]addr|[sd]port)$/.test(String(fieldsOf(fieldsOf(fields['key'] ?? null)['payload'] ?? null)['field']))
        ) {
          last = { kind: 'unknown' };
        }
        break;
      default:
        if (!goesOn.has(kind.replaceAll(' ', '_'))) conditions.push(unknown);
    }
  }
  return [rule(last)];
}

/** What a limit asks of whoever calls: to stay below it, or to be above. */
function readLimit(statement: Json): Condition[] {
  const [kind = '', value = null] = Object.entries(fieldsOf(statement))[0] ?? [];
  if (goesOn.has(kind)) return [];
  const { inv, name, val } = fieldsOf(value);
  // One that is kept elsewhere, by a name, may be either, and nobody stays below none at all.
  const isKnown =
    (kind === 'limit' || kind === 'ct count') && typeof value === 'object' && name === undefined && val !== 0;
  return isKnown ? [{ kind: 'below-limit', not: inv === true }] : [unknown];
}

function readVerdictMap(fields: Statement, place: NftPlace): { needs: readonly Condition[]; verdict: RuleVerdict }[] {
  const { key = null, data = null } = fields;
  const listed =
    typeof data === 'string' && data.startsWith('@') ? place.elements(data.slice(1)) : listOf(fieldsOf(data)['set']);
  if (listed === undefined) return [{ needs: [unknown], verdict: { kind: 'unknown' } }];
  const selector = select(key);
  const needs = selector?.needs ?? needsOf(key);
  const keys: Json[] = [];
  const found: { needs: readonly Condition[]; verdict: RuleVerdict }[] = [];
  let other: RuleVerdict | undefined;
  for (const entry of listed) {
    const [rawKey = null, rawVerdict = null] = listOf(entry);
    const own = bareElement(rawKey);
    const verdict = readVerdict(rawVerdict, place);
    if (own === '*') other = verdict;
    else {
      keys.push(own);
      found.push({ needs: [...needs, selector?.condition([own]) ?? unknown], verdict });
    }
  }
  if (other !== undefined) {
    const none = selector?.condition(keys);
    found.push({
      needs: keys.length === 0 ? [] : [none === undefined ? unknown : { ...none, not: none.not !== true }],
      verdict: other,
    });
  }
  return found;
}

function readVerdict(json: Json, place: NftPlace): RuleVerdict {
  const fields = typeof json === 'string' ? { [json]: null } : fieldsOf(json);
  const [kind = '', value = null] = Object.entries(fields)[0] ?? [];
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
      return { kind };
    case 'continue':
      return { kind: 'none' };
    case 'jump':
    case 'goto':
      return { kind, chain: place.chainKey(String(fieldsOf(value)['target'] ?? '')) };
    default:
      return { kind: 'unknown' };
  }
}

function readTarget(kind: 'redirect' | 'dnat', { addr, port }: Statement): NatTarget {
  const address = addr === undefined ? '' : addressText(addr);
  const ports = port === undefined ? '' : portText(port);
  if (address === undefined || ports === undefined || (kind === 'dnat' && address === '' && ports === '')) {
    return { unknown: true };
  }
  if (kind === 'redirect') return { ...natTarget(`:${ports}`), self: true };
  const bracketed = address.includes(':')
    ? address
        .split('-')
        .map((each) => `[${each}]`)
        .join('-')
    : address;
  // `natTarget` reads one address in brackets; a range of IPv6 addresses is rare enough to be unknown.
  return natTarget(ports === '' && address !== '' ? address : `${bracketed}:${ports}`);
}

/** In a table for both IP versions, `dnat ip6 to` leaves IPv4 to the next rule (net/netfilter/nft_nat.c, nft_nat_inet_eval). */
function familyOf({ address }: NatTarget, { family }: Statement): Condition[] {
  const own = address?.family ?? (family === 'ip' ? 'ipv4' : family === 'ip6' ? 'ipv6' : undefined);
  return own === undefined ? [] : [{ kind: 'family', family: own }];
}

function addressText(json: Json): string | undefined {
  if (typeof json === 'string') return json;
  const range = listOf(fieldsOf(json)['range']);
  return range.length === 2 ? range.join('-') : undefined;
}

function portText(json: Json): string | undefined {
  if (typeof json === 'number' || typeof json === 'string') return String(json);
  const range = listOf(fieldsOf(json)['range']);
  return range.length === 2 ? range.join('-') : undefined;
}
