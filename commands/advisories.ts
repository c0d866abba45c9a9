import { z } from 'zod';
import {
  type Advisory,
  type AdvisoryVerdict,
  type AffectedRange,
  assessAdvisory,
  assessVersion,
  type KnowledgeBase,
  newestFirst,
  type Service,
  type StatementVerdict,
  versionToUpgradeTo,
} from '../knowledge/knowledge.ts';
import {
  type Answer,
  argument,
  matchSuggestions,
  type NoteSection,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { capitalise, count } from './vocabulary/phrases.ts';
import { asOfSentence, newerThanAdvisories, newerThanKnown, requireVersion } from './vocabulary/versions.ts';

/** Which known vulnerabilities concern a version. It never says that a version is safe. */
export const advisories = defineCommand({
  name: 'advisories',
  aliases: ['advisory', 'cve', 'cves'],
  summary: 'Known vulnerabilities, and which of them concern your version',
  access: 'everyone',
  examples: [
    'advisories 25.0.1',
    'advisories',
    'advisories cve-2025-3929',
    'advisories 13.0.8 easybee',
    'advisories cve-2024-11182 attacks',
    'advisories webmail',
    'advisories all',
  ],
  arguments: z.object({
    what: argument(z.array(z.string().max(60)).max(8).default([]), {
      written: 'position',
      description: "A version, an advisory or a part; leave out for your profile's version; all lists all",
      placeholder: 'VERSION|advisory|part|all|attacks',
      suggest: suggestAdvisories,
    }),
  }),
  async run({ what }, { request, services }) {
    const knowledge = services.knowledge.current();
    const { version: typed, advisory, part, attacks } = readWhat(what, knowledge);
    if (what.length === 1 && what[0]?.toLowerCase() === 'all') return listAll(knowledge);
    const own = typed === undefined ? (await services.teams.profile(request.team)).version : undefined;
    const version = typed ?? own;
    const asked = { version: version ?? '', isOwn: own !== undefined };
    if (advisory !== undefined) {
      const answer = version === undefined ? describe(advisory, knowledge) : judgeOne(advisory, asked, knowledge);
      return attacks ? withAttacksFirst(advisory, answer) : answer;
    }
    if (version !== undefined && !attacks) return judgeVersion(asked, part, knowledge);
    return part === undefined && !attacks ? listAll(knowledge) : listSome(part, attacks, knowledge);
  },
});

/** The version an answer is about, and whether it is the one of the team's profile. */
interface AskedVersion {
  readonly version: string;
  readonly isOwn: boolean;
}

function readWhat(words: readonly string[], knowledge: KnowledgeBase) {
  let version: string | undefined;
  const names: string[] = [];
  for (const word of words) {
    if (version === undefined && /^v?\d{1,2}(?:\.|[a-z]?$)/i.test(word)) version = requireVersion(word);
    else if (!['all', 'attacks'].includes(word.toLowerCase())) names.push(word);
  }
  const attacks = words.some((word) => word.toLowerCase() === 'attacks');
  const name = names.join(' ');
  if (name === '') return { version, advisory: undefined, part: undefined, attacks };
  // A number is not a misspelling of another one.
  const advisory = knowledge.advisories.get(name);
  if (advisory !== undefined) return { version, advisory, part: undefined, attacks };
  const part = knowledge.services.get(name);
  if (part !== undefined && inPart(part, knowledge).length > 0) return { version, advisory: undefined, part, attacks };
  const match = knowledge.advisories.find(name);
  const near = match.kind === 'none' ? match.near : match.kind === 'corrected' ? [match.name] : [];
  throw new UserError({
    code: 'advisory-not-known',
    outcome: 'unknown',
    message: `I know no advisory ${quote(name, 60)}. That does not mean there is none.`,
    remedy:
      near.length > 0 && !/cve/i.test(name)
        ? `Did you mean ${joinWords(
            near.map((each) => `\`advisories ${each.toLowerCase()}\``),
            'or',
          )}?`
        : `\`advisories all\` lists the known ones. ${asOfSentence(knowledge)}`,
    actions: [{ label: 'All advisories', command: 'advisories all' }],
  });
}

/** The advisories that name a part of MDaemon. */
function inPart(part: Service, { rows, services }: KnowledgeBase): readonly Advisory[] {
  return rows.advisories.filter(({ component }) =>
    component.split(' and ').some((each) => services.get(each)?.id === part.id),
  );
}

