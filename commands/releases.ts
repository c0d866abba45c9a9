import { z } from 'zod';
import { isWithin, type KnowledgeBase, type Release } from '../knowledge/knowledge.ts';
import { type Answer, argument, matchSuggestions, type SuggestContext, type Suggestion } from '../src/bot/bot.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { count } from './vocabulary/phrases.ts';
import { newerThanKnown, releaseInWords, requireVersion, vendorPage } from './vocabulary/versions.ts';

/** The releases of MDaemon that are known, with their days. */
export const releases = defineCommand({
  name: 'releases',
  aliases: ['release'],
  summary: 'Known releases of MDaemon, with their dates',
  access: 'everyone',
  examples: ['releases', 'releases 25.5', 'releases 23.5.3'],
  arguments: z.object({
    version: argument(z.string().max(20).optional(), {
      written: 'position',
      description: 'A version; leave out to list all',
      placeholder: 'VERSION',
      suggest: suggestReleases,
    }),
  }),
  run({ version }, { services }) {
    const knowledge = services.knowledge.current();
    return version === undefined ? listAll(knowledge) : describe(requireVersion(version), knowledge);
  },
});

function listAll(knowledge: KnowledgeBase): Answer {
  const { releases: known } = knowledge;
  const [newest] = known;
  const notes = known.find(({ basis }) => basis === 'released');
  return {
    title: 'Releases',
    lead:
      newest === undefined
        ? 'I know no release.'
        : `The newest release I know is ${newest.id}, ${releaseInWords(newest)}. There may be newer ones.`,
    sections: [
      tableOf(known),
      {
        kind: 'note',
        tone: 'info',
        text: `Seen means the first day a public message carried that version; it came out no later.${notes === undefined ? '' : ` The vendor's notes that were read end with ${notes.id}.`} No table with the end of support of each version was found. Knowledge as of ${knowledge.asOf}; for newer ones look at ${vendorPage}`,
      },
    ],
    sources: cite(knowledge, known),
    actions: [{ label: 'Advisories', command: 'advisories' }],
  };
}

function describe(version: string, knowledge: KnowledgeBase): Answer {
  const found = knowledge.releases.filter(({ id }) => isWithin(id, version));
  const [newest] = found;
  const [latest] = knowledge.releases;
  const exact = found.find(({ id }) => id === version);
  const unknown = `${version} is not among the ${count(knowledge.releases.length, 'release')} I know.`;
  return {
    title: `Releases: ${version}`,
    lead:
      newest === undefined
        ? `${newerThanKnown(version, knowledge) ?? unknown} I cannot tell whether or when it came out.`
        : exact === undefined || found.length > 1
          ? `${version}: ${found.map((row) => `${row.id} ${releaseInWords(row)}`).join(', ')}.`
          : `${exact.id} was ${releaseInWords(exact)}.`,
    sections: [
      ...(found.length > 1 ? [tableOf(found)] : []),
      ...found.flatMap(({ note }) =>
        note === undefined ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: note }],
      ),
      {
        kind: 'note',
        tone: 'info',
        text: `${latest === undefined ? '' : `The newest release I know is ${latest.id}, ${releaseInWords(latest)}. `}Knowledge as of ${knowledge.asOf}; for newer ones look at ${vendorPage}`,
      },
    ],
    sources: cite(knowledge, found),
    actions: [
      { label: `Advisories for ${version}`, command: `advisories ${version}` },
      { label: 'All releases', command: 'releases' },
    ],
  };
}

function tableOf(rows: readonly Release[]) {
  return {
    kind: 'table' as const,
    columns: [{ header: 'Version' }, { header: 'Date' }, { header: 'How known' }],
    rows: rows.map(({ id, date, basis }) => [id, date, basis === 'released' ? "vendor's notes" : 'seen in use']),
  };
}

/** Completes the versions that are known. */
function suggestReleases({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const known = services.knowledge.current().releases;
  return matchSuggestions(
    typed,
    known.map((row) => ({ value: row.id, hint: releaseInWords(row) })),
  );
}
