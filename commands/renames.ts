import { z } from 'zod';
import { type KnowledgeBase, normaliseName, type Rename } from '../knowledge/knowledge.ts';
import {
  type Answer,
  argument,
  matchSuggestions,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../src/bot/bot.ts';
import { defineCommand, type Services } from './services.ts';
import { cite } from './vocabulary/citations.ts';
import { didYouMean } from './vocabulary/phrases.ts';

/** Old and new names of MDaemon's parts. */
export const renames = defineCommand({
  name: 'renames',
  aliases: ['rename', 'renamed'],
  summary: 'Old and new product names',
  access: 'everyone',
  examples: ['renames', 'renames worldclient', 'renames SecurityPlus'],
  arguments: z.object({
    name: argument(z.array(z.string().max(100)).max(10).default([]), {
      written: 'position',
      description: 'An old or new name; leave out to list all',
      placeholder: 'name',
      suggest: suggestRenames,
    }),
  }),
  run({ name }, { services }) {
    const knowledge = services.knowledge.current();
    if (name.length === 0) return listAll(knowledge);
    return describe(name.join(' '), knowledge);
  },
});

function listAll(knowledge: KnowledgeBase): Answer {
  const rows = knowledge.rows.renames;
  return {
    title: 'Renames',
    lead: `${rows.length} things around MDaemon have changed their names; old and new names both work here.`,
    sections: [
      {
        kind: 'table',
        columns: [{ header: 'Was' }, { header: 'Is now' }, { header: 'When' }],
        rows: rows.map((row) => [row.from, row.to, row.since === undefined ? row.when : `version ${row.since}`]),
      },
    ],
    sources: cite(knowledge, rows),
  };
}

function describe(name: string, knowledge: KnowledgeBase): Answer {
  const rows = findRenames(name, knowledge);
  return {
    title: `Renames: ${rows[0]?.from ?? name}`,
    lead: rows
      .map((row) => `${row.from} became ${row.to}${row.since === undefined ? '' : ` with ${row.since}`}.`)
      .join(' '),
    sections: [
      {
        kind: 'list',
        items: rows.flatMap((row) => [
          `When ${row.from} became ${row.to}: ${row.when}`,
          ...(row.note === undefined ? [] : [row.note]),
        ]),
      },
    ],
    sources: cite(knowledge, rows),
    actions: [{ label: 'All renames', command: 'renames' }],
  };
}

/** Every rename that a name is one side of: `MDaemon AntiVirus` is a new name and an old one. */
function findRenames(name: string, knowledge: KnowledgeBase): readonly Rename[] {
  const match = knowledge.renames.find(name);
  if (match.kind === 'none') throw notKnown(name, match.near);
  if (match.kind === 'corrected') return [match.row];
  const key = normaliseName(name);
  const all = knowledge.rows.renames.filter((row) =>
    [row.from, row.to, row.id, ...row.aliases].some((each) => normaliseName(each) === key),
  );
  return all.length > 0 ? all : [match.row];
}

function notKnown(name: string, near: readonly string[]): UserError {
  return new UserError({
    code: 'rename-not-known',
    outcome: 'unknown',
    message: `I don’t know another name for ${quote(name)}.`,
    remedy: didYouMean(
      near.map((each) => `\`renames ${each}\``),
      '`renames` lists all.',
    ),
    actions: [{ label: 'All renames', command: 'renames' }],
  });
}

/** Completes old and new names. */
function suggestRenames({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  const old = rows.renames.map(({ from, to }) => ({ value: from, hint: `now ${to}` }));
  const present = rows.renames.map(({ from, to }) => ({ value: to, hint: `was ${from}` }));
  return matchSuggestions(typed, [...old, ...present]);
}
