import type { Json, Statement } from './nft-document.ts';
import { type NftToken, readElements, readValue } from './nft-tokens.ts';

const payloads = new Set(
  'ip ip6 tcp udp th icmp icmpv6 igmp ether arp vlan sctp dccp udplite esp ah comp hbh rt frag dst mh gre gretap vxlan geneve'.split(
    ' ',
  ),
);

/** Keys of `meta` that may stand alone. */
const metaKeys = new Set(
  'iifname oifname iif oif iiftype oiftype mark skuid skgid nftrace rtclassid ibrname obrname pkttype cpu iifgroup oifgroup cgroup random ipsec iifkind oifkind l4proto nfproto protocol length time hour day ibrpvid ibrvproto sdif sdifname priority'.split(
    ' ',
  ),
);

const verdicts = new Set(['accept', 'drop', 'return', 'continue']);

const none: NftToken = { text: '', quoted: false };

/** Reads a rule's words as `nft -j` writes its statements. What is not known becomes a statement `unknown`. */
export function readStatements(tokens: readonly NftToken[]): Statement[] {
  return new RuleReader(tokens).statements();
}

class RuleReader {
  private readonly tokens: readonly NftToken[];
  private position = 0;

  constructor(tokens: readonly NftToken[]) {
    this.tokens = tokens;
  }

  statements(): Statement[] {
    const found: Statement[] = [];
    while (this.position < this.tokens.length) found.push(...this.statement());
    return found;
  }

  private peek(ahead = 0): string {
    const token = this.tokens[this.position + ahead] ?? none;
    return token.quoted ? '' : token.text;
  }

  private take(): NftToken {
    const token = this.tokens[this.position] ?? none;
    this.position += 1;
    return token;
  }

  private passIf(...words: readonly string[]): boolean {
    if (!words.includes(this.peek()) || this.position >= this.tokens.length) return false;
    this.position += 1;
    return true;
  }

  private statement(): Statement[] {
    const word = this.peek();
    if (verdicts.has(word)) {
      this.take();
      return [{ [word]: null }];
    }
    switch (word) {
      case 'jump':
      case 'goto':
        this.take();
        return [{ [word]: { target: this.take().text } }];
      case 'reject':
        this.position = this.tokens.length;
        return [{ reject: null }];
      case 'queue':
      case 'tproxy':
      case 'synproxy':
      case 'fwd':
      case 'dup':
        this.position = this.tokens.length;
        return [{ [word]: null }];
      case 'counter':
        this.take();
        if (this.passIf('name')) this.take();
        while (this.passIf('packets', 'bytes')) this.take();
        return [];
      case 'comment':
        this.position += 2;
        return [];
      case 'log':
        this.take();
        while (this.passIf('prefix', 'level', 'group', 'snaplen', 'queue-threshold', 'flags')) this.take();
        while (this.passIf(',')) this.take();
        return [];
      case 'notrack':
        this.take();
        return [{ notrack: null }];
      case 'flow':
        this.position += 3;
        return [];
      case 'masquerade':
      case 'snat':
        this.position = this.tokens.length;
        return [{ [word]: null }];
      case 'dnat':
      case 'redirect':
        return [this.translation(word)];
      case 'limit':
        this.take();
        return [{ limit: this.limitWords() }];
      case 'quota':
        this.take();
        this.limitWords();
        return [{ quota: null }];
      case 'add':
      case 'update':
      case 'delete':
      case 'meter':
        return this.setStatement(word);
      case 'xt':
        return this.extension();
      default:
        return this.match();
    }
  }

  /** What stands behind `limit` or `ct count`; one by the name of an object says nothing. */
  private limitWords(): Json {
    const isNamed = this.peek() === 'name';
    const inv = this.peek() === 'over' || this.peek(1) === 'over';
    let isNone = false;
    while (this.position < this.tokens.length && !this.beginsStatement()) isNone = this.take().text === '0' || isNone;
    return isNamed ? { name: null } : { inv, ...(isNone ? { val: 0 } : {}) };
  }

