import { exposures, type Port } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import { concepts } from '../lexicon.ts';
import type { PortVerdictInput, SettledVerdict } from './settled-verdict.ts';

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
  const because = joinSentences([
    ...new Set(
      judged.map(
        (row) => `${row.port}/${row.transports.join('+')} ${outbound ? 'goes out' : exposures[row.exposure].words}`,
      ),
    ),
  ]);
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
