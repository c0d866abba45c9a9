import {
  type Advisory,
  assessAdvisory,
  assessSpan,
  isVulnerability,
  type KnowledgeBase,
  type SpanAssessment,
  type VersionSpan,
  wordsOfSpan,
} from '../../knowledge/knowledge.ts';
import type { Answer } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import { cite } from '../vocabulary/citations.ts';
import { asOfSentence } from '../vocabulary/versions.ts';
import { listOpen, newerFirst, noneNames, partsInWords, tableOf } from './judge-versions.ts';
import { type Asked, wantedOf } from './read-what.ts';
import { countAdvisories, nameFew, note, rangeInWords, spanInWords, upgradeSentence } from './words.ts';

/** Versions in a row: what affects all of them, what affects some, and from where on nothing known does. */
export function judgeSpan(span: VersionSpan, asked: Asked, knowledge: KnowledgeBase): Answer {
  const named = asked.advisories.length > 0;
  const wanted = wantedOf(asked, knowledge).filter((advisory) => named || isVulnerability(advisory));
  const judged = assessSpan(
    wanted,
    span,
    knowledge.releases.map(({ id }) => id),
  );
  const which = spanInWords(span);
  const newer = [newerFirst(judged.stretches.at(-1)?.last ?? '', knowledge) ?? []].flat();
  const isJudged = judged.affected.length > 0 || (named && judged.isFixed);
  return {
    title: `Advisories: ${wordsOfSpan(span).join(' ')}`,
    lead: [
      ...(isJudged ? [] : newer),
      ...spanSentences(judged, which, asked, wanted, knowledge),
      ...elsewhereInSpan(span, asked, wanted, knowledge),
      // What the ranges say comes before what nobody knows yet.
      ...(isJudged ? newer : []),
    ].join(' '),
    sections: [...tableOf(judged.affected), ...listOpen(judged.open, which), note('info', asOfSentence(knowledge))],
    sources: cite(
      knowledge,
      (judged.affected.length > 0 ? judged.affected : judged.open).map(({ advisory }) => advisory),
    ),
    actions: [
      ...judged.affected
        .slice(0, 2)
        .map(({ advisory }) => ({ label: advisory.name, command: `advisories ${advisory.id}` })),
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

function spanSentences(
  judged: SpanAssessment,
  which: string,
  asked: Asked,
  wanted: readonly Advisory[],
  knowledge: KnowledgeBase,
): string[] {
  const { says, affected, throughout, open, stretches, newestAffected = '', isFixed } = judged;
  const parts = partsInWords(asked);
  const upgrade = upgradeSentence(affected, newestAffected);
  if (says === 'affected') {
    const all = affected.filter(({ advisory }) => throughout.has(advisory));
    const some = affected.length - all.length;
    const also = some === 0 ? '' : ` ${some === 1 ? 'One more affects' : `${some} more affect`} some of them.`;
    return all.length > 0
      ? [`Every version ${which} is affected by ${nameFew(all)}.${also} ${upgrade}`]
      : [
          `Every version ${which} is affected by at least one of ${countAdvisories(affected.length, 'known ')}${parts}: ${nameFew(affected)}. ${upgrade}`,
        ];
  }
  if (says === 'partly') {
    const hit = stretches
      .filter(({ isAffected }) => isAffected)
      .map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
    const after = stretches.at(-1);
    const rest =
      after === undefined || after.isAffected
        ? `None of the ${countAdvisories(wanted.length, '')} I know${parts} names the others.`
        : `I know of none from ${after.first} on (as of ${knowledge.asOf}). That is not a clean bill of health.`;
    return [`Some versions ${which} are affected: ${joinWords(hit)}, by ${nameFew(affected)}.`, rest, upgrade];
  }
  if (asked.advisories.length > 0 && isFixed) {
    const ranges = asked.advisories.map(
      (advisory) => `${advisory.name} affects ${joinWords(advisory.affected[0]?.ranges.map(rangeInWords) ?? [])}`,
    );
    return [`${joinWords(ranges)}; no version ${which} is in that range.`];
  }
  if (says === 'cannot-tell' || asked.advisories.length > 0) {
    const names = nameFew(
      open.length > 0 ? open : asked.advisories.map((each) => assessAdvisory(each, newestAffected || '0')),
    );
    return [`I cannot tell whether versions ${which} are affected: the sources on ${names} don’t say.`];
  }
  return [noneNames(wanted, parts, `a version ${which}`, knowledge)];
}

/** The same for versions in a row. */
function elsewhereInSpan(
  span: VersionSpan,
  { parts }: Asked,
  wanted: readonly Advisory[],
  { rows, releases }: KnowledgeBase,
): string[] {
  if (parts.length === 0) return [];
  const others = rows.advisories.filter((row) => isVulnerability(row) && !wanted.includes(row));
  const { says, affected } = assessSpan(
    others,
    span,
    releases.map(({ id }) => id),
  );
  if (affected.length === 0) return [];
  return [`Apart from that, ${says === 'partly' ? 'some of them' : 'they'} are affected by ${nameFew(affected)}.`];
}
