import { z } from 'zod';
import { argument, quote, type Request, requireAdministrator, UserError } from '../src/bot/bot.ts';
import type { Erasure } from '../src/teams/teams.ts';
import { defineCommand, defineGroup } from './services.ts';
import { dateInWords } from './vocabulary/dates.ts';
import { count, writePeople } from './vocabulary/phrases.ts';
import { resolvePerson } from './vocabulary/targets.ts';

const ofArgument = argument(z.string().max(100).default('me'), {
  written: 'position',
  description: 'me; administrators can also write team or a person',
  placeholder: 'me|team|@person',
});

/** Whose data it is about. */
interface Subject {
  /** The platform's id; absent for the whole team. */
  readonly person?: string;
  /** As it stands in a line. */
  readonly typed: string;
  /** The word that confirms an erasure. */
  readonly word: string;
}

const show = defineCommand({
  name: 'show',
  summary: 'Show what is stored about you and this team',
  access: 'member',
  examples: ['privacy'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const { team, actor } = request;
    const [mine, planned] = await Promise.all([
      services.privacy.collect(team, actor.id),
      services.privacy.planned(team),
    ]);
    const concerns = planned.filter(
      ({ person }) => person === undefined || person === actor.id || actor.role === 'administrator',
    );
    const { name, people } = writePeople(request);
    const total = Object.values(mine).reduce((sum, found) => sum + found.length, 0);
    const rows = Object.entries(mine).map(([table, found]) => [table.replaceAll('_', ' '), String(found.length)]);
    return {
      title: 'Privacy',
      lead:
        rows.length === 0
          ? 'Nothing is stored about you here.'
          : `${count(total, 'row')} ${total === 1 ? 'is' : 'are'} stored about you. \`privacy export\` gives you all of it, \`privacy erase\` erases it.`,
      sections: [
        ...(rows.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                columns: [{ header: 'In' }, { header: 'Rows', align: 'right' as const }],
                rows,
              },
            ]),
        ...concerns.map((erasure) => ({
          kind: 'note' as const,
          tone: 'warning' as const,
          text: plannedInWords(erasure, erasure.person === undefined ? undefined : name(erasure.person)),
        })),
      ],
      sources: [],
      people,
      actions: [{ label: 'Export', command: 'privacy export' }],
    };
  },
});

const exportPrivacy = defineCommand({
  name: 'export',
  summary: 'Export everything stored about you as a file (JSON)',
  access: 'member',
  exports: true,
  examples: ['privacy export', 'privacy export team'],
  arguments: z.object({ of: ofArgument }),
  async run({ of }, { request, services }) {
    const { person, typed } = subjectIn(of, request);
    const collected = await services.privacy.collect(request.team, person);
    const rows = Object.values(collected).reduce((sum, found) => sum + found.length, 0);
    const content = `${JSON.stringify({ team: request.team, ...(person === undefined ? {} : { person }), ...collected }, null, 2)}\n`;
    const file = { name: 'privacy.json', mediaType: 'application/json', content };
    const whose = person === undefined ? 'this team' : person === request.actor.id ? 'you' : typed;
    return {
      title: 'Privacy',
      lead: `privacy.json has everything that is stored about ${whose}: ${count(rows, 'row')}.${
        person === undefined ? ' The texts of private reminders and direct messages are left out.' : ''
      }`,
      sections: [],
      sources: [],
      files: [file],
      artifact: file,
    };
  },
});

const erase = defineCommand({
  name: 'erase',
  summary: 'Erase what is stored about you',
  access: 'member',
  changes: true,
  examples: ['privacy erase', 'privacy erase me confirm erase-me'],
  arguments: z.object({
    of: ofArgument,
    confirm: argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'The word that the first answer gives',
      placeholder: 'WORD',
    }),
  }),
  async run({ of, confirm }, { request, services }) {
    const subject = subjectIn(of, request);
    const line = `privacy erase ${subject.typed} confirm ${subject.word}`;
    if (confirm === undefined)
      return answer(`${whatGoes(subject, request)} Nothing has been erased yet. To go ahead, type \`${line}\`.`);
    if (confirm !== subject.word) {
      throw new UserError({
        code: 'not-confirmed',
        message: `${quote(confirm, 40)} is not the right word, so nothing was erased.`,
        remedy: `Type \`${line}\`.`,
      });
    }
    const { dueAt } = await services.privacy.plan(subject.person);
    return answer(
      `${whatGoes(subject, request)} This will happen on ${whenInWords(dueAt)}. Until then \`privacy cancel ${subject.typed}\` calls it off.`,
    );
  },
});

const cancel = defineCommand({
  name: 'cancel',
  summary: 'Call off an erasure that is planned',
  access: 'member',
  changes: true,
  examples: ['privacy cancel', 'privacy cancel team'],
  arguments: z.object({ of: ofArgument }),
  async run({ of }, { request, services }) {
    const { person } = subjectIn(of, request);
    const wasPlanned = await services.privacy.cancel(person);
    return answer(
      wasPlanned ? 'The erasure is called off. Everything stays.' : 'No erasure was planned, so nothing changed.',
    );
  },
});

/** What is stored of people and of the team: shown, handed out and erased. */
export const privacy = defineGroup({
  name: 'privacy',
  summary: 'What is stored about you: show, export or erase it',
  defaultChild: 'show',
  children: [show, exportPrivacy, erase, cancel],
});

/** @throws {UserError} `not-allowed` for anything but oneself, unless an administrator asks */
function subjectIn(typed: string, request: Request): Subject {
  const { actor, team } = request;
  const word = typed.toLowerCase();
  if (word === 'me') return { person: actor.id, typed: 'me', word: 'erase-me' };
  requireAdministrator(actor);
  if (word === 'team') return { typed: 'team', word: team.slice(team.indexOf(':') + 1) };
  // Somebody who has left is named by their id, as Slack and Discord write one. Anything else is not kept.
  const isId = /^(?:[UW][A-Z0-9]{4,20}|\d{15,20})$/.test(typed);
  return { person: isId ? typed : resolvePerson(typed, request), typed, word: 'erase-person' };
}

function whatGoes({ person, typed }: Subject, { actor, team }: Request): string {
  if (person === undefined)
    return `Everything stored about ${team} will be erased: reminders, settings, servers, deadlines, the audit.`;
  const [whose, them, their] = person === actor.id ? ['your', 'you', 'your'] : [`${typed}’s`, typed, 'their'];
  return `All of ${whose} own data will be erased: private reminders, reminders for ${them}, and ${their} name on things made for the team. The audit keeps ${their} id until its entries expire.`;
}

function whenInWords(at: Date): string {
  return `${dateInWords(at.toISOString().slice(0, 10))}, ${at.toISOString().slice(11, 16)} UTC`;
}

function plannedInWords({ dueAt, why }: Erasure, who: string | undefined): string {
  const what = who === undefined ? 'Everything stored about this team' : `The data stored about ${who}`;
  const reason = why === 'removed' ? ', since the bot was removed' : '';
  const line = who === undefined ? 'privacy cancel team' : `privacy cancel${who === 'you' ? '' : ` ${who}`}`;
  return `${what} will be erased on ${whenInWords(dueAt)}${reason}. \`${line}\` calls it off.`;
}

function answer(lead: string) {
  return { title: 'Privacy', lead, sections: [], sources: [], actions: [{ label: 'Privacy', command: 'privacy' }] };
}
