import { z } from 'zod';
import { argument, quote, type Request, UserError } from '../../src/bot/bot.ts';
import { defineCommand, defineGroup } from '../services.ts';
import { type Calendar, loadCalendar, writeInstants, zoneOf } from '../vocabulary/dates.ts';
import { writePeople } from '../vocabulary/phrases.ts';
import { withUndelivered, writableHere } from '../vocabulary/targets.ts';
import { add, unreadable } from './add-reminder.ts';
import { block, inbox, unblock } from './block-senders.ts';
import { exportReminders, importReminders } from './calendar.ts';
import { done } from './done-reminder.ts';
import { list, preview } from './list-reminders.ts';
import { confirmation, scheduledAnswer } from './reminder-answer.ts';
import { activeIdArgument, idArgument, removedIdArgument, stoppedIdArgument } from './reminder-id.ts';

const show = defineCommand({
  name: 'show',
  summary: 'Show a reminder and when it is due next',
  access: 'member',
  examples: ['remind show r7k2'],
  arguments: z.object({ id: idArgument }),
  async run({ id }, { request, services }) {
    return scheduledAnswer(await services.reminders.show(request.team, id, request.actor), request, 'shown');
  },
});

const pause = defineCommand({
  name: 'pause',
  summary: 'Pause a reminder',
  access: 'maker',
  changes: true,
  examples: ['remind pause r7k2'],
  arguments: z.object({ id: activeIdArgument }),
  async run({ id }, { request, services }) {
    const { reminder } = await services.reminders.setState(request.team, id, 'paused', request.actor);
    return confirmation(reminder, 'is paused', [{ label: 'Resume', command: `remind resume ${reminder.id}` }]);
  },
});

const resume = defineCommand({
  name: 'resume',
  summary: 'Resume a paused reminder',
  access: 'maker',
  changes: true,
  examples: ['remind resume r7k2'],
  arguments: z.object({ id: stoppedIdArgument }),
  async run({ id }, { request, services }) {
    const { team, actor } = request;
    const resumed = await services.reminders.setState(team, id, 'active', actor, writableHere(request));
    return withUndelivered(await scheduledAnswer(resumed, request, 'resumed'), services, team);
  },
});

const remove = defineCommand({
  name: 'remove',
  aliases: ['delete', 'rm'],
  summary: 'Remove a reminder',
  access: 'maker',
  changes: true,
  examples: ['remind remove r7k2'],
  arguments: z.object({ id: idArgument }),
  async run({ id }, { request, services }) {
    const reminder = await services.reminders.remove(request.team, id, request.actor);
    return confirmation(reminder, 'is removed', [{ label: 'Undo', command: `remind restore ${reminder.id}` }]);
  },
});

const restore = defineCommand({
  name: 'restore',
  aliases: ['undo'],
  summary: 'Restore a removed reminder',
  access: 'maker',
  changes: true,
  examples: ['remind restore r7k2'],
  arguments: z.object({ id: removedIdArgument }),
  async run({ id }, { request, services }) {
    const { team, actor } = request;
    const restored = await services.reminders.restore(team, id, actor, writableHere(request));
    return withUndelivered(await scheduledAnswer(restored, request, 'resumed'), services, team);
  },
});

const runNow = defineCommand({
  name: 'run-now',
  summary: 'Post a reminder now; its schedule stays the same',
  access: 'maker',
  changes: true,
  examples: ['remind run-now r7k2'],
  arguments: z.object({ id: idArgument }),
  async run({ id }, { request, services }) {
    const { team, actor } = request;
    const reminder = await services.reminders.runNow(team, id, actor, writableHere(request));
    const isDelivered = await services.reminders.isDelivered(team);
    return withUndelivered(confirmation(reminder, isDelivered ? 'is posted now' : 'is due now'), services, team);
  },
});

const recheck = defineCommand({
  name: 'recheck',
  summary: 'Look again for posts marked ambiguous',
  access: 'member',
  changes: true,
  examples: ['remind recheck'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const count = await services.reminders.recheck(request.team);
    const lead =
      count === 0
        ? 'No post is marked ambiguous, so there is nothing to look for.'
        : `I am looking for ${count === 1 ? 'one post' : `${count} posts`} again, starting with one in each channel. If a post isn’t there, I make it.`;
    const actions = [{ label: 'See the result', command: 'status' }];
    const answer = { title: 'Recheck', lead, sections: [], sources: [], actions };
    return count === 0 ? answer : withUndelivered(answer, services, request.team);
  },
});

