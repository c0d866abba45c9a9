import {
  type Advisory,
  type AdvisoryVerdict,
  advisoriesOn,
  assessAdvisory,
  assessVersion,
  isVulnerability,
  type KnowledgeBase,
} from '../../knowledge/knowledge.ts';
import type { Answer } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import { cite } from '../vocabulary/citations.ts';
import { asOfSentence, newerThanAdvisories, newerThanKnown } from '../vocabulary/versions.ts';
import { detailsOf } from './list-advisories.ts';
import { type Asked, wantedOf } from './read-what.ts';
import {
  cannotTell,
  contradictionOf,
  countAdvisories,
  exploitedCell,
  exploitedSentence,
  nameFew,
  note,
  rangeInWords,
  reasonOf,
  upgradeSentence,
} from './words.ts';

/** More that cannot be told are only counted in a lead. */
const mostOpen = 2;

/** One version by all advisories, or by those on the parts that are asked about. */
export function judgeVersion(version: string, isOwn: boolean, asked: Asked, knowledge: KnowledgeBase): Answer {
  const wanted = wantedOf(asked, knowledge);
  const { affected, ended, open, withoutFix } = assessVersion(wanted, version);
  const subject = isOwn ? `${version} (your profile's version)` : version;
  const parts = partsInWords(asked);
  const others = othersOf(version, asked, wanted, knowledge);
  const hits = [...affected, ...others];
  const first =
    affected.length > 0
      ? `${subject} is affected by ${countAdvisories(affected.length, 'known ')}${parts}: ${nameFew(affected)}.`
      : open.length > 0
        ? openInWords(open, subject, version)
        : noneNames(wanted, parts, subject, knowledge);
  const lead = [
    newerFirst(version, knowledge),
    first,
    others.length === 0 ? undefined : `Apart from that, ${version} is affected by ${nameFew(others)}.`,
    hits.length === 0 ? undefined : upgradeSentence(hits, version),
    endedInWords(ended, hits.length > 0),
  ];
  return {
    title: `Advisories for ${version}`,
    lead: lead.filter((part) => part !== undefined).join(' '),
    sections: [
      ...tableOf([...affected, ...ended]),
      ...affected.filter(({ contradicted }) => contradicted).map((each) => note('warning', contradictionOf(each))),
      ...affected.flatMap(({ advisory }) =>
        advisory.exploited.length === 0 ? [] : [note('warning', exploitedSentence(advisory))],
      ),
      ...listOpen(affected.length > 0 ? open : open.slice(mostOpen), version),
      ...(withoutFix.length === 0
        ? []
        : [
            note(
              'info',
              `${withoutFix.length} more don’t name ${version}, but no source says which version fixed them, so I can’t rule them out. \`advisories all\` lists them.`,
            ),
          ]),
      note('info', asOfSentence(knowledge)),
    ],
    sources: cite(
      knowledge,
      (affected.length + ended.length > 0 ? [...affected, ...ended] : open).map(({ advisory }) => advisory),
    ),
    actions: [
      ...affected.slice(0, 2).map(({ advisory }) => ({ label: advisory.name, command: `advisories ${advisory.id}` })),
      { label: 'All advisories', command: 'advisories all' },
      { label: 'Releases', command: 'releases' },
    ],
  };
}

