import { z } from 'zod';
import { type Answer, argument, quote } from '../../src/bot/bot.ts';
import type { AcknowledgeResult, Reminder } from '../../src/reminders/reminders.ts';
import { defineCommand } from '../services.ts';
import { type InstantWriter, loadCalendar, writeInstants, zoneOf } from '../vocabulary/dates.ts';
import { writePeople } from '../vocabulary/phrases.ts';
import { confirmation } from './reminder-answer.ts';
import { idArgument } from './reminder-id.ts';

/** Says that the job is done, and tells exactly what that ended. */
export const done = defineCommand({
  name: 'done',
  summary: 'Mark a reminder done; a countdown ends, a recurring one goes on',
  access: 'member',
  membersMayChange: true,
  changes: true,
  examples: ['remind done r7k2', 'remind done r7k2 --next'],
  arguments: z.object({
    id: idArgument,
    next: argument(z.boolean().optional(), {
      written: 'keyword',
      description: 'Skip the next time, even if the last one is done',
    }),
  }),
  async run({ id, next }, { request, services }): Promise<Answer> {
    const { reminders, teams } = services;
    const { reminder, result } = await reminders.acknowledge(
      request.team,
      id,
      { how: 'done', ...(next === undefined ? {} : { next }) },
      request.actor,
    );
    const writer = writeInstants(await loadCalendar());
    const { name, people } = writePeople(request);
    const zone = zoneOf(undefined, await teams.settings(request.team), request);
    const { by, at } = result.acknowledgement;
    const what = result.first
      ? ended(reminder, result, writer)
      : `was already marked done by ${name(by)} on ${writer.show(at, zone)}`;
    const again = comesAgain(reminder, writer);
    const { lead, ...answer } = confirmation(reminder, what);
    const skip = !result.first && again !== '' ? [{ label: 'Skip the next', command: `remind done ${id} --next` }] : [];
    return {
      ...answer,
      lead: `${lead}${again}`,
      actions: [...skip, ...(answer.actions ?? [])],
      people,
      instants: writer.instants,
    };
  },
});

/** What a Done ended, as the rest of a sentence that begins with the reminder. */
function ended({ schedule }: Reminder, { ended: what, skipped }: AcknowledgeResult, { show }: InstantWriter): string {
  if (what === 'coming') {
    return skipped === undefined
      ? 'is done early, so I won’t post it this time'
      : `is done early, so I won’t post it on ${show(skipped, schedule.zone)}`;
  }
  if (what !== 'all') return 'is done';
  if (schedule.kind === 'countdown') return `is done, and so is the countdown to ${quote(schedule.deadline, 60)}`;
  return 'is done before it was due, so I won’t post it';
}

function comesAgain({ schedule, nextDueAt }: Reminder, { show }: InstantWriter): string {
  return nextDueAt === undefined ? '' : `. It comes again on ${show(nextDueAt, schedule.zone)}`;
}
