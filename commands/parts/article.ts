import type { Article, KnowledgeBase } from '../../knowledge/knowledge.ts';
import { BotError } from '../../src/bot/bot.ts';

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
