import type { Reference, Reply } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { markup, plainText } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { renderAnswer } from './render-answer.ts';

/** The callback ids of our forms; Slack sends them back with what was filled in. */
export const formIds = { reminder: 'form:reminder', snooze: 'form:snooze', said: 'form:said' } as const;

/** A form, as `views.open` takes it. Source: https://docs.slack.dev/reference/views/modal-views */
export interface Form {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly title: ReturnType<typeof plainText>;
  readonly submit?: ReturnType<typeof plainText>;
  readonly close: ReturnType<typeof plainText>;
  readonly private_metadata?: string;
  readonly blocks: readonly object[];
}

/** Where a form was opened. It goes with the form and comes back with it. */
export interface FormPlace {
  /** The conversation a reminder goes to where nobody names another. */
  readonly channel?: string;
}

/** The longest when, what and zone; together they stay within what `remind add` takes. */
const longest = { when: 100, what: 1_500, zone: 60 } as const;

/** The form for a new reminder. `what` is what it says at first: the text of a message, for example. */
export function reminderForm({ channel }: FormPlace, zone: string, what = ''): Form {
  const isChannel = channel !== undefined && /^[CG]/.test(channel);
  return {
    type: 'modal',
    callback_id: formIds.reminder,
    title: plainText('New reminder'),
    submit: plainText('Remind'),
    close: plainText('Cancel'),
    private_metadata: JSON.stringify({ ...(channel === undefined ? {} : { channel }) }),
    blocks: [
      input('when', 'When', {
        ...textInput(longest.when),
        placeholder: plainText('tomorrow 9am, every weekday at 09:00'),
      }),
      input('what', 'What', {
        ...textInput(longest.what, shorten(what.trim(), longest.what)),
        multiline: true,
        placeholder: plainText('look at the bad queue'),
      }),
      {
        ...input('channel', 'Channel', {
          type: 'conversations_select',
          action_id: 'value',
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(isChannel ? { initial_conversation: channel } : {}),
        }),
        optional: true,
        hint: plainText('Invite me there first. If you choose neither a channel nor a person, I remind only you.'),
      },
      {
        ...input('person', 'Person', { type: 'users_select', action_id: 'value' }),
        optional: true,
        hint: plainText('Instead of a channel: a direct message.'),
      },
      {
        ...input('zone', 'Time zone', { ...textInput(longest.zone), placeholder: plainText(zone) }),
        optional: true,
      },
    ],
  };
}

/** Which reminder of which post is to be snoozed. */
export interface SnoozePlace {
  readonly delivery: string;
  readonly reminder: string;
  readonly channel: string;
  readonly ts: string;
}

/** The form that asks until when a reminder is snoozed. */
export function snoozeForm(place: SnoozePlace): Form {
  return {
    type: 'modal',
    callback_id: formIds.snooze,
    title: plainText('Snooze'),
    submit: plainText('Snooze'),
    close: plainText('Cancel'),
    private_metadata: JSON.stringify(place),
    blocks: [
      input('when', 'Until when', {
        ...textInput(longest.when),
        placeholder: plainText('in 3h, tomorrow 14:00, friday 8am'),
      }),
    ],
  };
}

/** The values of a form that was sent, by the names of their blocks. */
export type FormValues = Readonly<
  Record<
    string,
    {
      readonly value?: {
        readonly value?: string | null;
        readonly selected_conversation?: string | null;
        readonly selected_user?: string | null;
      };
    }
  >
>;

const written = (values: FormValues, name: string) => (values[name]?.value?.value ?? '').trim();

/** The call a reminder's form asks for, or which field is wrong. */
export function readReminderForm(values: FormValues): ReadForm {
  const channel = values['channel']?.value?.selected_conversation ?? undefined;
  const person = values['person']?.value?.selected_user ?? undefined;
  if (channel !== undefined && person !== undefined) {
    return { kind: 'wrong', errors: { person: 'A reminder goes to a channel or to a person, not to both.' } };
  }
  const zone = written(values, 'zone');
  const target: Reference | undefined =
    person !== undefined
      ? { kind: 'person', id: person, shown: `@${person}` }
      : channel !== undefined
        ? { kind: 'channel', id: channel, shown: `#${channel}` }
        : undefined;
  const line = `${written(values, 'when')} ${written(values, 'what')}`.trim();
  const named = { line, to: target?.shown ?? 'me', ...(zone === '' ? {} : { zone }) };
  return {
    kind: 'call',
    call: { kind: 'call', path: ['remind', 'add'], values: named },
    ...(channel === undefined ? {} : { channel }),
    references: target === undefined ? [] : [target],
  };
}

type ReadForm =
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> }
  | {
      readonly kind: 'call';
      readonly call: {
        readonly kind: 'call';
        readonly path: readonly string[];
        readonly values: Record<string, string>;
      };
      readonly channel?: string;
      readonly references: readonly Reference[];
    };

/** What was typed as the time of a snooze. */
export const readSnoozeForm = (values: FormValues): string => written(values, 'when');

/** What is wrong with a form, below the field it is about. */
export function formErrors({ answer }: Reply, values: FormValues): Record<string, string> {
  const advice = answer.sections.flatMap((section) => (section.kind === 'note' ? [section.text] : []));
  const isAboutLine = advice.some((text) => text.includes('remind add '));
  const help = isAboutLine ? ['Write it like in 2h, tomorrow 9am or every weekday at 09:00.'] : advice;
  const text = shorten(oneLine([answer.lead, ...help].join(' ').replaceAll('`', '')), 500);
  const target = values['person']?.value?.selected_user ? 'person' : 'channel';
  const field = /time zone/.test(answer.lead)
    ? 'zone'
    : /delivered|channel or person/.test(answer.lead)
      ? target
      : 'when';
  return { [field]: text };
}

/** Shows an answer in place of the form. */
export function saidForm(title: string, reply: Reply): Form {
  // Buttons of an answer run commands, for which a form has no place to answer.
  const { actions: _, ...answer } = reply.answer;
  return {
    type: 'modal',
    callback_id: formIds.said,
    title: plainText(title),
    close: plainText('Close'),
    blocks: renderAnswer({ ...reply, answer }).blocks,
  };
}

/** Shown while an answer takes longer than Slack waits. */
export function waitingForm(title: string): Form {
  const text = markup('One moment …');
  return {
    type: 'modal',
    callback_id: formIds.said,
    title: plainText(title),
    close: plainText('Close'),
    blocks: [{ type: 'section', block_id: 'waiting', text }],
  };
}

function input(name: string, label: string, element: object): object {
  return { type: 'input', block_id: name, label: plainText(label), element };
}

function textInput(maxLength: number, value = '') {
  const field = { type: 'plain_text_input', action_id: 'value', max_length: maxLength } as const;
  return value === '' ? field : { ...field, initial_value: value.slice(0, slackLimits.sectionText) };
}
