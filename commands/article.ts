import { z } from 'zod';
import type { Article, KnowledgeBase } from '../knowledge/knowledge.ts';
import {
  type Action,
  type Answer,
  argument,
  longestLabel,
  matchSuggestions,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../src/bot/bot.ts';
import { joinWords, nearestNames } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { capitalise, count, didYouMean } from './vocabulary/phrases.ts';
import { eraNames } from './vocabulary/terms.ts';

/** A question people ask, with its answer; without a name, all of them by topic. */
export const article = defineCommand({
  name: 'article',
  aliases: ['articles'],
  summary: 'Read an article, or list all by topic',
  access: 'everyone',
  examples: ['article localhost-rule', 'article', 'article restart'],
  arguments: z.object({
    name: argument(z.string().max(100).optional(), {
      written: 'position',
      description: 'An article or a topic; leave out to list all',
      placeholder: 'article|topic',
      suggest: suggestArticles,
    }),
    form: argument(z.enum(['full', 'plain']).default('full'), {
      written: 'position',
      description: 'Plain leaves out a yes or no in front of the answer',
    }),
  }),
  run({ name, form }, { services }) {
    const knowledge = services.knowledge.current();
    if (name === undefined) return listAll(knowledge);
    const wanted = name.toLowerCase();
    const found = knowledge.article(wanted);
    if (found !== undefined) return show(found, form, knowledge);
    const onTopic = knowledge.rows.articles.filter(({ topic }) => topic === wanted);
    if (onTopic.length > 0) return listTopic(wanted, onTopic, knowledge);
    throw notKnown(name, wanted, knowledge);
  },
});

function show(row: Article, form: 'full' | 'plain', knowledge: KnowledgeBase): Answer {
  const span = [
    ...(row.since === undefined ? [] : [`since ${row.since}`]),
    ...(row.until === undefined ? [] : [`until ${row.until}`]),
  ];
  return {
    title: row.era === 'then' ? `${row.question} (${eraNames.then})` : row.question,
    lead: form === 'plain' ? withoutYesOrNo(row.answer) : row.answer,
    sections: [
      ...(row.details.length === 0 ? [] : [{ kind: 'list' as const, items: row.details }]),
      ...(row.steps.length === 0 ? [] : [{ kind: 'steps' as const, title: 'What to do', items: row.steps }]),
      ...(span.length === 0
        ? []
        : [{ kind: 'note' as const, tone: 'info' as const, text: `True ${joinWords(span)}.` }]),
    ],
    sources: cite(knowledge, [row]),
    actions: seeAlso(row.see_also, knowledge),
  };
}

/** An article answers its own question; to another one its yes or no may be wrong, and the rest is right. */
function withoutYesOrNo(answer: string): string {
  return capitalise(answer.replace(/^(?:yes|no)[.,]\s+/i, ''));
}

function listAll(knowledge: KnowledgeBase): Answer {
  const { articles } = knowledge.rows;
  const topics = Map.groupBy(articles, ({ topic }) => topic);
  return {
    title: 'Articles',
    lead: `${count(articles.length, 'article')} on ${joinWords([...topics.keys()])}.`,
    sections: [...topics].map(([topic, rows]) => tableOf(capitalise(topic), rows)),
    sources: [],
    actions: [...topics.keys()].slice(0, 5).map((topic) => ({ label: capitalise(topic), command: `article ${topic}` })),
  };
}

function listTopic(topic: string, rows: readonly Article[], knowledge: KnowledgeBase): Answer {
  return {
    title: `Articles: ${topic}`,
    lead: `${count(rows.length, 'article')} on ${topic}.`,
    sections: [tableOf(undefined, rows)],
    sources: cite(knowledge, rows),
    actions: [{ label: 'All articles', command: 'article' }],
  };
}

function tableOf(title: string | undefined, rows: readonly Article[]) {
  return {
    kind: 'table' as const,
    ...(title === undefined ? {} : { title }),
    columns: [{ header: 'Question' }, { header: 'Article' }],
    rows: rows.map(({ question, id }) => [question, id]),
  };
}

function notKnown(name: string, wanted: string, knowledge: KnowledgeBase): UserError {
  const near = nearestNames(
    wanted,
    knowledge.rows.articles.map(({ id }) => id),
  );
  return new UserError({
    code: 'article-not-known',
    outcome: 'unknown',
    message: `I have no article ${quote(name)}.`,
    remedy: didYouMean(
      near.map((id) => `\`article ${id}\``),
      '`article` lists all.',
    ),
    actions: [
      ...near.map((id): Action => ({ label: id, command: `article ${id}` })),
      { label: 'All articles', command: 'article' },
    ],
  });
}

/** Completes the ids of articles, and their topics. */
function suggestArticles({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { articles } = services.knowledge.current().rows;
  const topics = articles.map(({ topic }) => ({ value: topic, hint: 'all on this topic' }));
  const ids = articles.map(({ id, question }) => ({ value: id, hint: question }));
  return matchSuggestions(typed, [...topics, ...ids]);
}

/** Buttons to the rows that ids name, of whatever kind; ids of sources are passed over. */
function seeAlso(ids: readonly string[], knowledge: KnowledgeBase): Action[] {
  return ids.flatMap((id) => actionOf(id, knowledge) ?? []);
}

function actionOf(id: string, knowledge: KnowledgeBase): Action | undefined {
  const article = knowledge.article(id);
  if (article !== undefined) return labelled(article.question, `article ${id}`);
  const port = knowledge.port(id);
  if (port !== undefined) {
    const then = port.era === 'then';
    return labelled(`Port ${port.port}${then ? ', 2008 to 2010' : ''}`, `ports ${port.port}${then ? ' then' : ''}`);
  }
  const service = knowledge.service(id);
  if (service !== undefined) return labelled(`Ports: ${service.name}`, `ports ${id}`);
  const process = knowledge.rows.processes.find((row) => row.id === id);
  if (process !== undefined) return labelled(process.name, `process ${process.name}`);
  const deadline = knowledge.rows.deadlines.find((row) => row.id === id);
  if (deadline !== undefined) return labelled(deadline.title, `deadlines ${id}`);
  const advisory = knowledge.rows.advisories.find((row) => row.id === id);
  if (advisory !== undefined) return labelled(advisory.name, `advisories ${id}`);
  const rename = knowledge.rows.renames.find((row) => row.id === id);
  return rename === undefined ? undefined : labelled(`${rename.from}: new name`, `renames ${rename.from}`);
}

/** A text that a button shows whole, else the line it runs. */
function labelled(text: string, command: string): Action {
  return { label: text.length <= longestLabel ? text : command, command };
}
