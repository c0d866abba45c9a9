import type { Port } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import type { Verdict } from '../understanding.ts';
import type { PortVerdictInput, SettledVerdict } from './settled-verdict.ts';
import { describeEach, lowerFirst, verdictOf } from './words.ts';

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
  const because = describeEach(
    rows,
    (row) => `is ${joinWords([...row.directions].sort())} for ${lowerFirst(row.name)}`,
  );
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
