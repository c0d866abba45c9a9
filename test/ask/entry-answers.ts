import { plainLayout, renderText } from '../../src/platforms/terminal/terminal.ts';
import { openTestBot } from '../commands/fixture.ts';
import type { AskLine } from './ask-line.ts';

const { ask, services } = await openTestBot();

/** One row of the knowledge with what can be searched of it, and the command that shows it. */
export interface KnowledgeEntry {
  /** `kind/id`, as in `Question.about`. */
  readonly id: string;
  /** All its names, aliases and numbers. */
  readonly names: string;
  /** The questions it answers, in its own words. */
  readonly questions: string;
  /** What it says. */
  readonly text: string;
  readonly line: string;
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

/** What a command line answers, as one line of `ask --jsonl`, on the day the tests live in. */
export async function showLine(line: string): Promise<AskLine> {
  const { outcome, answer } = await ask(line);
  const answered = outcome === 'answered';
  const text = renderText(answer, plainLayout);
  return { question: line, answered, command: answered ? line : null, text, sources: [], confidence: 1 };
}
