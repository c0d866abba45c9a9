import type { Port } from '../../../knowledge/knowledge.ts';
import type { Verdict } from '../understanding.ts';
import type { PortVerdictInput, SettledVerdict } from './settled-verdict.ts';
import { describeEach, verdictOf } from './words.ts';

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
