import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { Row } from './entry-of.ts';
import { identifiersIn } from './identifiers.ts';

/** A row's texts: how one asks for it, and what it says. */
export interface RowTexts {
  readonly of: Row;
  /** Names and questions; each is compared by itself. */
  readonly phrases: readonly string[];
  readonly texts: readonly string[];
}

/**
 * The texts of every row that an answer can be found by, an operator's own rows included. Advisories are left out: they
 * are found by their names and by what is asked, and their many records of one kind would drown the other rows.
 */
export function* textsOf({ rows }: KnowledgeBase): Generator<RowTexts> {
  for (const row of rows.articles) {
    yield {
      of: { kind: 'article', row },
      phrases: [row.question, ...row.asked_as, ...identifiersIn([row.answer, ...row.details, ...row.steps])],
      texts: [row.answer, row.note ?? '', ...row.details, ...row.steps],
    };
  }
  for (const row of rows.services) {
    yield {
      of: { kind: 'service', row },
      phrases: [row.name, ...row.aliases, ...row.former, ...row.later],
      texts: [row.summary],
    };
  }
  for (const row of rows.ports) {
    yield {
      of: { kind: 'port', row },
      phrases: [`${row.port} ${row.name}`, row.purpose],
      texts: [row.group, row.breaks_without ?? '', row.changed ?? ''],
    };
  }
  for (const row of rows.processes) {
    yield {
      of: { kind: 'process', row },
      phrases: [row.name, ...row.aliases, row.purpose],
      texts: [row.condition ?? '', ...row.notes],
    };
  }
  for (const row of rows.deadlines) {
    yield {
      of: { kind: 'deadline', row },
      phrases: [row.title, row.action, ...row.aliases],
      texts: [row.who, row.reason, ...row.notes],
    };
  }
  for (const row of rows.renames) {
    yield {
      of: { kind: 'rename', row },
      phrases: [row.from, row.to, `${row.from} ${row.to}`],
      texts: [row.when, row.note ?? ''],
    };
  }
}
