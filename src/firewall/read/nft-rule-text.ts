import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';

/** A rule's statements in nft's own words, as far as an answer names it. */
export function writeNftRule(statements: readonly Statement[]): string {
  return statements
    .map(writeStatement)
    .filter((text) => text !== '')
    .join(' ');
}

function writeStatement(statement: Statement): string {
  const [kind = '', value = null] = Object.entries(statement)[0] ?? [];
  const fields = fieldsOf(value);
  switch (kind) {
    case 'match': {
      const { op, left = null, right = null } = fields;
      const sign = op === '==' || op === 'in' || op === undefined ? '' : `${String(op)} `;
      return `${writeExpression(left)} ${sign}${writeExpression(right)}`;
    }
    case 'vmap':
      return `${writeExpression(fields['key'] ?? null)} vmap ${writeExpression(fields['data'] ?? null)}`;
    case 'counter':
    case 'log':
      return '';
    case 'jump':
    case 'goto':
      return `${kind} ${String(fields['target'])}`;
    case 'limit': {
      const { rate, per, inv } = fields;
      return `limit rate ${inv === true ? 'over ' : ''}${String(rate)}/${String(per)}`;
    }
    case 'xt':
      return value === null ? 'xt' : `xt ${String(fields['type'])} ${String(fields['name'])}`;
    case 'redirect':
    case 'dnat': {
      const { addr, port } = fields;
      const to = [
        addr === undefined ? '' : writeExpression(addr),
        port === undefined ? '' : `:${writeExpression(port)}`,
      ];
      return to.join('') === '' ? kind : `${kind} to ${to.join('')}`;
    }
    case 'set':
      return `${String(fields['op'])} ${String(fields['set'])}`;
    default:
      return kind;
  }
}

function writeExpression(json: Json): string {
  if (json === null || typeof json !== 'object')
    return typeof json === 'boolean' ? (json ? 'exists' : 'missing') : String(json);
  if (Array.isArray(json)) return json.slice(0, 8).map(writeExpression).join(',');
  const [kind = '', value = null] = Object.entries(json)[0] ?? [];
  const fields = fieldsOf(value);
  switch (kind) {
    case 'payload':
      return `${String(fields['protocol'] ?? '@payload')} ${String(fields['field'] ?? '')}`.trim();
    case 'meta': {
      const key = String(fields['key']);
      return /^[io]if/.test(key) ? key : `meta ${key}`;
    }
    case 'ct':
      return ['ct', fields['dir'], fields['key']]
        .filter((part) => part !== undefined)
        .map(String)
        .join(' ');
    case 'fib':
      return `fib ${listOf(fields['flags']).map(String).join(' . ')} ${String(fields['result'])}`;
    case 'concat':
      return listOf(value).map(writeExpression).join(' . ');
    case 'prefix':
      return `${String(fields['addr'])}/${String(fields['len'])}`;
    case 'range':
      return listOf(value).map(writeExpression).join('-');
    case 'set': {
      const all = listOf(value);
      const shown = all
        .slice(0, 4)
        .map((each) => (Array.isArray(each) ? each.map(writeExpression).join(' : ') : writeExpression(each)));
      return `{ ${[...shown, ...(all.length > 4 ? ['…'] : [])].join(', ')} }`;
    }
    case 'elem':
      return writeExpression(fields['val'] ?? null);
    case '&':
    case '|':
      return listOf(value).map(writeExpression).join(` ${kind} `);
    case 'jump':
    case 'goto':
      return `${kind} ${String(fields['target'])}`;
    default:
      return kind;
  }
}
