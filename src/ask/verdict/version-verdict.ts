import { compareVersions } from '../../../knowledge/knowledge.ts';
import type { Row } from '../entry-of.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';

/**
 * A version in a question that asks for a yes or a no, compared with the one its answer turns on. Only typed fields count:
 * a version in a sentence proves nothing.
 */
export function versionVerdict(of: Row, reading: Reading, newest?: string): Verdict | undefined {
  const { yesNo, versions, span, foreign, has } = reading;
  const [version, ...others] = versions;
  if (!yesNo || version === undefined || others.length > 0 || span !== undefined || foreign.length > 0)
    return undefined;
  const turn = turnOf(of);
  if (turn === undefined) return undefined;
  // Nobody here knows what a version brings that is newer than any known one.
  if (newest !== undefined && compareVersions(version, newest) > 0) return undefined;
  if (turn.from !== undefined && compareVersions(version, turn.from) < 0) return undefined;
  const older = compareVersions(version, turn.version) < 0;
  const because = older ? `${version} is older than ${turn.version}.` : `${version} is ${turn.version} or later.`;
  const good = turn.what === 'ends' ? older : !older;
  return { says: good === has('gone', 'unneeded', 'close') ? 'no' : 'yes', because };
}

interface Turn {
  readonly version: string;
  readonly what: 'begins' | 'ends';
  readonly from?: string | undefined;
}

function turnOf(of: Row): Turn | undefined {
  if (of.kind !== 'article' && of.kind !== 'deadline') return undefined;
  if (of.row.turns !== undefined || of.kind === 'deadline') return of.row.turns;
  const { since, answer } = of.row;
  // An article that denies something since a version has to say in `turns` what ends with it.
  return since === undefined || /^no\b/i.test(answer) ? undefined : { version: since, what: 'begins' };
}