  private translation(kind: 'dnat' | 'redirect'): Statement {
    this.take();
    const family = /^ip6?$/.test(this.peek()) ? { family: this.peek() } : {};
    this.passIf('ip', 'ip6', 'inet');
    const isTo = this.passIf('to');
    const { text } = isTo ? this.take() : none;
    const rest = this.tokens
      .slice(this.position)
      .filter(({ text: word }) => !/^(persistent|random|fully-random|comment)$/.test(word));
    const unsure = rest.some(({ text: word, quoted }) => !quoted && /^[{@.]|^map$/.test(word)) || /^@/.test(text);
    this.position = this.tokens.length;
    if (unsure) return { [kind]: { ...family, addr: null, port: { map: null } } };
    if (kind === 'redirect') return { redirect: text === '' ? null : { port: portOf(text.replace(/^:/, '')) } };
    const match = /^(?:\[([^\]]*)\]|([^[\]]*?))(?::([\d-]+))?$/.exec(text);
    const bare = text.includes(':') && !text.includes('[') && !/^[\d.-]*:[\d-]+$/.test(text);
    const address = bare ? text : (match?.[1] ?? match?.[2] ?? text);
    const ports = bare ? undefined : match?.[3];
    const [first = '', last] = address.split('-');
    return {
      dnat: {
        ...family,
        ...(address === '' ? {} : { addr: last === undefined ? first : { range: [first, last] } }),
        ...(ports === undefined ? {} : { port: portOf(ports) }),
      },
    };
  }

  /** `add @set { ip saddr limit rate 10/minute }`: only what limits matters. */
  private setStatement(word: string): Statement[] {
    this.take();
    const name = word === 'meter' ? this.take().text : this.take().text;
    let depth = 0;
    let limited: Json | undefined;
    let isQuota = false;
    while (this.position < this.tokens.length) {
      const text = this.peek();
      if (depth === 0 && text !== '{' && text !== 'size' && !/^\d+$/.test(text)) break;
      if (text === '{') depth += 1;
      if (text === '}') depth -= 1;
      if (text === 'quota') isQuota = true;
      if (text === 'limit' || (text === 'ct' && this.peek(1) === 'count')) {
        limited = { limit: { inv: this.peek(2) === 'over' } };
      }
      this.take();
    }
    const limits: Json[] = isQuota || (word === 'meter' && limited === undefined) ? [{ quota: null }] : [];
    return [{ set: { op: word, set: name, stmt: limited === undefined ? limits : [limited, ...limits] } }];
  }

  /** `xt match "recent"`, `xt target "LOG"`. */
  private extension(): Statement[] {
    this.take();
    const type = this.take().text;
    const name = this.take().text;
    return [{ xt: { type, name } }];
  }

  private match(): Statement[] {
    const start = this.position;
    const left = this.expressions();
    if (left === undefined) return this.strange(start);
    if (this.passIf('set')) {
      // `meta mark set 1` changes the packet and limits nothing.
      while (this.position < this.tokens.length && !this.beginsStatement()) this.take();
      return [{ mangle: { key: left } }];
    }
    if (this.passIf('vmap')) {
      const data: Json = this.peek() === '{' ? { set: this.block() } : this.take().text;
      return [{ vmap: { key: left, data } }];
    }
    if (this.passIf('count')) {
      return [{ 'ct count': this.limitWords() }];
    }
    let masked: Json = left;
    if (this.passIf('&', 'and')) masked = { '&': [left, this.value()] };
    else if (this.passIf('|', '^', 'or', 'xor', '<<', '>>')) {
      this.value();
      masked = { unknown: null };
    }
    const op = /^(==|!=|<|>|<=|>=|=|!|eq|ne|lt|gt|le|ge)$/.test(this.peek()) ? this.take().text : undefined;
    const right = this.value();
    if (this.passIf('/')) return [{ match: { op: op ?? '==', left: { '&': [left, this.value()] }, right } }];
    const spelled =
      op === undefined
        ? undefined
        : ({ eq: '==', '=': '==', ne: '!=', lt: '<', gt: '>', le: '<=', ge: '>=' }[op] ?? op);
    return [{ match: { op: spelled ?? (isFlagLike(left) ? 'in' : '=='), left: masked, right } }];
  }