/** One version by the advisories that are named; the others that concern it are a remark. */
export function judgeNamed(version: string, isOwn: boolean, { advisories }: Asked, knowledge: KnowledgeBase): Answer {
  const subject = isOwn ? `${version} (your profile's version)` : version;
  const verdicts = advisories.map((advisory) => assessAdvisory(advisory, version));
  const affected = verdicts.filter(({ says }) => says === 'affected');
  const others = assessVersion(
    knowledge.rows.advisories.filter((row) => !advisories.includes(row)),
    version,
  ).affected;
  const isHit = affected.length > 0;
  const also =
    others.length === 0
      ? undefined
      : `${isHit ? 'It is also' : `But ${version} is`} affected by ${nameFew(others)}. ${upgradeSentence([...affected, ...others], version)}`;
  const upgrade = isHit && also === undefined ? upgradeSentence(affected, version) : undefined;
  // What affects the version comes first.
  const said = [...affected, ...verdicts.filter((each) => !affected.includes(each))].map((verdict) => {
    const range = verdict.by.range === undefined ? '' : rangeInWords(verdict.by.range);
    const { name } = verdict.advisory;
    if (verdict.says === 'affected')
      return `${subject} is affected by ${name}: ${range}, according to ${verdict.by.statement.by}.`;
    if (verdict.says === 'cannot-tell') return cannotTell(subject, verdict, version);
    return `${name} affects ${range}, according to ${verdict.by.statement.by}; ${subject} is not in that range.`;
  });
  return {
    title: `${joinWords(advisories.map(({ name }) => name))} and ${version}`,
    lead: [newerFirst(version, knowledge), ...said, upgrade, also].filter((part) => part !== undefined).join(' '),
    sections: [
      ...verdicts.filter(({ contradicted }) => contradicted).map((each) => note('warning', contradictionOf(each))),
      ...advisories.flatMap(detailsOf),
      note('info', asOfSentence(knowledge)),
    ],
    sources: cite(knowledge, [...advisories, ...others.slice(0, 1).map((each) => each.advisory)]),
    actions: [
      { label: `All for ${version}`, command: `advisories ${version}` },
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

/** Several versions, a sentence each. */
export function judgeEach(asked: Asked, knowledge: KnowledgeBase): Answer {
  const judge = asked.advisories.length > 0 ? judgeNamed : judgeVersion;
  const answers = asked.versions.map((version) => judge(version, false, asked, knowledge));
  return {
    title: `Advisories for ${joinWords(asked.versions)}`,
    lead: answers.map(({ lead }) => lead).join(' '),
    sections: [note('info', asOfSentence(knowledge))],
    sources: [...new Map(answers.flatMap(({ sources }) => sources).map((each) => [each.id, each])).values()],
    actions: [
      ...asked.versions.slice(0, 3).map((version) => ({ label: version, command: `advisories ${version}` })),
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

/** A version of something that counts its versions itself. No range here is one of its versions. */
export function cannotJudge({ foreign, advisories }: Asked, knowledge: KnowledgeBase): Answer {
  const { service, version } = foreign ?? { service: undefined, version: '' };
  const name = service?.name ?? '';
  const own = service?.own_versions;
  const former = service?.former[0];
  const called = own === true || former === undefined ? name : `${name} (once ${former})`;
  const why =
    own === true
      ? `it has version numbers of its own, and no advisory I know names them`
      : `a number that low may be its own and not MDaemon's, and no advisory I know covers it`;
  const noted = service === undefined ? [] : advisoriesOn(service, knowledge).filter((row) => isNoted(row, version));
  const inNotes =
    noted.length === 0
      ? ''
      : ` But ${joinWords(noted.map((row) => row.name))} ${noted.length === 1 ? 'names' : 'name'} ${former ?? name} ${version}.`;
  const by = advisories.length === 0 ? '' : ` by ${joinWords(advisories.map((each) => each.name))}`;
  return {
    title: `Advisories: ${name} ${version}`,
    lead: `I cannot tell whether ${called} ${version} is affected${by}: ${why}.${inNotes}`,
    sections: [
      note('info', `\`advisories ${version}\` judges ${version} as a version of MDaemon. ${asOfSentence(knowledge)}`),
    ],
    sources: cite(knowledge, advisories),
    actions: [
      { label: `MDaemon ${version}`, command: `advisories ${version}` },
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

/** Named by a source in words, where its ranges are of MDaemon's versions. */
function isNoted({ affected }: Advisory, version: string): boolean {
  return affected.some(({ note: remark }) =>
    remark?.split(/[\s,;]+/).some((word) => word.replace(/\.$/, '') === version),
  );
}

/** Said of what is newer than all that is known here. */
export function newerFirst(version: string, knowledge: KnowledgeBase): string | undefined {
  return newerThanKnown(version, knowledge) ?? newerThanAdvisories(version, knowledge);
}

/** ` on MDaemon Webmail`, where that is asked about. */
export function partsInWords({ parts }: Asked): string {
  return parts.length === 0 ? '' : ` on ${joinWords(parts.map(({ name }) => name))}`;
}

/** That none names it, which is no all-clear. */
export function noneNames(
  wanted: readonly Advisory[],
  parts: string,
  subject: string,
  { asOf }: KnowledgeBase,
): string {
  const some = wanted.filter(isVulnerability).length;
  return some === 0
    ? `I know of no advisory${parts} (as of ${asOf}). That is not a clean bill of health.`
    : `None of the ${countAdvisories(some, '')} I know${parts} (as of ${asOf}) names ${subject}. That is not a clean bill of health.`;
}

/** The ends of services that a version relies on: no vulnerabilities, and so not counted among them. */
function endedInWords(ended: readonly AdvisoryVerdict[], isAffected: boolean): string | undefined {
  if (ended.length === 0) return undefined;
  return `${isAffected ? 'Besides, a' : 'But a'} service it relies on has ended: ${nameFew(ended)}.`;
}

/** Advisories for the same version in parts that nobody asked about. */
function othersOf(
  version: string,
  { parts }: Asked,
  wanted: readonly Advisory[],
  { rows }: KnowledgeBase,
): readonly AdvisoryVerdict[] {
  const others = parts.length === 0 ? [] : rows.advisories.filter((row) => !wanted.includes(row));
  return assessVersion(others, version).affected;
}

function openInWords(open: readonly AdvisoryVerdict[], subject: string, version: string): string {
  const said = open.slice(0, mostOpen).map((each) => cannotTell(subject, each, version));
  const rest = open.length - said.length;
  return [...said, ...(rest > 0 ? [`The sources on ${rest} more don’t say either.`] : [])].join(' ');
}

/** What affects a version, a row each. */
export function tableOf(affected: readonly AdvisoryVerdict[]) {
  if (affected.length === 0) return [];
  return [
    {
      kind: 'table' as const,
      columns: [{ header: 'Advisory' }, { header: 'What' }, { header: 'Affected' }, { header: 'Attacks' }],
      rows: affected.map(({ advisory, by }) => [
        advisory.name,
        `${advisory.component}: ${advisory.title}`,
        by.range === undefined ? '' : rangeInWords(by.range),
        exploitedCell(advisory),
      ]),
    },
  ];
}

/** What leaves a version open, and why. */
export function listOpen(open: readonly AdvisoryVerdict[], which: string) {
  if (open.length === 0) return [];
  return [
    {
      kind: 'list' as const,
      title: `Cannot tell for ${which}`,
      items: open.map((each) => `${each.advisory.name}: ${reasonOf(each, which)}`),
    },
  ];
}
