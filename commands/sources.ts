import { z } from 'zod';
import { type KnowledgeKind, knowledgeKinds, type Source } from '../knowledge/knowledge.ts';
import {
  type Answer,
  argument,
  matchSuggestions,
  quote,
  type RunContext,
  type SuggestContext,
  type Suggestion,
  tokenize,
  UserError,
} from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { count, didYouMean } from './vocabulary/phrases.ts';

const kindWords: Readonly<Record<Source['kind'], string>> = {
  founding: 'post of 2008 to 2010',
  official: 'vendor',
  blog: 'blog or reseller',
  tool: 'third-party program',
};

/** The sources of the answers. */
export const sources = defineCommand({
  name: 'sources',
  aliases: ['source'],
  summary: 'The sources of the answers',
  access: 'everyone',
  examples: ['sources', 'sources everything-mdaemon-ports', 'sources for ports imap'],
  arguments: z.object({
    what: argument(z.array(z.string().max(200)).max(60).default([]), {
      written: 'position',
      description: 'The id of a source, or “for” and a command; leave out to list all',
      placeholder: 'id',
      suggest: suggestSources,
    }),
  }),
  async run({ what }, { request, services }) {
    const [first, ...line] = what;
    if (first?.toLowerCase() === 'for' && line.length > 0) return sourcesFor(line, { request, services });
    const id = first;
    const knowledge = services.knowledge.current();
    if (id === undefined) {
      const rows = knowledge.rows.sources;
      return {
        title: 'Sources',
        lead: `My answers come from ${count(rows.length, 'document')}, and each answer names its own.`,
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

/** Every source of what another command answers; it must be one that only reads. */
async function sourcesFor(words: readonly string[], context: RunContext<Services>): Promise<Answer> {
  const { readLine, runCall } = await import('./ask/run-call.ts');
  const line = words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
  const found = context.services.catalogue.find(tokenize(line));
  if (found === undefined) throw notKnown(line, []);
  const { title, sources } = await runCall(readLine(line, context.services), context);
  return {
    title: `Sources: ${title}`,
    lead: `${title} comes from ${count(sources.length, 'document')}. The strongest is first.`,
    sections: [
      {
        kind: 'steps',
        items: sources.map(({ title: name, publisher, date, url }) =>
          [`${name} (${publisher}, ${date})`, ...(url === undefined ? [] : [url])].join(' '),
        ),
      },
    ],
    sources: [],
    actions: [{ label: 'All sources', command: 'sources' }],
  };
}

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
    remedy: didYouMean(names, '`sources` lists all.'),
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
