import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { defineCommand } from '../services.ts';
import { count } from '../vocabulary/phrases.ts';
import { personArgument, resolvePerson } from '../vocabulary/targets.ts';

/** Refuses direct messages that one person sets. */
export const block = defineCommand({
  name: 'block',
  summary: 'Block direct messages that a person sets',
  access: 'member',
  changes: true,
  examples: ['remind block @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const paused = await services.reminders.refuseMessages(request.team, id, request.actor);
    // A button could not say which person is meant.
    return inboxAnswer(`I no longer send you direct messages that ${person} sets${stopped(paused)}.`, []);
  },
});

/** Takes a refusal back. */
export const unblock = defineCommand({
  name: 'unblock',
  summary: 'Unblock a person',
  access: 'member',
  changes: true,
  examples: ['remind unblock @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const was = await services.reminders.acceptMessages(request.team, id, request.actor);
    const lead = was
      ? `${person} can send you reminders again. Reminders that were paused stay paused until ${person} resumes them.`
      : `${person} was not blocked, so nothing changed.`;
    return inboxAnswer(lead, []);
  },
});

/** Refuses direct messages that others set, or accepts them again. */
export const inbox = defineCommand({
  name: 'inbox',
  summary: 'Let others send you reminders, or not',
  access: 'member',
  changes: true,
  examples: ['remind inbox', 'remind inbox off', 'remind inbox on'],
  arguments: z.object({
    state: argument(z.enum(['on', 'off']).optional(), {
      written: 'position',
      description: 'On or off; leave out to show the setting',
    }),
  }),
  async run({ state }, { request, services }) {
    const { reminders } = services;
    const { team, actor } = request;
    if (state === 'off') {
      const paused = await reminders.refuseMessages(team, 'everybody', actor);
      return inboxAnswer(`I no longer send you direct messages that others set${stopped(paused)}.`, [
        { label: 'Undo', command: 'remind inbox on' },
      ]);
    }
    if (state === 'on') await reminders.acceptMessages(team, 'everybody', actor);
    const refused = await reminders.refusedSenders(team, actor);
    const people = refused.filter((sender) => sender !== 'everybody').length;
    const blocked = people === 0 ? '' : ` You block ${people === 1 ? 'one person' : `${people} people`}.`;
    return refused.includes('everybody')
      ? inboxAnswer(`Your inbox is off: I send you only what you set yourself.${blocked}`, [
          { label: 'Turn on', command: 'remind inbox on' },
        ])
      : inboxAnswer(`Your inbox is on: members of this team can send you reminders.${blocked}`, [
          { label: 'Turn off', command: 'remind inbox off' },
        ]);
  },
});

function stopped(paused: number): string {
  return paused === 0 ? '' : `, and paused ${count(paused, 'reminder')} of that kind`;
}

function inboxAnswer(lead: string, actions: { label: string; command: string }[]) {
  return { title: 'Inbox', lead, sections: [], sources: [], actions };
}
