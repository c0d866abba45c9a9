import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { Action } from '../../src/bot/bot.ts';

/** The most buttons an answer shows. */
const mostActions = 5;

/** Buttons to the rows that ids name, of whatever kind; ids of sources are passed over. */
export function seeAlso(ids: readonly string[], knowledge: KnowledgeBase): Action[] {
  return ids.flatMap((id) => actionOf(id, knowledge) ?? []).slice(0, mostActions);
}

function actionOf(id: string, knowledge: KnowledgeBase): Action | undefined {
  const article = knowledge.article(id);
  if (article !== undefined) return { label: shorten(article.question), command: `article ${id}` };
  const port = knowledge.port(id);
  if (port !== undefined) {
    const then = port.era === 'then';
    return {
      label: shorten(`Port ${port.port}${then ? ', about 2008' : ''}`),
      command: `ports ${port.port}${then ? ' then' : ''}`,
    };
  }
  const service = knowledge.service(id);
  if (service !== undefined) return { label: shorten(`Ports: ${service.name}`), command: `ports ${id}` };
  const process = knowledge.rows.processes.find((row) => row.id === id);
  if (process !== undefined) return { label: shorten(process.name), command: `process ${process.name}` };
  const deadline = knowledge.rows.deadlines.find((row) => row.id === id);
  if (deadline !== undefined) return { label: shorten(deadline.title), command: `deadlines ${id}` };
  const rename = knowledge.rows.renames.find((row) => row.id === id);
  return rename === undefined
    ? undefined
    : { label: shorten(`${rename.from}: new name`), command: `renames ${rename.from}` };
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39).trimEnd()}…`;
}
