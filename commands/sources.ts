import { z } from 'zod';
import { type KnowledgeKind, knowledgeKinds, type Source } from '../knowledge/knowledge.ts';
import { argument, matchSuggestions, quote, type SuggestContext, type Suggestion, UserError } from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { count } from './vocabulary/phrases.ts';

const kindWords: Readonly<Record<Source['kind'], string>> = {
  founding: 'founding document',
  official: 'vendor',
  blog: 'blog or reseller',
  tool: 'third-party program',
};

/** The documents the answers rest on. */
export const sources = defineCommand({
  name: 'sources',
  aliases: ['source'],
  summary: 'The documents the answers rest on',
  access: 'everyone',
  examples: ['sources', 'sources everything-mdaemon-ports'],
  arguments: z.object({
    id: argument(z.string().max(100).optional(), {
      written: 'position',
      description: 'The id of one source; none for all',
      suggest: suggestSources,
    }),
  }),
  run({ id }, { services }) {
    const knowledge = services.knowledge.current();
    if (id === undefined) {
      const rows = knowledge.rows.sources;
      return {
        title: 'Sources',
        lead: `Every answer rests on ${count(rows.length, 'document')}; each answer names its own.`,
        sections: [
          {
            kind: 'table',
            columns: [{ header: 'Id' }, { header: 'Title' }, { header: 'Kind' }, { header: 'Date' }],
            rows: rows.map((row) => [row.id, row.title, kindWords[row.kind], row.date]),
          },
        ],
        sources: [],
      };
    }
    const source = knowledge.source(id.toLowerCase());
    if (source === undefined) throw notKnown(id, knowledge.rows.sources);
    const uses = knowledgeKinds.flatMap((kind) => usesOf(kind, knowledge.rows[kind], source.id));
    return {
      title: `Source: ${source.id}`,
      lead: `${source.title}, ${source.publisher}, ${source.date}.`,
      sections: [
        {
          kind: 'list',
          items: [
            `Kind: ${kindWords[source.kind]}`,
            ...(source.date_note === undefined ? [] : [`Date: ${source.date_note}`]),
            ...(source.read_on === undefined ? [] : [`Read on ${source.read_on}`]),
            ...(source.note === undefined ? [] : [source.note]),
            `Used by ${uses.length === 0 ? 'nothing' : joinWords(uses)}`,
          ],
        },
      ],
      sources: cite(knowledge, [{ sources: [source.id] }]),
      actions: [{ label: 'All sources', command: 'sources' }],
    };
  },
});

function usesOf(kind: KnowledgeKind, rows: readonly object[], id: string): string[] {
  const used = rows.filter((row) => 'sources' in row && Array.isArray(row.sources) && row.sources.includes(id)).length;
  return used === 0 ? [] : [`${used} ${kind}`];
}

function notKnown(id: string, rows: readonly Source[]): UserError {
  const near = rows.filter((row) => row.id.includes(id.toLowerCase())).slice(0, 3);
  const names = near.map((row) => `\`sources ${row.id}\``);
  return new UserError({
    code: 'source-not-known',
    outcome: 'unknown',
    message: `There is no source ${quote(id)}.`,
    remedy: names.length > 0 ? `Did you mean ${joinWords(names, 'or')}?` : '`sources` lists all.',
    actions: [{ label: 'All sources', command: 'sources' }],
  });
}

/** Completes the ids of sources. */
function suggestSources({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return matchSuggestions(
    typed,
    rows.sources.map(({ id, title }) => ({ value: id, hint: title })),
  );
}
