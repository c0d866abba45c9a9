import type { Article, KnowledgeBase, Source } from '../../knowledge/knowledge.ts';
import { BotError, type Citation } from '../../src/bot/bot.ts';

/** Third-party code and scanner rules stand last, whatever number of rows rests on them. */
const strength: Readonly<Record<Source['kind'], number>> = { official: 0, founding: 0, blog: 1, tool: 2 };

/**
 * The sources that rows rest on, the strongest first: by kind, then those most rows rest on, then in the order the rows name
 * them. Of several editions of one page only one is cited, the English one where there is one.
 */
export function cite(knowledge: KnowledgeBase, rows: Iterable<{ readonly sources: readonly string[] }>): Citation[] {
  const uses = new Map<string, number>();
  for (const row of rows) for (const id of row.sources) uses.set(id, (uses.get(id) ?? 0) + 1);
  const cited = [...uses]
    .flatMap(([id, count]) => {
      const source = knowledge.source(id);
      return source === undefined ? [] : [{ source, count }];
    })
    .sort((a, b) => strength[a.source.kind] - strength[b.source.kind] || b.count - a.count)
    .map(({ source }) => source);
  const pages = Map.groupBy(cited, ({ id, edition_of }) => edition_of ?? id);
  return [...pages.values()].flatMap((editions) => {
    const best = editions.find(({ language }) => language === undefined) ?? editions[0];
    return best === undefined ? [] : [citationOf(best)];
  });
}

/** An undated page is cited with what is known of its date. */
function citationOf({ id, title, publisher, date, date_note, url }: Source): Citation {
  const dated = date === 'undated' && date_note !== undefined ? (date_note.split(';')[0] ?? date_note) : date;
  return { id, title, publisher, date: dated, ...(url === undefined ? {} : { url }) };
}

/**
 * An article a command is built on.
 *
 * @throws {BotError} `article-missing`; an overlay can replace rows but not remove them, so this is a fault of ours.
 */
export function requireArticle(knowledge: KnowledgeBase, id: string): Article {
  const article = knowledge.article(id);
  if (article === undefined) throw new BotError('article-missing', `The knowledge has no article ${id}.`);
  return article;
}
