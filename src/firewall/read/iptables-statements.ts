import type { Family } from '../network.ts';
import { NotReadError } from '../refusals.ts';

type Action = 'append' | 'insert' | 'policy' | 'new';

/** One statement of a dump or of a list of commands. */
export type DumpStatement =
  | { readonly kind: 'header'; readonly family: Family }
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'commit' }
  | { readonly kind: 'chain'; readonly chain: string; readonly policy: string }
  | { readonly kind: 'rule'; readonly action: Action; readonly chain: string; readonly words: readonly string[] }
  | {
      readonly kind: 'command';
      readonly family: Family | undefined;
      readonly table: string | undefined;
      readonly action: Action;
      readonly chain: string;
      readonly words: readonly string[];
    };

const actions: Readonly<Record<string, Action | 'ignored'>> = {
  '-A': 'append',
  '--append': 'append',
  '-I': 'insert',
  '--insert': 'insert',
  '-P': 'policy',
  '--policy': 'policy',
  '-N': 'new',
  '--new-chain': 'new',
  '-F': 'ignored',
  '--flush': 'ignored',
  '-X': 'ignored',
  '--delete-chain': 'ignored',
  '-Z': 'ignored',
  '--zero': 'ignored',
};

const command = /^(?:\S*\/)?(ip6?tables)(?:-(?:legacy|nft))?$/;

interface Word {
  readonly text: string;
  readonly quoted: boolean;
  readonly startsLine: boolean;
}

/**
 * Splits a dump at the words that begin statements, not at its lines: a chat client may have joined them.
 *
 * @throws {NotReadError} for anything that is no statement.
 */
export function splitStatements(text: string): DumpStatement[] {
  const statements: DumpStatement[] = [];
  const { words, headers } = splitWords(text);
  let position = 0;
  let passed = 0;
  const at = (index: number) => words[index]?.text ?? '';
  while (position < words.length) {
    for (let header = headers[passed]; header !== undefined && header.at <= position; header = headers[passed]) {
      statements.push({ kind: 'header', family: header.family });
      passed += 1;
    }
    const word = at(position);
    const end = findEnd(words, position);
    if (/^\*[a-z]+$/.test(word)) {
      statements.push({ kind: 'table', table: word.slice(1) });
      position += 1;
    } else if (isDeclaration(words, position)) {
      statements.push({ kind: 'chain', chain: word.slice(1), policy: at(position + 1) });
      position += /^\[\d+:\d+\]$/.test(at(position + 2)) ? 3 : 2;
    } else if (word === 'COMMIT') {
      statements.push({ kind: 'commit' });
      position += 1;
    } else if (/^\[\d+:\d+\]$/.test(word)) {
      position += 1;
    } else if (word in actions) {
      const action = actions[word] as Action | 'ignored';
      if (action !== 'ignored') {
        statements.push({ kind: 'rule', action, chain: at(position + 1), words: textsOf(words, position + 2, end) });
      }
      position = end;
    } else if (word === 'sudo' && command.test(at(position + 1))) {
      position += 1;
    } else if (command.test(word)) {
      statements.push(...readCommand(textsOf(words, position, end), statements));
      position = end;
    } else {
      throw new NotReadError(
        `The part that begins with “${textsOf(words, position, position + 6)
          .join(' ')
          .slice(0, 60)}” isn’t an iptables rule.`,
        'Send what `iptables-save` and `ip6tables-save` print, whole.',
      );
    }
  }
  return statements;
}

/** The next word that begins a statement. */
function findEnd(words: readonly Word[], start: number): number {
  let index = start + 1;
  const isCommand = command.test(words[start]?.text ?? '');
  for (; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.quoted) continue;
    const { text, startsLine } = word;
    if (isCommand) {
      if (startsLine || (command.test(text) && index > start) || text === ';' || text === '&&') break;
      continue;
    }
    if (/^\*(filter|nat|mangle|raw|security)$/.test(text) || text === 'COMMIT') break;
    if (isDeclaration(words, index)) break;
    if (/^\[\d+:\d+\]$/.test(text) && words[index + 1]?.text === '-A') break;
    if (text === '-A' || (startsLine && (text in actions || command.test(text) || text === 'sudo'))) break;
    if ((text === '-I' || text === '-N' || text === '-P') && /^[A-Z][\w-]*$/.test(words[index + 1]?.text ?? '')) break;
  }
  return index;
}

function isDeclaration(words: readonly Word[], index: number): boolean {
  const word = words[index];
  if (word === undefined || word.quoted || !/^:\S/.test(word.text)) return false;
  return /^(ACCEPT|DROP|REJECT|-)$/.test(words[index + 1]?.text ?? '');
}

function textsOf(words: readonly Word[], from: number, to: number): string[] {
  return words.slice(from, to).map(({ text }) => text);
}

function readCommand(words: readonly string[], before: readonly DumpStatement[]): DumpStatement[] {
  const family: Family = command.exec(words[0] ?? '')?.[1] === 'ip6tables' ? 'ipv6' : 'ipv4';
  const rest = words.slice(1).filter((word) => !/^(-w|--wait|;|&&)$/.test(word));
  const t = rest.findIndex((word) => word === '-t' || word === '--table');
  const table = t < 0 ? undefined : rest.splice(t, 2)[1];
  const [action = '', chain = '', ...more] = rest;
  const known = actions[action];
  const flushes = /^(-F|--flush)$/.test(action);
  const hasRules = before.some(
    (each) =>
      each.kind === 'command' &&
      each.family === family &&
      (each.table ?? 'filter') === (table ?? 'filter') &&
      (each.action === 'append' || each.action === 'insert'),
  );
  if (known === 'ignored' && !(flushes && hasRules)) return [];
  if (known === undefined || known === 'ignored' || more.some((word) => word.includes('$'))) {
    throw new NotReadError(
      `I can’t follow the command “${words.join(' ').slice(0, 60)}” without running it.`,
      'Send what `iptables-save` and `ip6tables-save` print instead.',
    );
  }
  return [{ kind: 'command', family, table, action: known, chain, words: more }];
}

/** A comment that says which program printed the dump, by the number of words before it. */
interface Header {
  readonly at: number;
  readonly family: Family;
}

/** Words as a shell and iptables-restore read them: what is in quotes is one. */
function splitWords(text: string): { words: Word[]; headers: Header[] } {
  const words: Word[] = [];
  const headers: Header[] = [];
  const found = /(\n)|#([^\n]*)|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+|["'])/g;
  let startsLine = true;
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const [whole, line, comment, double, single, plain] = match;
    if (line !== undefined) startsLine = true;
    else if (comment !== undefined) {
      // In a text that was joined to one line, the comment ends where the table begins.
      const end =
        /\s(?=\*(?:filter|nat|mangle|raw|security)\b|(?:\[\d+:\d+\] )?-A |:[A-Z]+ (?:ACCEPT|DROP) |# Generated)/.exec(
          comment,
        );
      const own = end === null ? comment : comment.slice(0, end.index);
      if (/(Generated|Asked).*\bip6?tables\b/.test(own)) {
        headers.push({ at: words.length, family: /\bip6tables\b/.test(own) ? 'ipv6' : 'ipv4' });
      }
      if (end !== null) found.lastIndex = match.index + 1 + end.index;
    } else {
      words.push({
        text: double === undefined ? (single ?? plain ?? whole) : double.replace(/\\(.)/g, '$1'),
        quoted: plain === undefined,
        startsLine,
      });
      startsLine = false;
    }
  }
  return { words, headers };
}
