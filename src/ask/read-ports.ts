import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { asksToMove, isTarget } from './asks-to-move.ts';
import { conditionOf } from './condition-of.ts';
import { asideOfPorts, partOfPorts, portsExplain } from './lexicon/ports-concepts.ts';
import { type Concept, concepts, counted } from './lexicon.ts';
import type { Span } from './read-terms.ts';
import type { PortMention } from './reading.ts';

const lastPort = 65_535;

/** What a number may stand beside that nobody knows, and be a port all the same: `may 8080 be open`. */
const ofPorts: ReadonlySet<Concept> = new Set([...portsExplain, ...partOfPorts, ...asideOfPorts]);
/** Concepts of a way through a firewall. */
const ways = concepts('open close tcp udp inbound outbound firewall rule internet');

/** Words before a number that isn't a port: a version, an edition. */
const versioned: ReadonlySet<string> = new Set(
  'mdaemon version versions release v ver securityplus windows win office server bes exchange outlook ios android error code fehler ticket'.split(
    ' ',
  ),
);
/** Words before a number that a mail server replies with. */
const replied: ReadonlySet<string> = new Set(
  'give gives gave get gets got say says said return returns answer answers reply replies with a'.split(' '),
);

/**
 * The numbers of a question that are ports. A number the knowledge has is one unless it counts or versions something; a
 * number it does not have is one only where the question calls it a port.
 */
export function readPorts(
  spans: readonly Span[],
  concepts: ReadonlyMap<Concept, readonly number[]>,
  knowledge: KnowledgeBase,
  words: readonly string[],
): PortMention[] {
  const asksPorts = concepts.has('port');
  const alone = spans.every(
    ({ kind, concept, named }) =>
      kind === 'number' ||
      kind === 'filler' ||
      (kind === 'meaning' && (concept === undefined ? named !== undefined : ofPorts.has(concept))),
  );
  const moves = asksToMove({ words, has: (...any) => any.some((each) => concepts.has(each)) });
  const asksWay = ways.some((each) => concepts.has(each));
  const found: PortMention[] = [];
  const condition = conditionOf(words);
  spans.forEach((span, index) => {
    if (span.kind !== 'number') return;
    const [digits = '', written] = span.text.split('/');
    const port = Number(digits);
    const before = spans[index - 1];
    const after = spans[index + 1];
    const rows = knowledge.portsByNumber(port);
    const beside = (each: Span | undefined) =>
      each?.concept === 'port' || each?.concept === 'tcp' || each?.concept === 'udp';
    // `ports 4 imap`
    if (digits.length === 1 && before?.text.endsWith('s') === true && after !== undefined && after.kind !== 'number')
      return;
    const called = written !== undefined || beside(before) || beside(after);
    if (!called && (versioned.has(lastWord(before)) || counted.has(after?.text ?? '') || isYear(digits, rows.length)))
      return;
    const meant =
      called ||
      rows.length > 0 ||
      (asksPorts && digits.length > 1) ||
      (alone && digits.length > 1) ||
      (moves && digits.length > 1 && isTarget(words, span.at));
    // `gives 451`: what a mail server replies.
    const isReply = replied.has(lastWord(before)) || (!asksPorts && !asksWay && !spans.every(isPlain));
    if (!called && rows.length === 0 && /^[245]\d\d$/.test(digits) && isReply) return;
    if (!meant) return;
    found.push({
      port: port <= lastPort ? port : lastPort + 1,
      transport: written === 'tcp' || written === 'udp' ? written : undefined,
      rows,
      conditional: condition.has(span.at),
      at: span.at,
    });
  });
  return found;
}

/** A number, or a word that says nothing of it: `451?`. */
function isPlain({ kind }: Span): boolean {
  return kind === 'number' || kind === 'filler';
}

function lastWord(span: Span | undefined): string {
  return span?.text.split(' ').at(-1) ?? '';
}

function isYear(digits: string, rows: number): boolean {
  return rows === 0 && /^(?:19|20)\d\d$/.test(digits);
}
