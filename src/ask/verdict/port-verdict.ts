import type { KnowledgeBase } from '../../../knowledge/knowledge-base.ts';
import type { Port, Service } from '../../../knowledge/schema.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Asked } from '../read-asked.ts';
import type { PortMention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { exposureVerdict, needVerdict } from './need-verdict.ts';
import { describeRows, joinWords, lowerFirst, verdictOf } from './words.ts';

/** What a yes or no about ports is worked out from. */
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
}

/** Answers `is 4069 tcp`, `is 993 imap`, `do I need 366`, `may 1000 be open to the internet` from the rows. */
export function portVerdict(input: PortVerdictInput): SettledVerdict | undefined {
  const { reading, rows } = input;
  if (!reading.yesNo || rows.length === 0) return undefined;
  const { has } = reading;
  if (has('close', 'need', 'unneeded', 'keep')) return needVerdict(input);
  if (has('internet', 'safe', 'private') || (has('open') && !has('inbound', 'outbound', 'tcp', 'udp'))) {
    return exposureVerdict(input);
  }
  return serviceVerdict(input) ?? encryptionVerdict(input) ?? factVerdict(input);
}

/** `is 993 imap`, `does webmail use 3000`. */
function serviceVerdict({ reading, rows, ports, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const [service] = reading.services;
  if (service === undefined || ports.length === 0) return undefined;
  const era = rows[0]?.era ?? 'now';
  const own = knowledge.portsOfService(service, era);
  const fits = rows.map((row) => own.includes(row));
  const numbers = joinWords([...new Set(rows.map(({ port }) => String(port)))]);
  const says = fits.some(Boolean) ? 'yes' : 'no';
  const because =
    says === 'yes'
      ? `${describeRows(rows.filter((row) => own.includes(row)))}.`
      : `${numbers} is not ${service.name}: ${describeRows(rows)}.`;
  return { verdict: { says, because }, explains: ['use', 'same', 'default'] };
}

/** `is 143 encrypted`: what starts in clear and can add encryption is neither. */
function encryptionVerdict({ asked, reading, rows }: PortVerdictInput): SettledVerdict | undefined {
  const wanted = reading.has('tls') && reading.has('starttls') ? 'starttls' : asked.encryption;
  if (wanted === undefined || rows.some(({ encryption }) => encryption === 'unknown')) return undefined;
  const judge = ({ encryption }: Port): Verdict['says'] => {
    if (wanted === 'starttls') return encryption === 'starttls' ? 'yes' : 'no';
    if (encryption === 'starttls') return 'depends';
    return (encryption === 'implicit-tls') === (wanted === 'tls') ? 'yes' : 'no';
  };
  const because = describeEach(rows, ({ encryption }) => encryptionWords[encryption]);
  return { verdict: verdictOf(rows.map(judge), because), explains: ['tls', 'starttls', 'plain'] };
}

const encryptionWords: Readonly<Record<Port['encryption'], string>> = {
  'implicit-tls': 'is encrypted from the first byte',
  starttls: 'starts in clear and can add encryption by STARTTLS',
  plain: 'is not encrypted',
  unknown: 'is not known to be encrypted',
};

/** `is 4069 tcp`, `is 80 inbound`. */
function factVerdict({ asked: { transport, direction }, rows }: PortVerdictInput): SettledVerdict | undefined {
  if (transport !== undefined) {
    const because = describeEach(rows, ({ transports }) => {
      const names = joinWords(transports.map((each) => each.toUpperCase()));
      return transports.includes(transport) ? `is ${names}` : `is ${names}, not ${transport.toUpperCase()}`;
    });
    const says = rows.map(({ transports }) => (transports.includes(transport) ? 'yes' : 'no') as Verdict['says']);
    return { verdict: verdictOf(says, because), explains: ['transport'] };
  }
  if (direction === undefined) return undefined;
  const because = describeEach(
    rows,
    (row) => `is ${joinWords([...row.directions].sort())} for ${lowerFirst(row.name)}`,
  );
  const says = rows.map((row) => (row.directions.includes(direction) ? 'yes' : 'no') as Verdict['says']);
  return { verdict: verdictOf(says, because), explains: [] };
}

/** `143 starts in clear; 993 is encrypted from the first byte.` Rows that say the same are said once. */
function describeEach(rows: readonly Port[], say: (row: Port) => string): string {
  const byWords = Map.groupBy(rows, say);
  const parts = [...byWords].map(([words, same]) => {
    const numbers = [...new Set(same.map(({ port }) => String(port)))];
    return `${joinWords(numbers)} ${
      numbers.length > 1
        ? words
            .replace(/^is /, 'are ')
            .replace(/^starts/, 'start')
            .replace(' can ', ' can ')
        : words
    }`;
  });
  return `${parts.join('; ')}.`;
}
