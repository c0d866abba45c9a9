import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { defineCommand } from '../services.ts';
import { count } from '../vocabulary/phrases.ts';
import { personArgument, resolvePerson } from '../vocabulary/targets.ts';

/** Refuses direct messages that one person sets. */
export const block = defineCommand({
  name: 'block',
  summary: 'Get no direct messages that this person sets',
  access: 'member',
  changes: true,
  examples: ['remind block @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const paused = await services.reminders.refuseMessages(request.team, id, request.actor);
    // A button could not say which person is meant.
    return inboxAnswer(`I send you no direct messages any more that ${person} sets${stopped(paused)}.`, []);
  },
});

/** Takes a refusal back. */
export const unblock = defineCommand({
  name: 'unblock',
  summary: 'Get direct messages that this person sets again',
  access: 'member',
  changes: true,
  examples: ['remind unblock @alice'],
  arguments: z.object({ person: personArgument }),
  async run({ person }, { request, services }) {
    const id = resolvePerson(person, request);
    const was = await services.reminders.acceptMessages(request.team, id, request.actor);
    const lead = was
      ? `${person} can have me write to you again. What was paused stays paused until ${person} resumes it.`
      : `${person} was not blocked, so nothing changed.`;
    return inboxAnswer(lead, []);
  },
});

/** Refuses direct messages that others set, or accepts them again. */
export const inbox = defineCommand({
  name: 'inbox',
  summary: 'Whether others can have the bot write to you: on or off',
  access: 'member',
  changes: true,
  examples: ['remind inbox', 'remind inbox off', 'remind inbox on'],
  arguments: z.object({
    state: argument(z.enum(['on', 'off']).optional(), {
      written: 'position',
      description: 'On or off; leave out to see how it is',
    }),
  }),
  async run({ state }, { request, services }) {
    const { reminders } = services;
    const { team, actor } = request;
    if (state === 'off') {
      const paused = await reminders.refuseMessages(team, 'everybody', actor);
      return inboxAnswer(`I send you no direct messages any more that others set${stopped(paused)}.`, [
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
      : inboxAnswer(`Your inbox is on: members of this team can have me write to you.${blocked}`, [
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
