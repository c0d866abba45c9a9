import { z } from 'zod';
import { type KnowledgeBase, newestFirst } from '../../knowledge/knowledge.ts';
import { type Answer, argument, matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import { defineCommand, type Services } from '../services.ts';
import { readTeam } from '../vocabulary/team-knowledge.ts';
import { judgeSpan } from './judge-span.ts';
import { cannotJudge, judgeEach, judgeNamed, judgeVersion } from './judge-versions.ts';
import { describe, listAll, listSome } from './list-advisories.ts';
import { type Asked, readWhat } from './read-what.ts';
import { exploitedSentence } from './words.ts';

/** Which known vulnerabilities concern a version. It never says that a version is safe. */
export const advisories = defineCommand({
  name: 'advisories',
  aliases: ['advisory', 'cve', 'cves'],
  summary: 'Known vulnerabilities, and which affect your version',
  access: 'everyone',
  examples: [
    'advisories 25.0.1',
    'advisories',
    'advisories cve-2025-3929',
    'advisories 13.0.8 easybee',
    'advisories cve-2024-11182 attacks',
    'advisories webmail',
    'advisories 20.0.3 remote administration',
    'advisories 21 to 23',
    'advisories all',
  ],
  arguments: z.object({
    what: argument(z.array(z.string().max(60)).max(12).default([]), {
      written: 'position',
      description: "A version, several (21 to 23, 25.x), advisories or parts; leave out for your profile's version",
      placeholder: 'VERSION|advisory|part|all|attacks',
      suggest: suggestAdvisories,
    }),
  }),
  async run({ what }, { request, services }) {
    const knowledge = services.knowledge.current();
    const asked = readWhat(what, knowledge);
    const { span } = asked;
    if (asked.all) return listAll(knowledge);
    if (asked.foreign !== undefined) return cannotJudge(asked, knowledge);
    if (span !== undefined) return judgeSpan(span, asked, knowledge);
    if (asked.versions.length > 1) return judgeEach(asked, knowledge);
    const [typed] = asked.versions;
    if (typed !== undefined) return answerOn(asked, typed, false, knowledge);
    const { value, unread } = await readTeam(services.teams.profile(request.team), {});
    const answer = answerOn(asked, value.version, value.version !== undefined, knowledge);
    return { ...answer, sections: [...unread, ...answer.sections] };
  },
});

/** @param isOwn the version is that of the team's profile */
function answerOn(asked: Asked, version: string | undefined, isOwn: boolean, knowledge: KnowledgeBase): Answer {
  const { advisories: named, parts, attacks } = asked;
  const [advisory] = named;
  if (advisory !== undefined) {
    const isDescribed = version === undefined && named.length === 1;
    const answer = isDescribed
      ? describe(advisory, knowledge)
      : version === undefined
        ? listSome(asked, knowledge)
        : judgeNamed(version, isOwn, asked, knowledge);
    // Whether it was used in attacks goes before what is said of the versions.
    return attacks ? { ...answer, lead: `${named.map(exploitedSentence).join(' ')} ${answer.lead}` } : answer;
  }
  if (version !== undefined && !attacks) return judgeVersion(version, isOwn, asked, knowledge);
  return parts.length === 0 && !attacks ? listAll(knowledge) : listSome(asked, knowledge);
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
