import { exposures, type KnowledgeBase, type Port, type Service } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import { type Concept, concepts } from '../lexicon.ts';
import type { Asked } from '../read-ports.ts';
import type { PortMention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';

/** The evidence for a yes or no about ports. */
export interface PortVerdictInput {
  readonly reading: Reading;
  readonly asked: Asked;
  /** Of the era asked about. */
  readonly rows: readonly Port[];
  readonly ports: readonly PortMention[];
  readonly services: readonly Service[];
  readonly knowledge: KnowledgeBase;
}

/** A verdict, and the concepts of the question that it settles. */
export interface SettledVerdict {
  readonly verdict: Verdict;
  readonly explains: readonly Concept[];
  /** It is a fact of the rows; what may be closed or opened is advice. */
  readonly settled: boolean;
  /** The services whose ports are to be shown in the place of the numbers, which are not theirs. */
  readonly instead?: readonly Service[];
}

/** One verdict of several: what holds for some only depends. */
export function verdictOf(each: readonly Verdict['says'][], because: string): Verdict {
  const says = new Set(each);
  const [only = 'depends'] = says;
  return { says: says.size === 1 ? only : 'depends', because };
}

/** `993/tcp inbound is IMAP over TLS`, several joined. */
export function describeRows(rows: readonly Port[]): string {
  return joinWords(
    rows.map(
      (row) => `${row.port}/${row.transports.join('+')} ${joinWords([...row.directions].sort())} is ${row.name}`,
    ),
  );
}

const withoutWords: ReadonlySet<string> = new Set(['without', 'ohne', 'sin']);

/** True for `80` in `without 80`, and with three words between in `without the port 80`. */
export function isBehindWithout(words: readonly string[], at: number, within = 3): boolean {
  return words.slice(Math.max(0, at - within), at).some((word) => withoutWords.has(word));
}

/** `143 starts in clear; 993 is encrypted.` Rows that say the same are said once. */
export function describeEach(rows: readonly Port[], say: (row: Port) => string): string {
  const parts = [...Map.groupBy(rows, say)].map(([words, same]) => {
    const numbers = [...new Set(same.map(({ port }) => String(port)))];
    return `${joinWords(numbers)} ${numbers.length > 1 ? plural(words) : words}`;
  });
  return `${parts.join('; ')}.`;
}

/** The words after one port's number, after several: `belongs on …` as `belong on …`. */
function plural(words: string): string {
  return words.replace(/^(?:only )?(?:is|starts|belongs|goes)\b/, (verb) => plurals[verb] ?? verb);
}

const plurals: Readonly<Record<string, string>> = {
  is: 'are',
  starts: 'start',
  belongs: 'belong',
  goes: 'go',
  'only goes': 'only go',
};

/** `is 143 encrypted`: what starts in clear and can add encryption is neither; `from the first byte` it is not. */
export function encryptionVerdict({ asked, reading, rows }: PortVerdictInput): SettledVerdict | undefined {
  const { has } = reading;
  const wanted = has('implicit') ? 'tls' : has('tls') && has('starttls') ? 'starttls' : asked.encryption;
  if (wanted === undefined || rows.some(({ encryption }) => encryption === 'unknown')) return undefined;
  const only = has('implicit', 'only');
  const judge = ({ encryption }: Port): Verdict['says'] => {
    if (wanted === 'starttls') return encryption === 'starttls' ? 'yes' : 'no';
    if (encryption === 'starttls') return only ? 'no' : 'depends';
    return (encryption === 'implicit-tls') === (wanted === 'tls') ? 'yes' : 'no';
  };
  const because = describeEach(rows, ({ encryption }) => encryptionWords[encryption]);
  return {
    verdict: verdictOf(rows.map(judge), because),
    explains: ['tls', 'implicit', 'starttls', 'plain', 'only'],
    settled: true,
  };
}

const encryptionWords: Readonly<Record<Port['encryption'], string>> = {
  'implicit-tls': 'is encrypted from the first byte',
  starttls: 'starts in clear and can add encryption by STARTTLS',
  plain: 'is not encrypted',
  unknown: 'is not known to be encrypted',
};

/** `is 4069 tcp`, `4069/tcp`. */
export function transportVerdict(transport: 'tcp' | 'udp', rows: readonly Port[], only = false): SettledVerdict {
  const because = describeEach(rows, ({ transports }) => {
    const names = joinWords(transports.map((each) => each.toUpperCase()));
    return transports.includes(transport) ? `is ${names}` : `is ${names}, not ${transport.toUpperCase()}`;
  });
  const says = rows.map(({ transports }): Verdict['says'] =>
    transports.includes(transport) && !(only && transports.length > 1) ? 'yes' : 'no',
  );
  return { verdict: verdictOf(says, because), explains: ['transport', 'need', 'use', 'open', 'only'], settled: true };
}

/** `is 4069 tcp`, `is 80 inbound`, `does MultiPOP need an inbound port`. */
export function factVerdict({
  asked: { transport, direction },
  rows,
  ports,
  reading,
}: PortVerdictInput): SettledVerdict | undefined {
  if (transport !== undefined) return transportVerdict(transport, rows, reading.has('only'));
  if (direction === undefined) return undefined;
  const because = describeEach(rows, (row) => `is ${joinWords([...row.directions].sort())} (${row.name})`);
  const only = reading.has('only');
  const fits = ({ directions }: Port) => directions.includes(direction) && (!only || directions.length === 1);
  const says = rows.map((row) => (fits(row) ? 'yes' : 'no') as Verdict['says']);
  // A service needs a way in where any of its ports does.
  const any = ports.length === 0 && says.includes('yes') && !only;
  return {
    verdict: any ? { says: 'yes', because } : verdictOf(says, because),
    explains: ['need', 'open', 'use', 'ownport', 'only'],
    settled: true,
  };
}

/**
 * `can I close 366`, `do I need 4069`: what is obsolete can go; all else depends on what stops without it, which is said.
 */
export function needVerdict({ reading, rows, asked }: PortVerdictInput): SettledVerdict {
  const about = rows.filter((row) => asked.direction === undefined || row.directions.includes(asked.direction));
  const shown = about.length > 0 ? about : rows;
  const current = shown.filter(({ status }) => status !== 'obsolete');
  const explains = ['close', 'off', 'need', 'unneeded', 'keep', 'people', 'open'] as const;
  if (current.length === 0) {
    const wantsGone = reading.has('close', 'unneeded', 'off') && !reading.has('keep');
    const doubt = shown.some(({ check }) => check !== undefined);
    const because = joinSentences(shown.flatMap(({ changed, check }) => [changed ?? '', check ?? '']));
    return { verdict: { says: doubt ? 'depends' : wantsGone ? 'yes' : 'no', because }, explains, settled: false };
  }
  return { verdict: { says: 'depends', because: losses(current) }, explains, settled: false };
}

/** Says what stops working without certain ports: `Without 366/tcp: Sites that fetch queued mail with ATRN get none.` */
export function losses(rows: readonly Port[]): string {
  return joinSentences(
    rows.map((row) => {
      const label = `${row.port}/${row.transports.join('+')} ${joinWords([...row.directions].sort())}`;
      return row.breaks_without === undefined ? `${label}: ${row.purpose}` : `Without ${label}: ${row.breaks_without}`;
    }),
  );
}

/** `is it safe to open 1000 to the internet`: who should be able to reach it says the row. */
export function exposureVerdict({ rows, asked, reading }: PortVerdictInput): SettledVerdict {
  const outbound = asked.direction === 'outbound';
  const inbound = rows.filter(({ directions }) => directions.includes('inbound'));
  const judged = outbound || inbound.length === 0 ? rows : inbound;
  const each = judged.map(({ exposure }) => (outbound ? 'yes' : exposures[exposure].says));
  const because = joinSentences(
    [...Map.groupBy(judged, (row) => (outbound ? 'goes out' : exposures[row.exposure].words))].map(([words, same]) => {
      const labels = [...new Set(same.map((row) => `${row.port}/${row.transports.join('+')}`))];
      return `${joinWords(labels)} ${labels.length > 1 ? plural(words) : words}`;
    }),
  );
  const [only = 'depends'] = new Set(each);
  const says = new Set(each).size === 1 ? only : 'depends';
  // Asked from the other side: `should 1000 stay private`.
  const turned = (reading.has('private') && !reading.has('internet')) || reading.has('restrict');
  // Whoever restricts a port that clients outside use loses them: no row says whether that is wanted.
  const restricted = reading.has('restrict') || reading.has('close');
  const turnedSays = says === 'no' ? 'yes' : says === 'yes' && !restricted ? 'no' : 'depends';
  return {
    verdict: { says: turned ? turnedSays : says, because },
    explains: concepts('safe private internet open people never restrict only'),
    settled: false,
  };
}

function joinSentences(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