function judgeVersion({ version, isOwn }: AskedVersion, part: Service | undefined, knowledge: KnowledgeBase): Answer {
  const judged = part === undefined ? knowledge.rows.advisories : inPart(part, knowledge);
  const { says, affected, open, withoutFix } = assessVersion(judged, version);
  const first = newerThanKnown(version, knowledge) ?? newerThanAdvisories(version, knowledge);
  const subject = isOwn ? `${version} (your profile's version)` : version;
  const lead =
    says === 'affected'
      ? `${subject} is affected by ${count(affected.length, 'known advisory').replace('advisorys', 'advisories')}: ${nameFew(affected)}. ${upgradeSentence(affected, version)}`
      : says === 'cannot-tell'
        ? open.map((each) => cannotTell(subject, each, version)).join(' ')
        : `None of the ${judged.length} advisories I know${part === undefined ? '' : ` on ${part.name}`} (as of ${knowledge.asOf}) names ${subject}. That is not a clean bill of health.`;
  return {
    title: `Advisories for ${version}`,
    lead: [first, lead].filter((part) => part !== undefined).join(' '),
    sections: [
      ...(affected.length === 0
        ? []
        : [
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
          ]),
      ...affected.filter(({ contradicted }) => contradicted).map((each) => note('warning', contradictionOf(each))),
      ...affected.flatMap(({ advisory }) =>
        advisory.exploited.length === 0 ? [] : [note('warning', exploitedSentence(advisory))],
      ),
      ...(says === 'cannot-tell' || open.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              title: `Cannot tell for ${version}`,
              items: open.map((each) => `${each.advisory.name}: ${reasonOf(each, version)}`),
            },
          ]),
      ...(withoutFix.length === 0
        ? []
        : [
            note(
              'info',
              `${withoutFix.length} more name only other versions or none, and no source says which version fixed them. \`advisories all\` lists them.`,
            ),
          ]),
      note('info', asOfSentence(knowledge)),
    ],
    sources: cite(
      knowledge,
      (affected.length > 0 ? affected : open).map(({ advisory }) => advisory),
    ),
    actions: [
      ...affected.slice(0, 2).map(({ advisory }) => ({ label: advisory.name, command: `advisories ${advisory.id}` })),
      { label: 'All advisories', command: 'advisories all' },
      { label: 'Releases', command: 'releases' },
    ],
  };
}

/** Whether it was used in attacks, before what is said of the versions. */
function withAttacksFirst(advisory: Advisory, answer: Answer): Answer {
  const lead = `${exploitedSentence(advisory)} ${answer.lead}`;
  return { ...answer, lead };
}

