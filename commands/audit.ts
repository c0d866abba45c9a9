import { z } from 'zod';
import { argument, type Request } from '../src/bot/bot.ts';
import { type AuditEntry, type AuditQuery, auditedKinds } from '../src/teams/teams.ts';
import { printableLine, shorten } from '../src/text/text.ts';
import { defineCommand, defineGroup } from './services.ts';
import { readSince, sinceArgument } from './vocabulary/dates.ts';
import { writePeople } from './vocabulary/phrases.ts';
import { resolvePerson } from './vocabulary/targets.ts';

/** Slack's message has an end. */
const mostShown = 20;
/** About as much as a file in Discord holds. */
const mostExported = 5_000;
const longestChange = 160;

const byArgument = argument(z.string().max(100).optional(), {
  written: 'keyword',
  description: 'Who did it',
  placeholder: '@person',
});
const ofArgument = argument(z.string().max(100).optional(), {
  written: 'keyword',
  description: 'What it was done to: settings, host, r7k2',
  placeholder: 'THING',
});
const filters = { since: sinceArgument, by: byArgument, of: ofArgument };
type Filters = z.output<z.ZodObject<typeof filters>>;

const list = defineCommand({
  name: 'list',
  summary: 'Who changed what in this team',
  access: 'administrator',
  examples: ['audit', 'audit since 7d', 'audit since 2026-11-01 of settings'],
  arguments: z.object(filters),
  async run(typed, { request, services }) {
    const asked = { ...queryOf(typed, request), limit: mostShown, order: 'newest-first' } as const;
    const { entries, total } = await services.audit.read(request.team, asked, request.actor);
    const { name, people } = writePeople(request);
    return {
      title: 'Audit',
      lead: `${told(total, asked)}${total > mostShown ? ` These are the newest ${mostShown}; \`audit export\` has all.` : ''}`,
      sections:
        total === 0
          ? []
          : [
              {
                kind: 'table' as const,
                columns: ['When (UTC)', 'Who', 'Did', 'To', 'Change', 'In'].map((header) => ({ header })),
                rows: entries.map((entry) => [
                  entry.at.toISOString().slice(0, 16).replace('T', ' '),
                  `${name(entry.by)} (${entry.role})`,
                  entry.act,
                  `${entry.subject.kind} ${entry.subject.id}`.trim(),
                  changeIn(entry),
                  entry.place,
                ]),
              },
            ],
      sources: [],
      people,
      actions: total === 0 ? [] : [{ label: 'Export', command: 'audit export' }],
    };
  },
});

const exportAudit = defineCommand({
  name: 'export',
  summary: 'Export the audit as a file (JSON Lines)',
  access: 'administrator',
  exports: true,
  examples: ['audit export', 'audit export since 90d'],
  arguments: z.object(filters),
  async run(typed, { request, services }) {
    const asked = { ...queryOf(typed, request), limit: mostExported, order: 'oldest-first' } as const;
    const { entries, total } = await services.audit.read(request.team, asked, request.actor);
    const content = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    const file = { name: 'audit.jsonl', mediaType: 'text/plain', content };
    const last = entries.at(-1);
    const rest =
      last === undefined || total <= entries.length
        ? ''
        : ` audit.jsonl has the first ${entries.length}; the next ones: \`audit export since ${last.at.toISOString()}\`.`;
    return {
      title: 'Audit',
      lead: `${told(total, asked)}${rest}`,
      sections: [],
      sources: [],
      // No chat takes an empty file.
      ...(entries.length === 0 ? {} : { files: [file], artifact: file }),
    };
  },
});

/** The record of what people did in the team, which its administrators read. */
export const audit = defineGroup({
  name: 'audit',
  forAdministrators: true,
  summary: 'Who changed what in this team',
  defaultChild: 'list',
  children: [list, exportAudit],
});

function queryOf({ since, by, of }: Filters, request: Request): Pick<AuditQuery, 'since' | 'by' | 'of'> {
  return {
    since: readSince(since, request.receivedAt),
    ...(by === undefined ? {} : { by: personIn(by, request) }),
    ...(of === undefined ? {} : { of: thingIn(of, request) }),
  };
}

/** Somebody who has left is named by their id. */
function personIn(typed: string, request: Request): string {
  if (typed.toLowerCase() === 'me') return request.actor.id;
  return typed.startsWith('@') ? resolvePerson(typed, request) : typed;
}

function thingIn(typed: string, request: Request): string {
  if (typed.startsWith('@')) return resolvePerson(typed, request);
  const kind = auditedKinds.find((each) => each === typed.toLowerCase() || `${each}s` === typed.toLowerCase());
  return kind ?? typed.toLowerCase();
}

function told(total: number, { since, by, of }: Pick<AuditQuery, 'since' | 'by' | 'of'>): string {
  const which = `${by === undefined ? '' : ' by that person'}${of === undefined ? '' : ` to ${printableLine(of)}`}`;
  const day = since?.toISOString().slice(0, 10);
  return total === 0
    ? `Nothing${which} is on record since ${day}.`
    : `${total} ${total === 1 ? 'entry' : 'entries'}${which} since ${day}.`;
}

/** The fields that differ: `zone: none -> Europe/Berlin`. */
function changeIn({ before, after, hidden }: AuditEntry): string {
  if (hidden === 'erased') return 'content erased';
  if (hidden === 'others-read-along') return 'not shown where others can read it';
  if (before === undefined && after === undefined) return '';
  if (before === undefined) return `made: ${fieldsOf(after, {})}`;
  if (after === undefined) return `removed: ${fieldsOf(before, {})}`;
  return fieldsOf(after, before);
}

function fieldsOf(state: unknown, other: unknown): string {
  const [is, was] = [state, other].map((each) => (each ?? {}) as Readonly<Record<string, unknown>>);
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  const changed = names.filter((name) => JSON.stringify(is?.[name]) !== JSON.stringify(was?.[name]));
  const isWhole = Object.keys(was ?? {}).length === 0;
  const words = changed.map((name) =>
    isWhole ? `${name} ${wordOf(is?.[name])}` : `${name} ${wordOf(was?.[name])} -> ${wordOf(is?.[name])}`,
  );
  return shorten(printableLine(words.join(', ')), longestChange);
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
