import { NotReadError } from '../refusals.ts';
import type { Json, Statement } from './nft-document.ts';
import { readStatements } from './nft-statements.ts';
import { type NftToken, nftTokens, TokenReader } from './nft-tokens.ts';

const whole = 'Send what `nft -j list ruleset` or `nft list ruleset` prints, whole.';

const priorities: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
  out: 100,
};

/**
 * Reads `nft list ruleset` and files of `nft -f` as the document `nft -j` would write.
 *
 * @throws {NotReadError} for what is no rule set, or cannot be followed without running it.
 */
export function parseNftText(text: string): { nftables: Json[] } {
  const reader = new TokenReader(nftTokens(text));
  const items: Json[] = [];
  for (reader.skipBreaks(); !reader.isAtEnd(); reader.skipBreaks()) {
    const word = reader.take();
    switch (word.text) {
      case 'table':
        readTable(reader, items);
        break;
      case 'add':
      case 'create':
      case 'insert':
      case 'replace':
        readCommand(reader, word.text === 'insert', items);
        break;
      case 'flush':
      case 'delete':
      case 'destroy':
      case 'list':
        reader.takeLine();
        break;
      case 'nft':
        break;
      case 'include':
        throw new NotReadError('It includes other files, which are not here.', whole);
      case 'define':
      case 'redefine':
        reader.define();
        break;
      default:
        throw new NotReadError(`“${word.text.slice(0, 40)}” isn’t an nft statement I know.`, whole);
    }
  }
  return { nftables: items };
}

/** The family and name behind `table`; a family may be left out for `ip`. */
function readTableName(reader: TokenReader): { family: string; table: string } {
  const first = reader.take().text;
  if (!/^(ip|ip6|inet|arp|bridge|netdev)$/.test(first) || reader.isAt('{')) return { family: 'ip', table: first };
  return { family: first, table: reader.take().text };
}

function readTable(reader: TokenReader, items: Json[]): void {
  const { family, table } = readTableName(reader);
  if (!reader.isAt('{')) {
    reader.takeLine();
    return;
  }
  const fields: Statement = { family, name: table };
  items.push({ table: fields });
  reader.expect('{');
  for (reader.skipBreaks(); !reader.isAt('}'); reader.skipBreaks()) {
    const { text: kind } = reader.take();
    if (kind === 'chain') readChain(reader, { family, table, name: reader.take().text }, items);
    else if (kind === 'set' || kind === 'map')
      readSet(reader, kind, { family, table, name: reader.take().text }, items);
    else if (kind === 'flags') fields['flags'] = reader.takeLine().map(({ text }) => text);
    else if (reader.isAtEnd()) throw new NotReadError('It ends in the middle of a table.', whole);
    else {
      // Counters, quotas, helpers, flow tables and comments decide nothing.
      reader.takeUntilBlockOrLine();
    }
  }
  reader.expect('}');
}

interface Named {
  readonly family: string;
  readonly table: string;
  readonly name: string;
}

function readChain(reader: TokenReader, named: Named, items: Json[]): void {
  const chain: Statement = { ...named };
  items.push({ chain });
  reader.expect('{');
  for (reader.skipBreaks(); !reader.isAt('}'); reader.skipBreaks()) {
    if (reader.isAtEnd()) throw new NotReadError('It ends in the middle of a chain.', whole);
    if (reader.isAt('type')) readHook(reader, chain);
    else if (reader.isAt('policy')) {
      reader.take();
      chain['policy'] = reader.take().text;
    } else if (reader.isAt('comment') || reader.isAt('devices') || reader.isAt('flags')) reader.takeLine();
    else readRule(reader, named, items);
  }
  reader.expect('}');
}

function readRule(reader: TokenReader, { family, table, name }: Named, items: Json[]): void {
  const tokens = reader.takeLine();
  if (tokens.length === 0) return;
  refuseJoined(tokens);
  items.push({ rule: { family, table, chain: name, text: ruleText(tokens), expr: readStatements(tokens) } });
}

