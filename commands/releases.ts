import { z } from 'zod';
import {
  type Advisory,
  assessVersion,
  isBuildOf,
  isWithin,
  type KnowledgeBase,
  type Release,
} from '../knowledge/knowledge.ts';
import {
  type Answer,
  argument,
  matchSuggestions,
  type NoteSection,
  type SuggestContext,
  type Suggestion,
} from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
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
        ? 'I don’t know any releases.'
        : `The newest release I know is ${newest.id}, ${releaseInWords(newest)}. There may be newer ones.`,
    sections: [
      tableOf(known),
      {
        kind: 'note',
        tone: 'info',
        text: `“Seen in use” gives the first day on which a public message carried that version, and “named in a document” the date of the first document that names it. A version without a letter came out no later than that. One with a letter may not be a release: 23.5.1b was seen before 23.5.1 came out.${notes === undefined ? '' : ` The vendor's notes that were read end with ${notes.id}.`} I found no table that gives the end of support of each version. My list of advisories ends with ${knowledge.asOf}. For newer releases look at ${vendorPage}`,
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
  const fixing = found.length > 0 ? undefined : knowledge.rows.advisories.find((row) => isFixedIn(row, version));
  const unknown = `${version} is not among the ${count(knowledge.releases.length, 'release')} I know.`;
  return {
    title: `Releases: ${version}`,
    lead:
      newest === undefined
        ? (fixedIn(fixing, version) ??
          `${newerThanKnown(version, knowledge) ?? unknown} I cannot tell whether or when it came out.`)
        : found.every(({ id }) => isBuildOf(id, version))
          ? `I cannot tell whether ${version} came out: only builds with a letter are known, ${joinWords(found.map((row) => `${row.id} ${releaseInWords(row)}`))}.`
          : exact === undefined || found.some(({ id }) => id !== version && !isBuildOf(id, version))
            ? `${version}: ${found.map((row) => `${row.id} ${releaseInWords(row)}`).join(', ')}.`
            : `${exact.id} ${exact.basis === 'seen' ? 'has been' : 'was'} ${releaseInWords(exact)}.`,
    sections: [
      ...affectedNote(version, knowledge),
      ...(found.length > 1 ? [tableOf(found)] : []),
      ...found.flatMap(({ note }) =>
        note === undefined ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: note }],
      ),
      {
        kind: 'note',
        tone: 'info',
        text: `${latest === undefined ? '' : `The newest release I know is ${latest.id}, ${releaseInWords(latest)}. `}My list of advisories ends with ${knowledge.asOf}. For newer releases look at ${vendorPage}`,
      },
    ],
    sources: cite(knowledge, fixing === undefined ? found : [fixing]),
    actions: [
      { label: `Advisories for ${version}`, command: `advisories ${version}` },
      { label: 'All releases', command: 'releases' },
    ],
  };
}

function isFixedIn({ affected }: Advisory, version: string): boolean {
  return affected.some(({ ranges }) => ranges.some(({ fixed }) => fixed === version));
}

/** A version that no list of releases has, and an advisory names all the same. */
function fixedIn(advisory: Advisory | undefined, version: string): string | undefined {
  return advisory === undefined
    ? undefined
    : `I know ${version} only as the version that fixes ${advisory.name}, according to its sources, and not when it came out.`;
}

/** Whoever asks for a release is told where it is known to be vulnerable. */
function affectedNote(version: string, { rows }: KnowledgeBase): NoteSection[] {
  const { affected } = assessVersion(rows.advisories, version);
  const [first] = affected;
  if (first === undefined) return [];
  const others = affected.length === 1 ? '' : ` and ${affected.length - 1} more`;
  const text = `${version} is affected by ${first.advisory.name}${others}: \`advisories ${version}\`.`;
  return [{ kind: 'note', tone: 'warning', text }];
}

const waysKnown = { released: "vendor's notes", seen: 'seen in use', named: 'named in a document' };

function tableOf(rows: readonly Release[]) {
  return {
    kind: 'table' as const,
    columns: [{ header: 'Version' }, { header: 'Date' }, { header: 'Known from' }],
    rows: rows.map(({ id, date, basis }) => [id, date, waysKnown[basis]]),
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
