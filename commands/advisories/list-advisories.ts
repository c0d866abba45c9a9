import { type Advisory, isVulnerability, type KnowledgeBase, newestFirst } from '../../knowledge/knowledge.ts';
import type { Answer } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import { cite } from '../vocabulary/citations.ts';
import { capitalise } from '../vocabulary/phrases.ts';
import { asOfSentence } from '../vocabulary/versions.ts';
import { type Asked, wantedOf } from './read-what.ts';
import {
  countAdvisories,
  exploitedCell,
  exploitedSentence,
  fixedCell,
  fixesOf,
  note,
  rangeInWords,
  withVerb,
} from './words.ts';

/** One advisory, without a version to judge. */
export function describe(advisory: Advisory, knowledge: KnowledgeBase): Answer {
  const [statement] = advisory.affected;
  const ranges = statement?.ranges ?? [];
  const ended = `Versions ${joinWords(ranges.map(rangeInWords))} rely on a service that has ended: ${advisory.title}`;
  const affects =
    ranges.length === 0
      ? 'I cannot tell which versions are affected: no source names them, nor a fixed one'
      : `It depends on the version: ${withVerb(ranges)} affected${fixesOf(ranges)}`;
  return {
    title: `Advisory: ${advisory.name}`,
    lead: isVulnerability(advisory)
      ? `${affects}. ${advisory.name} is ${advisory.title} (${advisory.component}).`
      : `${ended}. ${capitalise(fixedCell(advisory).replace('fixed', 'It was replaced'))}.`,
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

/** All vulnerabilities, and apart from them the services that have ended. */
export function listAll(knowledge: KnowledgeBase): Answer {
  const all = newestFirst(knowledge.rows.advisories.filter(isVulnerability));
  const ended = knowledge.rows.advisories.filter((advisory) => !isVulnerability(advisory));
  const [newest, next] = all.map((advisory) => `${advisory.name} (${fixedCell(advisory)})`);
  const newestWords =
    newest === undefined ? '' : ` The newest are ${joinWords([newest, ...(next === undefined ? [] : [next])])}.`;
  return {
    title: 'Advisories',
    lead: `I know ${countAdvisories(all.length, '')} as of ${knowledge.asOf}.${newestWords} Add your version to see which ones affect it, as in \`advisories 25.0.1\`.`,
    sections: [
      tableOf(all),
      ...ended.map(({ name, id, title }) =>
        note('info', `${name} (${title}) isn’t a vulnerability but a service that has ended: \`advisories ${id}\`.`),
      ),
      note(
        'info',
        `Save your version with \`profile set version 24.5.1c\`, and \`advisories\` judges it. ${asOfSentence(knowledge)}`,
      ),
    ],
    sources: cite(knowledge, all),
    actions: all.slice(0, 3).map(({ name, id }) => ({ label: name, command: `advisories ${id}` })),
  };
}

/** The advisories on one part, or those that were used in attacks. Which concern a server depends on its version. */
export function listSome(asked: Asked, knowledge: KnowledgeBase): Answer {
  const { parts, attacks } = asked;
  const some = newestFirst(wantedOf(asked, knowledge)).filter(
    (row) => isVulnerability(row) && (!attacks || row.exploited.some(({ says }) => says !== 'none')),
  );
  const [newest] = some;
  const where = parts.length === 0 ? '' : ` on ${joinWords(parts.map(({ name }) => name))}`;
  const which = attacks ? `${where} that are known or reported to be used in attacks` : where;
  return {
    title: `Advisories${where}${attacks ? ', used in attacks' : ''}`,
    lead: `It depends on the version: I know ${some.length === 0 ? 'no advisory' : countAdvisories(some.length, '')}${which}, as of ${knowledge.asOf}${newest === undefined ? '' : `; the newest is ${newest.name} (${fixedCell(newest)})`}. Name yours, as in \`advisories 25.0.1${parts.map(({ id }) => ` ${id}`).join('')}\`.`,
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

/** What is known of one advisory, a line each. */
export function detailsOf(advisory: Advisory) {
  return [
    {
      kind: 'list' as const,
      items: [
        advisory.what,
        ...advisory.affected.map(
          ({ by, ranges, note: remark }) =>
            `${capitalise(by)}: ${ranges.length === 0 ? 'no versions' : ranges.map((range) => `${rangeInWords(range)}${range.fixed === undefined ? '' : `, ${isVulnerability(advisory) ? 'fixed' : 'replaced'} in ${range.fixed}`}`).join('; ')}.${remark === undefined ? '' : ` ${remark}`}`,
        ),
        exploitedSentence(advisory),
        `Published ${advisory.published}.`,
        ...advisory.notes,
      ],
    },
  ];
}