/** Two verdicts in one line mean that a chat client has joined lines, and where they began cannot be told. */
function refuseJoined(tokens: readonly NftToken[]): void {
  let depth = 0;
  const verdicts = tokens.filter(({ text, quoted }) => {
    if (quoted) return false;
    if (text === '{') depth += 1;
    if (text === '}') depth -= 1;
    return depth === 0 && /^(accept|drop|return|jump|goto)$/.test(text);
  });
  if (verdicts.length > 1) {
    throw new NotReadError(
      'Its lines were joined into one, so I can’t tell the rules apart.',
      'Send it as a file, or in a code block.',
    );
  }
}

function ruleText(tokens: readonly NftToken[]): string {
  const words = tokens.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(' ');
  return words.replaceAll(' , ', ', ');
}

/** `type filter hook input device "eth0" priority filter + 10; policy drop;` */
function readHook(reader: TokenReader, chain: Statement): void {
  const tokens = reader.takeLine().map(({ text }) => text);
  const after = (word: string) => {
    const at = tokens.indexOf(word);
    return at < 0 ? undefined : tokens[at + 1];
  };
  chain['type'] = after('type') ?? 'filter';
  chain['hook'] = after('hook') ?? '';
  const device = after('device');
  if (device !== undefined) chain['dev'] = device;
  const devices = tokens.indexOf('devices');
  if (devices >= 0) {
    const end = tokens.indexOf('}', devices);
    chain['dev'] = tokens.slice(devices, end).filter((text) => !/^(devices|[={,])$/.test(text));
  }
  const at = tokens.indexOf('priority');
  const words = at < 0 ? [] : tokens.slice(at + 1);
  const first = words[0] ?? '0';
  const base = priorities[first] ?? Number(first);
  const offset = words[1] === '+' || words[1] === '-' ? Number(`${words[1]}${words[2]}`) : 0;
  chain['prio'] = Number.isFinite(base) ? base + (Number.isFinite(offset) ? offset : 0) : 0;
  chain['policy'] = chain['policy'] ?? 'accept';
}

function readSet(reader: TokenReader, kind: 'set' | 'map', named: Named, items: Json[]): void {
  const set: Statement = { ...named };
  items.push({ [kind]: set });
  reader.expect('{');
  for (reader.skipBreaks(); !reader.isAt('}'); reader.skipBreaks()) {
    if (reader.isAtEnd()) throw new NotReadError('It ends in the middle of a set.', whole);
    const key = reader.take().text;
    if (key === 'elements') {
      reader.expect('=');
      set['elem'] = reader.elements();
    } else if (key === 'flags') set['flags'] = reader.takeLine().map(({ text }) => text);
    else {
      const tokens = reader.takeLine();
      if (key === 'type' && kind === 'map') set['map'] = tokens.at(-1)?.text ?? '';
    }
  }
  reader.expect('}');
}

/** `add rule inet filter input tcp dport 25 accept`, and the same for tables, chains, sets and elements. */
function readCommand(reader: TokenReader, first: boolean, items: Json[]): void {
  const kind = reader.take().text;
  if (kind === 'table') {
    readTable(reader, items);
    return;
  }
  const place = readTableName(reader);
  const name = reader.take().text;
  const named = { ...place, name };
  if (kind === 'chain') {
    if (reader.isAt('{')) readChain(reader, named, items);
    else {
      reader.takeLine();
      items.push({ chain: named });
    }
  } else if (kind === 'set' || kind === 'map') readSet(reader, kind, named, items);
  else if (kind === 'element') items.push({ element: { ...named, elem: reader.elements() } });
  else if (kind === 'rule') {
    const own: Json[] = [];
    readRule(reader, named, own);
    const [rule] = own;
    if (rule !== undefined) items.push(first ? { insert: rule } : rule);
  } else reader.takeUntilBlockOrLine();
}
