import type { Advisory, AdvisoryVerdict, AffectedRange, StatementVerdict } from '../../knowledge/knowledge.ts';
import { type VersionSpan, versionToUpgradeTo } from '../../knowledge/knowledge.ts';
import type { NoteSection } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';

/** At most this many are named in a lead. */
const mostNamed = 3;

/** `1 advisory`, `3 known advisories`. */
export function countAdvisories(number: number, which: string): string {
  return `${number} ${which}${number === 1 ? 'advisory' : 'advisories'}`;
}

/** Versions in a row, behind a noun: `from 21 to 23`. */
export function spanInWords({ from, after, before, through }: VersionSpan): string {
  if (from !== undefined && from === through) return `of ${from}`;
  if (after !== undefined) return `after ${after}`;
  if (before !== undefined) return `before ${before}`;
  if (from === undefined) return `up to ${through}`;
  return through === undefined ? `from ${from} on` : `from ${from} to ${through}`;
}

/** Advisories by name, each with the range that decides; more than three are counted. */
export function nameFew(verdicts: readonly AdvisoryVerdict[]): string {
  const named = verdicts
    .slice(0, mostNamed)
    .map(
      ({ advisory, by }) => `${advisory.name} (${by.range === undefined ? advisory.title : rangeInWords(by.range)})`,
    );
  const rest = verdicts.length - named.length;
  return joinWords([...named, ...(rest > 0 ? [`${rest} more`] : [])]);
}

/** What to upgrade to, as far as sources name a fixed version. */
export function upgradeSentence(affected: readonly AdvisoryVerdict[], version: string): string {
  const fixed = versionToUpgradeTo(affected, version);
  if (fixed !== undefined) return `Upgrade to ${fixed} or later.`;
  const fixable = versionToUpgradeTo(
    affected.filter((each) => versionToUpgradeTo([each], version) !== undefined),
    version,
  );
  return fixable === undefined
    ? 'No source names a fixed version; upgrade to the newest release.'
    : `Upgrade to ${fixable} or later; for some of them no source names a fixed version.`;
}

/** `versions before 20.0.4`, `25.0.1 and older versions`. */
export function rangeInWords({ from, before, through }: AffectedRange): string {
  if (before !== undefined)
    return from === undefined ? `versions before ${before}` : `${from} or later, before ${before}`;
  if (from === through) return `${from}`;
  return from === undefined ? `${through} and older versions` : `${from} to ${through}`;
}

/** `25.0.1 and older versions are`, `19.5.5 is`. */
export function withVerb(ranges: readonly AffectedRange[]): string {
  const isOne = ranges.length === 1 && ranges.every(({ from, through }) => from !== undefined && from === through);
  return `${joinWords(ranges.map(rangeInWords))} ${isOne ? 'is' : 'are'}`;
}

/** The fixed versions, and the versions of which the ranges say nothing: those are not said to be well. */
export function fixesOf(ranges: readonly AffectedRange[]): string {
  const fixes = [...new Set(ranges.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])))];
  if (fixes.length === 0) return '; no source names a fixed version, so newer ones may be affected too';
  const older = ranges.every(({ from }) => from !== undefined) ? '; older ones may be affected too' : '';
  return `, fixed in ${joinWords(fixes)}${older}`;
}

/** That an advisory leaves a version open, and why. */
export function cannotTell(subject: string, verdict: AdvisoryVerdict, version: string): string {
  return `I cannot tell whether ${subject} is affected by ${verdict.advisory.name}: ${reasonOf(verdict, version)}`;
}

/** Why an advisory leaves a version open. */
export function reasonOf({ by }: AdvisoryVerdict, version: string): string {
  const { why, range, statement } = by;
  const who = `according to ${statement.by}`;
  const remark = statement.note === undefined ? '' : ` ${statement.note}`;
  const affected = range === undefined ? 'other versions are' : withVerb([range]);
  switch (why) {
    case 'below-range':
      return `only ${affected} named as affected, ${who}, and older ones aren’t mentioned.${remark}`;
    case 'before-fix':
      return `${who} ${affected} affected and ${range?.fixed} is fixed; ${version} is in between.${remark}`;
    case 'lettered-build':
      return `${range?.fixed} is fixed, and I don’t know whether the build ${version} came before or after it.${remark}`;
    case 'series':
      return `${version} can be any version that begins like that; ${who} ${affected} affected${range?.fixed === undefined ? '' : ` and ${range.fixed} is fixed`}. Give the whole version.${remark}`;
    case 'no-fix-known':
      return `${affected} named as affected, ${who}, but no fixed version is named.${remark}`;
    default:
      return `no version is named, ${who}.`;
  }
}

/** Both sides, where sources differ. */
export function contradictionOf({ advisory, each }: AdvisoryVerdict): string {
  const words = { affected: 'affected', fixed: 'not affected', 'cannot-tell': 'unclear' };
  const said = ({ says, statement, range }: StatementVerdict) =>
    `${words[says]} according to ${statement.by} (${range === undefined ? 'no versions' : rangeInWords(range)})`;
  return `The sources disagree on ${advisory.name}: ${joinWords(each.map(said))}. Treat the version as affected.`;
}

const exploitedWords = {
  known: 'known to be used in attacks',
  reported: 'reported as used in attacks',
  none: 'no attacks seen',
};

/** Whether it was used in attacks, and who says so. */
export function exploitedSentence({ name, exploited, kind }: Advisory): string {
  if (kind === 'end-of-service') return 'It isn’t a vulnerability: a service it needs has ended.';
  if (exploited.length === 0) return `No source says whether ${name} was used in attacks.`;
  const each = exploited.map(
    ({ says, by, on }) => `${exploitedWords[says]} (${by}${on === undefined ? '' : `, ${on}`})`,
  );
  return `${name}: ${each.join('; ')}.`;
}

const exploitedCells = { known: 'attacks known', reported: 'attacks reported', none: 'no attacks seen' };

/** The same for a table. It is clear without its heading, which short tables do not have. */
export function exploitedCell({ exploited, kind }: Advisory): string {
  if (kind === 'end-of-service') return 'does not apply';
  if (exploited.length === 0) return 'attacks unknown';
  const says = new Set(exploited.map((each) => each.says));
  // Who says which stands below the table.
  if (says.size > 1 && says.has('none')) return 'sources disagree on attacks';
  const cells = exploited.map(
    ({ says, on }) => `${exploitedCells[says]}${says === 'known' && on !== undefined ? ` (${on})` : ''}`,
  );
  return [...new Set(cells)].join(' / ');
}

/** Of sources that differ the later version: it is the safe one. */
export function fixedCell(advisory: Advisory): string {
  const fixes = advisory.affected.flatMap(({ ranges }) =>
    ranges.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])),
  );
  return fixes.length === 0 ? 'no fix named' : `fixed in ${fixes[0]}`;
}

/** A remark below the answer. */
export function note(tone: NoteSection['tone'], text: string): NoteSection {
  return { kind: 'note', tone, text };
}
