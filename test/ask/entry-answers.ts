import type { Article } from '../../knowledge/schema.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/render-answer.ts';
import { ask, services } from '../commands/fixture.ts';
import type { AskLine } from './ask-line.ts';

/** One row of the knowledge with what can be searched of it, and how it is shown. */
export interface KnowledgeEntry {
  /** `kind/id`, as in `Question.about`. */
  readonly id: string;
  /** All its names, aliases and numbers. */
  readonly names: string;
  /** The questions it answers, in its own words. */
  readonly questions: string;
  /** What it says. */
  readonly text: string;
  /** The command line that shows it; an article is shown by itself. */
  readonly line: string;
  readonly article?: Article;
}

/** Every row that can answer a question. */
export function knowledgeEntries(): readonly KnowledgeEntry[] {
  const { rows } = services.knowledge.current();
  const join = (...parts: readonly (string | undefined | readonly string[])[]) =>
    parts
      .flat()
      .filter((part) => part !== undefined)
      .join(' \n');
  return [
    ...rows.services.map((row) => ({
      id: `service/${row.id}`,
      names: join(row.id, row.name, row.aliases, row.former, row.later, row.misspellings),
      questions: `which ports does ${row.name} need`,
      text: row.summary,
      line: `ports ${row.id}`,
    })),
    ...rows.ports.map((row) => ({
      id: `port/${row.id}`,
      names: join(`${row.port}`, row.name),
      questions: `what is port ${row.port} for`,
      text: join(row.purpose, row.breaks_without, row.changed, row.directions, row.transports),
      line: `ports ${row.port}${row.era === 'then' ? ' then' : ''}`,
    })),
    ...rows.processes.map((row) => ({
      id: `process/${row.id}`,
      names: join(row.name, row.aliases),
      questions: `what is ${row.name}`,
      text: join(row.purpose, row.condition, row.notes),
      line: `process ${row.name}`,
    })),
    ...rows.articles.map((row) => ({
      id: `article/${row.id}`,
      names: '',
      questions: join(row.question, row.asked_as),
      text: join(row.answer, row.details, row.steps),
      line: `article ${row.id}`,
      article: row,
    })),
    ...rows.deadlines.map((row) => ({
      id: `deadline/${row.id}`,
      names: join(row.title, row.aliases),
      questions: `when ${row.title}`,
      text: join(row.date, row.who, row.action, row.reason, row.notes),
      line: `deadlines ${row.id}`,
    })),
    ...rows.renames.map((row) => ({
      id: `rename/${row.id}`,
      names: join(row.from, row.to, row.aliases),
      questions: `what is ${row.from} called today`,
      text: join(row.when, row.note),
      line: `renames ${row.aliases[0] ?? row.from}`,
    })),
  ];
}

/** Shows an entry as the command for it does, on the day the tests live in. */
export function showEntry(entry: KnowledgeEntry): Promise<AskLine> {
  return entry.article === undefined ? showLine(entry.line) : Promise.resolve(showArticle(entry.article, entry.line));
}

/** What a command line answers, as one line of `ask --jsonl`. */
export async function showLine(line: string): Promise<AskLine> {
  const { outcome, answer } = await ask(line);
  const answered = outcome === 'answered';
  const text = renderAnswer(answer, plainLayout);
  return { question: line, answered, command: answered ? line : null, text, sources: [], confidence: 1 };
}

function showArticle({ question, answer, details, steps }: Article, line: string): AskLine {
  const list = (kind: 'list' | 'steps', items: readonly string[]) => (items.length === 0 ? [] : [{ kind, items }]);
  const sections = [...list('list', details), ...list('steps', steps)];
  const text = renderAnswer({ title: question, lead: answer, sections, sources: [] }, plainLayout);
  return { question: line, answered: true, command: line, text, sources: [], confidence: 1 };
}
