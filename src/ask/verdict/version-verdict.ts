import type { Row } from '../entry-of.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { compareVersions, isVersion } from './compare-versions.ts';

/** From which version on something holds, and whether that is what people want of it. */
interface Turn {
  readonly version: string;
  /** `fixed`: a fault is gone from it on. `begins`: something is there from it on. `ends`: it is no longer. */
  readonly what: 'fixed' | 'begins' | 'ends';
}

/** How the texts say from which version on a fault is gone. */
const fixedIn =
  /\b(?:older than|before|prior to|upgrade to|newest needs|fixed (?:in|with|by)) (?:MDaemon )?(\d+(?:\.\d+){0,3}[a-z]?)\b/i;

/** A version in a question that asks for a yes or a no, compared with the one its answer turns on. */
export function versionVerdict(of: Row, reading: Reading): Verdict | undefined {
  const { yesNo, versions, has } = reading;
  const [version, ...others] = versions.map((each) => each.replace(/^v/, '')).filter(isVersion);
  if (!yesNo || version === undefined || others.length > 0) return undefined;
  const turn = turnOf(of);
  if (turn === undefined) return undefined;
  const older = compareVersions(version, turn.version) < 0;
  const because = older ? `${version} is older than ${turn.version}.` : `${version} is ${turn.version} or later.`;
  const good = turn.what === 'ends' ? older : !older;
  const asksBad = turn.what === 'fixed' ? !has('safe', 'protected', 'enough') : has('gone', 'unneeded', 'close');
  return { says: good === asksBad ? 'no' : 'yes', because };
}

function turnOf(of: Row): Turn | undefined {
  if (of.kind === 'article') {
    const { answer, since, topic } = of.row;
    const fixed = topic === 'security' ? fixedIn.exec(answer)?.[1] : undefined;
    if (fixed !== undefined) return { version: fixed, what: 'fixed' };
    if (since === undefined) return undefined;
    return { version: since, what: /^no\b/i.test(answer) ? 'ends' : 'begins' };
  }
  if (of.kind !== 'deadline') return undefined;
  const { who, action, title } = of.row;
  const version = fixedIn.exec(who)?.[1] ?? fixedIn.exec(action)?.[1];
  if (version === undefined) return undefined;
  if (/^end of/i.test(title)) return { version, what: 'ends' };
  return { version, what: /\bCVE-|attack|vulnerab/i.test(title) ? 'fixed' : 'begins' };
}
