import type { KnowledgeData, Port } from '../../knowledge/schema.ts';

/** One thing that a sentence says of a port. */
export interface Claim {
  /** Where it is said: `articles/minger-is-udp`. */
  readonly where: string;
  readonly era: Port['era'];
  readonly port: number;
  readonly says:
    | { readonly transport: 'tcp' | 'udp' }
    | { readonly direction: 'inbound' | 'outbound' }
    | { readonly exposure: 'never' | 'public' }
    | { readonly need: 'needed' | 'obsolete' };
  readonly sentence: string;
}

const numbers = String.raw`\d{2,5}(?:(?:,| and| or|, and|, or) \d{2,5})*`;

/** What sentences say, by how they say it; the first group holds the numbers. */
const forms: readonly (readonly [RegExp, Claim['says'] | ((word: string) => Claim['says'])])[] = [
  [/\b(\d{2,5})\/(tcp|udp)\b/gi, (word) => ({ transport: word === 'udp' ? 'udp' : 'tcp' })],
  [/\b(\d{2,5}) is (TCP|UDP)\b/g, (word) => ({ transport: word === 'udp' ? 'udp' : 'tcp' })],
  [/\b(TCP|UDP) (?:port )?(\d{2,5})\b/g, (word) => ({ transport: word === 'udp' ? 'udp' : 'tcp' })],
  [
    new RegExp(String.raw`(?<![\d.])\b(${numbers})(?:\/(?:tcp|udp))? (inbound|outbound)\b`, 'g'),
    (word) => ({ direction: word === 'inbound' ? 'inbound' : 'outbound' }),
  ],
  [
    new RegExp(String.raw`\b(?:never|not) open (?:Remote Administration \()?(${numbers})\b`, 'gi'),
    { exposure: 'never' },
  ],
  [new RegExp(String.raw`\bKeep (${numbers}) on the private network`, 'g'), { exposure: 'never' }],
  [new RegExp(`(${numbers}) are the usual public ones`, 'g'), { exposure: 'public' }],
  [new RegExp(String.raw`\b(?:^|\. )Open (${numbers}), and`, 'g'), { exposure: 'public' }],
  [new RegExp(`(${numbers})(?: outbound)? is (?:believed )?obsolete`, 'g'), { need: 'obsolete' }],
  [new RegExp(String.raw`\bneeds? (?:port )?(${numbers})\b`, 'gi'), { need: 'needed' }],
  [new RegExp(String.raw`\bClose (${numbers})\b(?! only)`, 'g'), { need: 'obsolete' }],
];

/** What the sentences of all rows say of ports. */
export function claimsOf(data: KnowledgeData): Claim[] {
  return textsOf(data).flatMap(({ where, era, text }) =>
    text
      .split(/(?<=[.;:])\s+/)
      .filter((sentence) => !/\bnot\b.*\bTCP\b|\bTCP rule\b|\bnor\b/.test(sentence))
      .flatMap((sentence) =>
        forms.flatMap(([form, says]) =>
          [...sentence.matchAll(form)].flatMap(([, first = '', second = '']) => {
            const [list, word] = /^\d/.test(first) ? [first, second] : [second, first];
            return (list.match(/\d{2,5}/g) ?? []).map((number) => ({
              where,
              era,
              port: Number(number),
              says: typeof says === 'function' ? says(word.toLowerCase()) : says,
              sentence,
            }));
          }),
        ),
      ),
  );
}

interface Text {
  readonly where: string;
  readonly era: Port['era'];
  readonly text: string;
}

