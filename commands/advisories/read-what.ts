import {
  type Advisory,
  advisoriesOn,
  compareVersions,
  type KnowledgeBase,
  readSpan,
  type Service,
  type VersionSpan,
} from '../../knowledge/knowledge.ts';
import { quote, UserError } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import { asOfSentence, requireVersion } from '../vocabulary/versions.ts';

/** What somebody asks the advisories about. */
export interface Asked {
  readonly versions: readonly string[];
  /** Versions in a row, in place of single ones. */
  readonly span: VersionSpan | undefined;
  readonly advisories: readonly Advisory[];
  readonly parts: readonly Service[];
  /** A product with versions of its own, of which nothing is known here. */
  readonly foreign: { readonly service: Service; readonly version: string } | undefined;
  /** Whether one was used in attacks comes first. */
  readonly attacks: boolean;
  /** The list, whatever version the team runs. */
  readonly all: boolean;
}

/** `from 21`, `21 to 23`, `before 20.0.4`: a span has at most this many words. */
const longestSpan = 3;
const single = /^v?\d{1,2}(?:\.\d|[a-z]?$)/i;

/**
 * Reads versions, advisories and parts of MDaemon in any order.
 *
 * @throws {UserError} `advisory-not-known` and `bad-version`
 */
export function readWhat(words: readonly string[], knowledge: KnowledgeBase): Asked {
  const versions: string[] = [];
  const advisories: Advisory[] = [];
  const parts: Service[] = [];
  const unknown: string[] = [];
  let span: VersionSpan | undefined;
  let attacks = false;
  for (let at = 0; at < words.length; ) {
    const row = spanAt(words, at);
    const name = row === undefined ? nameAt(words, at, knowledge) : undefined;
    const word = words[at] ?? '';
    if (row !== undefined) span = row.span;
    else if (name?.advisory !== undefined) advisories.push(name.advisory);
    else if (single.test(word)) versions.push(requireVersion(word));
    else if (name?.part !== undefined) parts.push(name.part);
    else if (word.toLowerCase() === 'attacks') attacks = true;
    else if (word.toLowerCase() !== 'all') unknown.push(word);
    at += row?.length ?? name?.length ?? 1;
  }
  if (unknown.length > 0) throw notKnown(unknown.join(' '), knowledge);
  const [version] = versions;
  const own = version === undefined ? undefined : parts.find((part) => isOwn(part, version));
  return {
    versions: [...new Set(versions)],
    span,
    advisories: [...new Set(advisories)],
    parts: [...new Set(parts)],
    foreign: own === undefined || version === undefined ? undefined : { service: own, version },
    attacks,
    all: words.length === 1 && words[0]?.toLowerCase() === 'all',
  };
}

/** True for a number that is, or may be, a version of the part itself and none of MDaemon's. */
function isOwn({ own_versions: own }: Service, version: string): boolean {
  return own !== undefined && (own === true || compareVersions(version, own.before) < 0);
}

function spanAt(words: readonly string[], at: number) {
  for (let length = Math.min(longestSpan, words.length - at); length > 0; length -= 1) {
    const span = readSpan(words.slice(at, at + length));
    if (span !== undefined) return { span, length };
  }
  return undefined;
}

/** The longest name of an advisory or a part; a number is not a misspelling of another one. */
function nameAt(words: readonly string[], at: number, { advisories, services }: KnowledgeBase) {
  for (let length = words.length - at; length > 0; length -= 1) {
    const name = words.slice(at, at + length).join(' ');
    const advisory = advisories.get(name);
    const part = advisory === undefined ? services.get(name) : undefined;
    if (advisory !== undefined || part !== undefined) return { advisory, part, length };
  }
  return undefined;
}

function notKnown(name: string, knowledge: KnowledgeBase): UserError {
  const match = knowledge.advisories.find(name);
  const near = match.kind === 'none' ? match.near : match.kind === 'corrected' ? [match.name] : [];
  return new UserError({
    code: 'advisory-not-known',
    outcome: 'unknown',
    message: `I don’t know an advisory called ${quote(name, 60)}. That doesn’t mean there is none.`,
    remedy:
      near.length > 0 && !/cve|^\d{4}-/i.test(name)
        ? `Did you mean ${joinWords(
            near.map((each) => `\`advisories ${each.toLowerCase()}\``),
            'or',
          )}?`
        : `\`advisories all\` lists the known ones. ${asOfSentence(knowledge)}`,
    actions: [{ label: 'All advisories', command: 'advisories all' }],
  });
}

/** The advisories that are asked about: those that are named, else those on the named parts, else all. */
export function wantedOf({ advisories, parts }: Asked, knowledge: KnowledgeBase): readonly Advisory[] {
  if (advisories.length > 0) return advisories;
  if (parts.length === 0) return knowledge.rows.advisories;
  return [...new Set(parts.flatMap((part) => advisoriesOn(part, knowledge)))];
}
