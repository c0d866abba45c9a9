import { z } from 'zod';
import { type Request, UserError } from '../src/bot/bot.ts';
import type { Appointment } from '../src/teams/teams.ts';
import { defineCommand, defineGroup, type Services } from './services.ts';
import { writePeople } from './vocabulary/phrases.ts';
import { personArgument, resolvePerson } from './vocabulary/targets.ts';

const list = defineCommand({
  name: 'list',
  summary: 'Administrators of the bot in this team',
  access: 'member',
  examples: ['admins'],
  arguments: z.object({}),
  run: async (_args, { request, services }) => listed(await services.teams.administrators(request.team), request),
});

const add = defineCommand({
  name: 'add',
  summary: 'Add an administrator of the bot',
  access: 'administrator',
  changes: true,
  examples: ['admins add @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const change = { by: request.actor.id, at: await services.reminders.now() };
    const isNew = await services.teams.appoint(request.team, id, change);
    return changed(services, request, `${person} ${isNew ? 'is now' : 'already is'} an administrator of the bot here.`);
  },
});

const remove = defineCommand({
  name: 'remove',
  aliases: ['rm'],
  summary: 'Remove an administrator of the bot',
  access: 'administrator',
  changes: true,
  examples: ['admins remove @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const { teams } = services;
    const appointed = await teams.administrators(request.team);
    const [only] = appointed;
    if (appointed.length === 1 && only?.person === id && id === request.actor.id) {
      throw new UserError({
        code: 'last-administrator',
        message: 'You are the last administrator who was added, so you can’t remove yourself.',
        remedy: 'Add somebody else first: `admins add @alice`.',
      });
    }
    const isGone = await teams.dismiss(request.team, id);
    const lead = isGone
      ? `${person} is no longer an administrator of the bot here, unless the workspace, the server or ADMINISTRATORS makes them one.`
      : `${person} was not on the list, so nothing changed.`;
    return changed(services, request, lead);
  },
});

/** Who administers the bot, beside the administrators of the workspace or server itself. */
export const admins = defineGroup({
  name: 'admins',
  forAdministrators: true,
  aliases: ['admin', 'administrators'],
  summary: 'Administrators of the bot in this team',
  defaultChild: 'list',
  children: [list, add, remove],
});

async function changed({ teams }: Services, request: Request, lead: string) {
  return { ...listed(await teams.administrators(request.team), request), lead };
}

function listed(appointed: readonly Appointment[], request: Request) {
  const { name, people } = writePeople(request);
  return {
    title: 'Administrators of the bot',
    lead:
      appointed.length === 0
        ? 'Nobody has been added. The administrators of the workspace or server are also the bot’s.'
        : `${appointed.length === 1 ? 'One person has' : `${appointed.length} people have`} been added, besides the administrators of the workspace or server.`,
    sections:
      appointed.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [{ header: 'Person' }, { header: 'Added by' }, { header: 'On' }],
              rows: appointed.map(({ person, by, at }) => [name(person), name(by), at.toISOString().slice(0, 10)]),
            },
          ],
    sources: [],
    people,
  };
}