function textsOf(data: KnowledgeData): Text[] {
  const whole = (parts: readonly (string | undefined)[]) =>
    parts
      .flatMap((part) => (part === undefined ? [] : [/[.!?]$/.test(part.trim()) ? part.trim() : `${part.trim()}.`]))
      .join(' ');
  return [
    ...data.articles.map(({ id, era, answer, note, details, steps }) => ({
      where: `articles/${id}`,
      era,
      text: whole([answer, note, ...details, ...steps]),
    })),
    ...data.services.flatMap(({ id, eras, summary }) =>
      eras.map((era) => ({ where: `services/${id}`, era, text: whole([summary]) })),
    ),
    ...data.processes.flatMap(({ id, eras, purpose, notes }) =>
      eras.map((era) => ({ where: `processes/${id}`, era, text: whole([purpose, ...notes]) })),
    ),
    ...data.ports.map(({ id, era, purpose, breaks_without, changed, check }) => ({
      where: `ports/${id}`,
      era,
      text: whole([purpose, breaks_without, check, ...(era === 'now' ? [] : [changed])]),
    })),
    ...data.deadlines.map(({ id, era, action, reason, notes }) => ({
      where: `deadlines/${id}`,
      era,
      text: whole([action, reason, ...notes]),
    })),
  ];
}

/** Every contradiction between rows, and between a sentence and the rows of its port and era. */
export function contradictionsIn(data: KnowledgeData): string[] {
  return [...betweenRows(data.ports), ...claimsOf(data).flatMap((claim) => contradicts(claim, data.ports))];
}

/** Two rows of one port, era, transport and direction must agree on who reaches it, and on a service's need. */
function betweenRows(ports: readonly Port[]): string[] {
  return ports.flatMap((row, at) =>
    ports.slice(at + 1).flatMap((other) => {
      const same =
        row.port === other.port &&
        row.era === other.era &&
        row.transports.some((each) => other.transports.includes(each)) &&
        row.directions.some((each) => other.directions.includes(each));
      if (!same) return [];
      const needs = row.services.flatMap((use) => {
        const [twin] = other.services.filter(({ id }) => id === use.id);
        return twin === undefined || twin.need === use.need
          ? []
          : [`${row.id} and ${other.id}: ${use.id} is ${use.need} and ${twin.need}`];
      });
      return [
        ...needs,
        ...(row.exposure === other.exposure
          ? []
          : [`${row.id} and ${other.id}: exposure ${row.exposure} and ${other.exposure}`]),
        ...(row.encryption === other.encryption
          ? []
          : [`${row.id} and ${other.id}: encryption ${row.encryption} and ${other.encryption}`]),
      ];
    }),
  );
}

const closed: readonly Port['exposure'][] = ['peers', 'private-network', 'local', 'behind-https', 'outbound-only'];

function contradicts({ where, era, port, says, sentence }: Claim, ports: readonly Port[]): string[] {
  const rows = ports.filter((row) => row.port === port && row.era === era);
  // An article of today tells of the list of 2008 to 2010 as well, and says so.
  const both = ports.filter((row) => row.port === port);
  if (rows.length === 0) return [];
  const wrong = (what: string) => [
    `${where}: "${sentence}" says ${what}; ${rows.map(({ id }) => id).join(', ')} do not`,
  ];
  if ('transport' in says) {
    return both.some(({ transports }) => transports.includes(says.transport)) &&
      rows.some(({ transports }) => transports.includes(says.transport))
      ? []
      : wrong(`${port} is ${says.transport}`);
  }
  if ('direction' in says) {
    const known = /list of 2008 to 2010/i.test(sentence) ? both : rows;
    return known.some(({ directions }) => directions.includes(says.direction))
      ? []
      : wrong(`${port} ${says.direction}`);
  }
  const inbound = rows.filter(({ directions }) => directions.includes('inbound'));
  if ('exposure' in says) {
    if (says.exposure === 'public')
      return inbound.some(({ exposure }) => exposure === 'internet' || exposure === 'if-used')
        ? []
        : wrong(`${port} is public`);
    return inbound.every(({ exposure }) => closed.includes(exposure)) ? [] : wrong(`${port} is never public`);
  }
  if (says.need === 'obsolete')
    return rows.some(({ status }) => status === 'obsolete') ? [] : wrong(`${port} is obsolete`);
  return rows.some(({ status, services }) => status !== 'obsolete' && services.some(({ need }) => need !== 'default'))
    ? []
    : wrong(`${port} is needed`);
}
