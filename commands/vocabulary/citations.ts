import type { Article, KnowledgeBase, Source } from '../../knowledge/knowledge.ts';
import { BotError, type Citation } from '../../src/bot/bot.ts';

/** The sources that rows rest on, each once: those most rows rest on first, else in the order the rows name them. */
export function cite(knowledge: KnowledgeBase, rows: Iterable<{ readonly sources: readonly string[] }>): Citation[] {
  const uses = new Map<string, number>();
  for (const row of rows) for (const id of row.sources) uses.set(id, (uses.get(id) ?? 0) + 1);
  const citations: Citation[] = [];
  for (const [id] of [...uses].sort((a, b) => b[1] - a[1])) {
    const source = knowledge.source(id);
    if (source !== undefined) citations.push(citationOf(source));
  }
  return citations;
}

function citationOf({ id, title, publisher, date, url }: Source): Citation {
  return { id, title, publisher, date, ...(url === undefined ? {} : { url }) };
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
