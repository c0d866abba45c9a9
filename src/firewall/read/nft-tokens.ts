import { NotReadError } from '../refusals.ts';
import type { Json } from './nft-document.ts';

/** A word or a sign of nft's language; `\n` and `;` end a statement. */
export interface NftToken {
  readonly text: string;
  readonly quoted: boolean;
}

/** Splits text into words, strings and signs. Comments are left out. */
export function nftTokens(text: string): NftToken[] {
  const tokens: NftToken[] = [];
  const found =
    /\\\n|(\n)|#[^\n]*|"([^"\n]*)"|(==|!=|<=|>=|<<|>>|[{};,=<>()|&^!])|((?:[^\s{};,=<>()|&^!"#]|=(?=\w))+)/g;
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const [, line, string, sign, word] = match;
    if (line !== undefined) tokens.push({ text: '\n', quoted: false });
    else if (string !== undefined) tokens.push({ text: string, quoted: true });
    else if (sign !== undefined) tokens.push({ text: sign, quoted: false });
    else if (word !== undefined) {
      // `25: accept` is `25 : accept`; an address ends with two colons at most.
      if (/^[^:]+:$/.test(word)) tokens.push({ text: word.slice(0, -1), quoted: false }, { text: ':', quoted: false });
      else tokens.push({ text: word, quoted: false });
    }
  }
  return tokens;
}

const end: NftToken = { text: '', quoted: false };

/** Reads tokens one after another, with variables replaced. */
export class TokenReader {
  private readonly tokens: NftToken[];
  private readonly variables = new Map<string, readonly NftToken[]>();
  private position = 0;
  private depth = 0;

  constructor(tokens: readonly NftToken[]) {
    this.tokens = [...tokens];
  }

  isAtEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  isAt(text: string): boolean {
    const { text: own, quoted } = this.peek();
    return own === text && !quoted;
  }

  peek(): NftToken {
    return this.tokens[this.position] ?? end;
  }

  take(): NftToken {
    const token = this.peek();
    this.position += 1;
    if (!token.quoted && token.text.startsWith('$')) {
      const value = this.variables.get(token.text.slice(1));
      if (value === undefined || this.depth > 50) {
        throw new NotReadError(
          `The variable ${token.text.slice(0, 40)} is not defined in the text.`,
          'Send what `nft -j list ruleset` prints, which has no variables.',
        );
      }
      this.depth += 1;
      this.position -= 1;
      this.tokens.splice(this.position, 1, ...value);
      const first = this.take();
      this.depth -= 1;
      return first;
    }
    return token;
  }

  /** @throws {NotReadError} where the next word is another one. */
  expect(text: string): void {
    this.skipBreaks(text);
    if (!this.isAt(text)) {
      throw new NotReadError(
        `I expected “${text}” where it says “${this.peek().text.slice(0, 40)}”.`,
        'Send what `nft -j list ruleset` or `nft list ruleset` prints, whole.',
      );
    }
    this.position += 1;
  }

  skipBreaks(unless = ''): void {
    while (!this.isAtEnd() && (this.isAt('\n') || this.isAt(';')) && !this.isAt(unless)) this.position += 1;
  }

  /** The tokens up to the end of the statement; blocks within it may span lines. The end is passed, a closing brace is not. */
  takeLine(): NftToken[] {
    const line: NftToken[] = [];
    let depth = 0;
    while (!this.isAtEnd()) {
      if (depth === 0 && (this.isAt('\n') || this.isAt(';'))) {
        this.position += 1;
        break;
      }
      if (depth === 0 && this.isAt('}')) break;
      if (this.isAt('\n')) {
        this.position += 1;
        continue;
      }
      const token = this.take();
      if (!token.quoted && token.text === '{') depth += 1;
      if (!token.quoted && token.text === '}') depth -= 1;
      line.push(token);
    }
    return line;
  }

  /** Passes a declaration with a block, or a line. */
  takeUntilBlockOrLine(): void {
    this.takeLine();
  }

  /** `define name = value` */
  define(): void {
    const [name = end, , ...value] = this.takeLine();
    this.variables.set(name.text, value);
  }

  /** The elements in braces: values, concatenations, and pairs of a map. */
  elements(): Json[] {
    this.expect('{');
    const tokens: NftToken[] = [];
    let depth = 0;
    while (!this.isAtEnd()) {
      if (this.isAt('}') && depth === 0) break;
      const token = this.take();
      if (!token.quoted && token.text === '{') depth += 1;
      if (!token.quoted && token.text === '}') depth -= 1;
      if (token.quoted || (token.text !== '\n' && token.text !== ';')) tokens.push(token);
    }
    this.expect('}');
    return readElements(tokens);
  }
}

/** Reads `1.2.3.4 timeout 1h, 10.0.0.1 . 22, 25 : jump x`. */
export function readElements(tokens: readonly NftToken[]): Json[] {
  const parts: NftToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',' && !token.quoted) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0).map(readElement);
}

const elementOptions = new Set(['timeout', 'expires', 'comment', 'counter', 'limit', 'ct', 'last', 'quota']);

function readElement(tokens: readonly NftToken[]): Json {
  const colon = tokens.findIndex(({ text, quoted }) => text === ':' && !quoted);
  const keyTokens = colon < 0 ? tokens : tokens.slice(0, colon);
  const option = keyTokens.findIndex(({ text, quoted }, index) => index > 0 && !quoted && elementOptions.has(text));
  const key = readValue(option < 0 ? keyTokens : keyTokens.slice(0, option));
  if (colon < 0) return key;
  const [verdict = end, target = end] = tokens.slice(colon + 1);
  return [
    key,
    /^(jump|goto)$/.test(verdict.text) ? { [verdict.text]: { target: target.text } } : { [verdict.text]: null },
  ];
}

/** One value: a word, a range, a network, or a concatenation with dots between. */
export function readValue(tokens: readonly NftToken[]): Json {
  const parts: NftToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === '.' && !token.quoted) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  if (parts.length > 1) return { concat: parts.map(readValue) };
  const own = tokens.filter(({ text, quoted }) => quoted || !/^[()]$/.test(text));
  const [first = end, sign, second] = own;
  if (own.some(({ text, quoted }) => text === '|' && !quoted)) {
    return { '|': own.filter(({ text }) => text !== '|').map((token) => readWord(token)) };
  }
  if (sign?.text === '-' && second !== undefined) return { range: [readWord(first), readWord(second)] };
  return readWord(first);
}

function readWord({ text, quoted }: NftToken): Json {
  if (quoted) return text;
  if (/^\d+$/.test(text)) return Number(text);
  if (/^0x[\da-f]+$/i.test(text)) return Number(text);
  const network = /^([\da-fA-F.:]+)\/(\d+)$/.exec(text);
  if (network !== null) return { prefix: { addr: network[1] ?? '', len: Number(network[2]) } };
  const range = /^([\da-fA-F.:]+|\w+)-([\da-fA-F.:]+|\w+)$/.exec(text);
  const isRange = range !== null && (/^\d/.test(text) || text.includes(':'));
  if (isRange)
    return { range: [readWord({ text: range[1] ?? '', quoted }), readWord({ text: range[2] ?? '', quoted })] };
  return text;
}