function judgeOne(advisory: Advisory, { version, isOwn }: AskedVersion, knowledge: KnowledgeBase): Answer {
  const verdict = assessAdvisory(advisory, version);
  const others = assessVersion(
    knowledge.rows.advisories.filter((row) => row !== advisory),
    version,
  ).affected;
  const subject = isOwn ? `${version} (your profile's version)` : version;
  const first = newerThanKnown(version, knowledge) ?? newerThanAdvisories(version, knowledge);
  const range = verdict.by.range === undefined ? '' : rangeInWords(verdict.by.range);
  const also =
    others.length === 0
      ? ''
      : ` ${verdict.says === 'affected' ? 'It is also' : `But ${version} is`} affected by ${nameFew(others)}. ${upgradeSentence(verdict.says === 'affected' ? [verdict, ...others] : others, version)}`;
  const said =
    verdict.says === 'affected'
      ? `${subject} is affected by ${advisory.name}: ${range}, according to ${verdict.by.statement.by}.${also === '' ? ` ${upgradeSentence([verdict], version)}` : ''}`
      : verdict.says === 'fixed'
        ? `${advisory.name} affects ${range}, according to ${verdict.by.statement.by}; ${subject} is not in that range.`
        : cannotTell(subject, verdict, version);
  return {
    title: `${advisory.name} and ${version}`,
    lead: `${first === undefined ? '' : `${first} `}${said}${also}`,
    sections: [
      ...(verdict.contradicted ? [note('warning', contradictionOf(verdict))] : []),
      ...detailsOf(advisory),
      note('info', asOfSentence(knowledge)),
    ],
    sources: cite(knowledge, [advisory, ...others.slice(0, 1).map((each) => each.advisory)]),
    actions: [
      { label: `All for ${version}`, command: `advisories ${version}` },
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

function describe(advisory: Advisory, knowledge: KnowledgeBase): Answer {
  const [statement] = advisory.affected;
  const ranges = statement?.ranges ?? [];
  const affects =
    ranges.length === 0
      ? 'I cannot tell which versions are affected: no source names them, nor a fixed one'
      : `It depends on the version: ${withVerb(ranges)} affected${fixesOf(ranges)}`;
  return {
    title: `Advisory: ${advisory.name}`,
    lead: `${affects}. ${advisory.name} is ${advisory.title} (${advisory.component}).`,
    sections: [
      ...detailsOf(advisory),
      note(
        'info',
        `\`advisories 25.0.1 ${advisory.id}\` judges a version; put yours in its place. ${asOfSentence(knowledge)}`,
      ),
    ],
    sources: cite(knowledge, [advisory]),
    actions: [{ label: 'All advisories', command: 'advisories all' }],
  };
}

function listAll(knowledge: KnowledgeBase): Answer {
  const all = newestFirst(knowledge.rows.advisories);
  const [newest, next] = all.map((advisory) => `${advisory.name} (${fixedCell(advisory)})`);
  const newestWords =
    newest === undefined ? '' : ` The newest are ${joinWords([newest, ...(next === undefined ? [] : [next])])}.`;
  return {
    title: 'Advisories',
    lead: `I know ${all.length} advisories as of ${knowledge.asOf}.${newestWords} Name your version to see which concern it, as in \`advisories 25.0.1\`.`,
    sections: [
      tableOf(all),
      note(
        'info',
        `\`profile set version 24.5.1c\` keeps your version, and \`advisories\` then judges it. ${asOfSentence(knowledge)}`,
      ),
    ],
    sources: cite(knowledge, all),
    actions: all.slice(0, 3).map(({ name, id }) => ({ label: name, command: `advisories ${id}` })),
  };
}

/** The advisories on one part, or those that were used in attacks. Which concern a server depends on its version. */
function listSome(part: Service | undefined, attacks: boolean, knowledge: KnowledgeBase): Answer {
  const some = newestFirst(part === undefined ? knowledge.rows.advisories : inPart(part, knowledge)).filter(
    ({ exploited }) => !attacks || exploited.some(({ says }) => says !== 'none'),
  );
  const [newest] = some;
  const where = part === undefined ? '' : ` on ${part.name}`;
  const which = attacks ? `${where} that are known or reported to be used in attacks` : where;
  const count = `${some.length} ${some.length === 1 ? 'advisory' : 'advisories'}`;
  return {
    title: `Advisories${where}${attacks ? ', used in attacks' : ''}`,
    lead: `It depends on the version: I know ${count}${which}, as of ${knowledge.asOf}${newest === undefined ? '' : `; the newest is ${newest.name} (${fixedCell(newest)})`}. Name yours, as in \`advisories 25.0.1${part === undefined ? '' : ` ${part.id}`}\`.`,
    sections: [tableOf(some), note('info', asOfSentence(knowledge))],
    sources: cite(knowledge, some),
    actions: [
      ...some.slice(0, 3).map(({ name, id }) => ({ label: name, command: `advisories ${id}` })),
      { label: 'All advisories', command: 'advisories all' },
    ],
  };
}

function tableOf(advisories: readonly Advisory[]) {
  return {
    kind: 'table' as const,
    columns: [
      { header: 'Advisory' },
      { header: 'What' },
      { header: 'Affected' },
      { header: 'Fixed' },
      { header: 'Published' },
      { header: 'Attacks' },
    ],
    rows: advisories.map((advisory) => [
      advisory.name,
      `${advisory.component}: ${advisory.title}`,
      advisory.affected[0]?.ranges.map(rangeInWords).join(', ') || 'not named',
      fixedCell(advisory).replace('fixed in ', ''),
      advisory.published,
      exploitedCell(advisory),
    ]),
  };
}

function detailsOf(advisory: Advisory) {
  return [
    {
      kind: 'list' as const,
      items: [
        advisory.what,
        ...advisory.affected.map(
          ({ by, ranges, note: remark }) =>
            `${capitalise(by)}: ${ranges.length === 0 ? 'no versions' : ranges.map((range) => `${rangeInWords(range)}${range.fixed === undefined ? '' : `, fixed in ${range.fixed}`}`).join('; ')}.${remark === undefined ? '' : ` ${remark}`}`,
        ),
        exploitedSentence(advisory),
        `Published ${advisory.published}.`,
        ...advisory.notes,
      ],
    },
  ];
}

/** At most this many are named in a lead. */
const mostNamed = 3;

function nameFew(verdicts: readonly AdvisoryVerdict[]): string {
  const named = verdicts
    .slice(0, mostNamed)
    .map(
      ({ advisory, by }) => `${advisory.name} (${by.range === undefined ? advisory.title : rangeInWords(by.range)})`,
    );
  const rest = verdicts.length - named.length;
  return joinWords([...named, ...(rest > 0 ? [`${rest} more`] : [])]);
}

function upgradeSentence(affected: readonly AdvisoryVerdict[], version: string): string {
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

function rangeInWords({ from, before, through }: AffectedRange): string {
  if (before !== undefined)
    return from === undefined ? `versions before ${before}` : `${from} or later, before ${before}`;
  if (from === through) return `${from}`;
  return from === undefined ? `${through} and older versions` : `${from} to ${through}`;
}

/** `25.0.1 and older versions are`, `19.5.5 is`. */
function withVerb(ranges: readonly AffectedRange[]): string {
  const isOne = ranges.length === 1 && ranges.every(({ from, through }) => from !== undefined && from === through);
  return `${joinWords(ranges.map(rangeInWords))} ${isOne ? 'is' : 'are'}`;
}

/** The fixed versions, and the versions of which the ranges say nothing: those are not said to be well. */
function fixesOf(ranges: readonly AffectedRange[]): string {
  const fixes = [...new Set(ranges.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])))];
  if (fixes.length === 0) return '; no source names a fixed version, so newer ones may be affected too';
  const older = ranges.every(({ from }) => from !== undefined) ? '; older ones may be affected too' : '';
  return `, fixed in ${joinWords(fixes)}${older}`;
}

function cannotTell(subject: string, verdict: AdvisoryVerdict, version: string): string {
  return `I cannot tell whether ${subject} is affected by ${verdict.advisory.name}: ${reasonOf(verdict, version)}`;
}

/** Why an advisory leaves a version open. */
function reasonOf({ by }: AdvisoryVerdict, version: string): string {
  const { why, range, statement } = by;
  const who = `according to ${statement.by}`;
  const remark = statement.note === undefined ? '' : ` ${statement.note}`;
  const affected = range === undefined ? 'other versions are' : withVerb([range]);
  switch (why) {
    case 'below-range':
      return `only ${affected} named as affected, ${who}, and nothing is said of older ones.${remark}`;
    case 'before-fix':
      return `${who} ${affected} affected and ${range?.fixed} is fixed; ${version} lies between.${remark}`;
    case 'lettered-build':
      return `${range?.fixed} is fixed, and whether the build ${version} came before or after it is not known.${remark}`;
    case 'series':
      return `${version} may be any version that begins so; ${who} ${affected} affected${range?.fixed === undefined ? '' : ` and ${range.fixed} is fixed`}. Name the whole version.${remark}`;
    case 'no-fix-known':
      return `${affected} named as affected, ${who}, and no fixed version is.${remark}`;
    default:
      return `no version is named, ${who}.`;
  }
}

function contradictionOf({ advisory, each }: AdvisoryVerdict): string {
  const words = { affected: 'affected', fixed: 'not affected', 'cannot-tell': 'left open' };
  const said = ({ says, statement, range }: StatementVerdict) =>
    `${words[says]} according to ${statement.by} (${range === undefined ? 'no versions' : rangeInWords(range)})`;
  return `Sources contradict each other on ${advisory.name}: ${joinWords(each.map(said))}. Take the version as affected.`;
}

const exploitedWords = {
  known: 'known to be used in attacks',
  reported: 'reported as used in attacks',
  none: 'no attacks seen',
};

function exploitedSentence({ name, exploited, kind }: Advisory): string {
  if (kind === 'end-of-service') return 'It is no vulnerability: a service it needs has ended.';
  if (exploited.length === 0) return `No source says whether ${name} was used in attacks.`;
  const each = exploited.map(
    ({ says, by, on }) => `${exploitedWords[says]} (${by}${on === undefined ? '' : `, ${on}`})`,
  );
  return `${name}: ${each.join('; ')}.`;
}

function exploitedCell({ exploited, kind }: Advisory): string {
  if (kind === 'end-of-service') return 'does not apply';
  return exploited.length === 0
    ? 'unknown'
    : [
        ...new Set(exploited.map(({ says, on }) => (says === 'known' && on !== undefined ? `${says} (${on})` : says))),
      ].join(' / ');
}

/** Of sources that differ the later version: it is the safe one. */
function fixedCell(advisory: Advisory): string {
  const fixes = advisory.affected.flatMap(({ ranges }) =>
    ranges.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])),
  );
  return fixes.length === 0 ? 'no fix named' : `fixed in ${fixes[0]}`;
}

function note(tone: NoteSection['tone'], text: string): NoteSection {
  return { kind: 'note', tone, text };
}

/** Completes versions of the known releases, and names of advisories. */
function suggestAdvisories({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const knowledge = services.knowledge.current();
  return matchSuggestions(typed, [
    { value: 'all', hint: 'every known advisory' },
    ...newestFirst(knowledge.rows.advisories).map(({ id, title }) => ({ value: id, hint: title })),
    ...knowledge.releases.map(({ id }) => ({ value: id, hint: 'a release' })),
  ]);
}