const snooze = defineCommand({
  name: 'snooze',
  summary: 'Post a reminder again later',
  access: 'member',
  changes: true,
  examples: ['remind snooze r7k2 in 1h', 'remind snooze r7k2 tomorrow 09:00'],
  arguments: z.object({
    id: idArgument,
    until: argument(z.string().max(100).optional(), {
      written: 'rest',
      description: 'When; by default in one hour',
      placeholder: 'when',
    }),
  }),
  async run({ id, until }, { request, services }) {
    const now = await services.reminders.now();
    const settings = await services.teams.settings(request.team);
    const zone = zoneOf(undefined, settings, request);
    const calendar = await loadCalendar();
    const at = instantOf(until ?? 'in 1h', { now, zone }, calendar, `remind snooze ${id}`, request);
    const asked = { how: 'snooze', until: at } as const;
    const { reminder, result } = await services.reminders.acknowledge(request.team, id, asked, request.actor);
    const { show, instants } = writeInstants(calendar);
    const { name, people } = writePeople(request);
    if (!result.first) {
      const { how, by, at: when, until: earlier } = result.acknowledgement;
      const who = `by ${name(by)} on ${show(when, zone)}`;
      const what =
        how === 'done' || earlier === undefined
          ? `was already marked done ${who}, so it is not snoozed`
          : `was already snoozed ${who}, until ${show(earlier, zone)}`;
      return { ...confirmation(reminder, what), people, instants };
    }
    const answer = { ...confirmation(reminder, `comes again ${show(at, zone)}`), instants };
    return withUndelivered(answer, services, request.team);
  },
});

const edit = defineCommand({
  name: 'edit',
  summary: 'Change when a reminder is due, what it says, or both',
  access: 'maker',
  changes: true,
  examples: ['remind edit r7k2 every weekday at 08:30 look at the bad queue', 'remind edit r7k2 tomorrow at 9'],
  arguments: z.object({
    id: idArgument,
    line: argument(z.string().max(3_000), {
      written: 'rest',
      description: 'When, what, or both, as for `remind add`',
      placeholder: 'when what',
    }),
  }),
  async run({ id, line }, { request, services }) {
    const now = await services.reminders.now();
    const zone = zoneOf(undefined, await services.teams.settings(request.team), request);
    const change = (await loadCalendar()).parseChange(line, { now, zone });
    if (change.kind === 'problem') throw unreadable(change, `remind edit ${id}`, request);
    const { schedule, text, note } = change;
    const patch = { ...(schedule === undefined ? {} : { schedule }), ...(text === undefined ? {} : { text }) };
    const scheduled = await services.reminders.edit(request.team, id, patch, request.actor, writableHere(request));
    return withUndelivered(await scheduledAnswer(scheduled, request, 'changed', note), services, request.team);
  },
});

/** Reminders. */
export const remind = defineGroup({
  name: 'remind',
  aliases: ['reminder', 'reminders'],
  summary: 'Reminders: once, recurring, or counting down to a deadline',
  defaultChild: 'add',
  children: [
    add,
    list,
    show,
    preview,
    pause,
    resume,
    snooze,
    done,
    runNow,
    recheck,
    remove,
    restore,
    edit,
    block,
    unblock,
    inbox,
    exportReminders,
    importReminders,
  ],
});

function instantOf(
  text: string,
  context: { readonly now: Date; readonly zone: string },
  { parseWhenAlone }: Calendar,
  command: string,
  request: Request,
): Date {
  const when = parseWhenAlone(text, context);
  if (when.kind === 'problem') throw unreadable(when, command, request);
  if (when.schedule.kind === 'once') return when.schedule.at;
  throw new UserError({
    code: 'when-not-understood',
    message: `${quote(text, 40)} is more than one time.`,
    remedy: 'Name one, such as `in 1h`, `tomorrow 09:00` or `next monday at 9`.',
  });
}
