import { z } from 'zod';
import { countRows, isVulnerability, type KnowledgeBase } from '../knowledge/knowledge.ts';
import { defineCommand } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { asOfSentence, oldKnowledgeSentence } from './vocabulary/versions.ts';

/** Versions and counts. */
export const about = defineCommand({
  name: 'about',
  aliases: ['version'],
  summary: 'Versions of the bot and its knowledge, and what it covers',
  access: 'everyone',
  examples: ['about'],
  arguments: z.object({}),
  run(_args, { request, services }) {
    const { knowledge, program } = services;
    const current = knowledge.current();
    const problems = knowledge.problems();
    return {
      title: 'About mdaemon-bot',
      lead: `mdaemon-bot ${program.version} with knowledge ${current.version} (as of ${current.asOf}), on Node ${program.nodeVersion}.`,
      sections: [
        {
          kind: 'table',
          columns: [{ header: 'Knowledge' }, { header: 'Entries', align: 'right' }],
          rows: countsOf(current),
        },
        {
          kind: 'note',
          tone: 'info',
          text: oldKnowledgeSentence(current, request.receivedAt) ?? asOfSentence(current),
        },
        ...(problems.length === 0
          ? []
          : [
              {
                kind: 'note' as const,
                tone: 'warning' as const,
                text: 'I can’t use your own knowledge files as they are, so I still use the last good ones:',
              },
              { kind: 'list' as const, items: problems.slice(0, 10) },
            ]),
      ],
      sources: cite(current, [{ sources: current.rows.sources.slice(0, 1).map(({ id }) => id) }]),
      actions: [{ label: 'Sources', command: 'sources' }],
    };
  },
});

/** How many rows of each kind there are. The end of a service isn't counted as an advisory, though both depend on the version. */
function countsOf(knowledge: KnowledgeBase): string[][] {
  const vulnerabilities = knowledge.rows.advisories.filter(isVulnerability).length;
  const { advisories, ...others } = countRows(knowledge);
  const ended = advisories - vulnerabilities;
  return [
    ...Object.entries(others).map(([kind, number]) => [kind, String(number)]),
    ['advisories', String(vulnerabilities)],
    ...(ended === 0 ? [] : [['ended services', String(ended)]]),
  ];
}