  /** One expression, or several with dots between. */
  private expressions(): Json | undefined {
    const first = this.expression();
    if (first === undefined) return undefined;
    const parts = [first];
    while (this.peek() === '.') {
      this.take();
      const next = this.expression();
      if (next === undefined) return undefined;
      parts.push(next);
    }
    return parts.length === 1 ? first : { concat: parts };
  }

  private expression(): Json | undefined {
    const word = this.peek();
    if (payloads.has(word)) {
      this.take();
      const field = this.take().text;
      if (word === 'tcp' && field === 'option') {
        this.position += 2;
        return { unknown: null };
      }
      return { payload: { protocol: word, field } };
    }
    if (word === 'meta' || metaKeys.has(word)) {
      if (word === 'meta') this.take();
      return { meta: { key: this.take().text } };
    }
    if (word === 'ct') {
      this.take();
      if (this.peek() === 'count') return { ct: { key: 'count' } };
      const dir = this.passIf('original', 'reply') ? (this.tokens[this.position - 1]?.text ?? '') : undefined;
      if (this.peek() === 'ip' || this.peek() === 'ip6') this.take();
      const key = this.take().text;
      return { ct: { key, ...(dir === undefined ? {} : { dir }) } };
    }
    if (word === 'fib') {
      this.take();
      const flags = [this.take().text];
      while (this.passIf('.')) flags.push(this.take().text);
      return { fib: { flags, result: this.take().text } };
    }
    if (word === 'rt' || word === 'socket' || word === 'osf' || word === 'exthdr') {
      this.position += 2;
      return { unknown: null };
    }
    return undefined;
  }

  /** A value, a list of values with commas between, or a set. */
  private value(): Json {
    if (this.peek() === '{') return { set: this.block() };
    if (this.peek() === '(') {
      const end = this.tokens.findIndex(({ text }, index) => index > this.position && text === ')');
      const inner = this.tokens.slice(this.position + 1, end < 0 ? this.tokens.length : end);
      this.position = end < 0 ? this.tokens.length : end + 1;
      return readValue(inner);
    }
    const values = [this.single()];
    while (this.peek() === ',' || this.peek() === '|') {
      this.take();
      values.push(this.single());
    }
    return values.length === 1 ? (values[0] ?? null) : values;
  }

  private single(): Json {
    const tokens = [this.take()];
    while (this.peek() === '.' || (this.peek() === '-' && tokens.length > 0)) tokens.push(this.take(), this.take());
    // `"08:00"-"17:00"`
    if (/^-/.test(this.peek()) && this.peek() !== '-') {
      this.take();
      if (this.tokens[this.position]?.quoted === true) this.take();
      return { unknown: null };
    }
    return readValue(tokens);
  }

  private block(): Json[] {
    this.take();
    const inner: NftToken[] = [];
    let depth = 0;
    while (this.position < this.tokens.length) {
      const token = this.take();
      if (!token.quoted && token.text === '{') depth += 1;
      if (!token.quoted && token.text === '}') {
        if (depth === 0) break;
        depth -= 1;
      }
      inner.push(token);
    }
    return readElements(inner);
  }

  private beginsStatement(): boolean {
    const word = this.peek();
    return (
      verdicts.has(word) ||
      payloads.has(word) ||
      /^(jump|goto|reject|queue|counter|comment|log|notrack|masquerade|snat|dnat|redirect|limit|quota|add|update|delete|meter|xt|meta|ct|fib|iifname|oifname|iif|oif|tproxy|synproxy)$/.test(
        word,
      )
    );
  }

  /** Words that are not understood, up to a statement that is. */
  private strange(start: number): Statement[] {
    this.position = start + 1;
    while (this.position < this.tokens.length) {
      if (
        verdicts.has(this.peek()) ||
        /^(jump|goto|reject|queue|dnat|redirect|masquerade|snat|comment)$/.test(this.peek())
      )
        break;
      this.take();
    }
    return [{ unknown: null }];
  }
}

/** Expressions that are compared with a list of flags. */
function isFlagLike(left: Json): boolean {
  const text = JSON.stringify(left);
  return text.includes('"flags"}') || text.includes('"key":"state"');
}

function portOf(text: string): Json {
  const [first = '', last] = text.split('-');
  const read = (part: string): Json => (/^\d+$/.test(part) ? Number(part) : part);
  return last === undefined ? read(first) : { range: [read(first), read(last)] };
}
