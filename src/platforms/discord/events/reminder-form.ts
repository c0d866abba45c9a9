import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ChannelType,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Reference, Reply, Request, Section } from '../../../bot/bot.ts';
import { createExpiringMap } from '../../../chat/chat.ts';
import { inQuotationMarks } from '../../../text/text.ts';
import { formatCustomId } from '../rendering/custom-id.ts';
import { nameAsWord } from './decode-text.ts';

/** The fields of a filled-in form for a new reminder. */
interface ReminderFields {
  readonly when: string;
  readonly what: string;
  readonly zone: string;
  readonly channel?: Reference;
  readonly person?: Reference;
}

interface ReminderFormOptions {
  /** The zone that counts where none is written. */
  readonly zone: string;
  /** In a server a reminder can go to another channel, or to a person. */
  readonly inServer: boolean;
  /** The fields as they were filled in before. */
  readonly draft?: ReminderFields | undefined;
}

/** The longest when and what; together with the rest they stay within what `remind add` takes. */
const maxWhen = 100;
const maxWhat = 1_500;
const maxZone = 60;

/** The form for a new reminder. A form holds at most five fields, and these are they. */
function reminderForm({ zone, inServer, draft }: ReminderFormOptions): APIModalInteractionResponseCallbackData {
  const channelTypes = [
    ChannelType.GuildText,
    ChannelType.GuildAnnouncement,
    ChannelType.PublicThread,
    ChannelType.PrivateThread,
  ];
  const picked = (reference: Reference | undefined, type: 'channel' | 'user') =>
    reference === undefined ? {} : { default_values: [{ id: reference.id, type }] };
  const targets: APILabelComponent[] = [
    label('Channel', 'Leave it empty for this one', {
      type: ComponentType.ChannelSelect,
      custom_id: 'channel',
      channel_types: channelTypes,
      required: false,
      min_values: 0,
      max_values: 1,
      ...(picked(draft?.channel, 'channel') as object),
    }),
    label('Person', 'Instead of a channel: a direct message', {
      type: ComponentType.UserSelect,
      custom_id: 'person',
      required: false,
      min_values: 0,
      max_values: 1,
      ...(picked(draft?.person, 'user') as object),
    }),
  ];
  return {
    custom_id: formatCustomId({ kind: 'reminder-form' }) ?? '',
    title: 'New reminder',
    components: [
      label('When', 'Once or repeatedly', {
        ...text('when', maxWhen, draft?.when),
        placeholder: 'tomorrow 9am, in 2h, every weekday at 09:00',
      }),
      label('What', undefined, {
        ...text('what', maxWhat, draft?.what),
        style: TextInputStyle.Paragraph,
        placeholder: 'look at the bad queue',
      }),
      ...(inServer ? targets : []),
      label('Time zone', undefined, { ...text('zone', maxZone, draft?.zone), required: false, placeholder: zone }),
    ],
  };
}

/** The form that asks until when a reminder is snoozed. */
export function snoozeForm(delivery: string, reminder: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: formatCustomId({ kind: 'snooze-form', delivery, reminder }) ?? '',
    title: 'Snooze',
    components: [
      label('Until when', undefined, { ...text('when', maxWhen), placeholder: 'in 3h, tomorrow 14:00, friday 8am' }),
    ],
  };
}

/** Reads a form that was sent. Fields that are not there are empty. */
export function readReminderForm({ data }: Pick<APIModalSubmitInteraction, 'data'>): ReminderFields {
  const fields = new Map(
    data.components
      .flatMap((row) => ('component' in row ? [row.component] : 'components' in row ? row.components : []))
      .flatMap((field) => ('custom_id' in field ? [[field.custom_id, field] as const] : [])),
  );
  const written = (name: string) => {
    const field = fields.get(name);
    return field !== undefined && 'value' in field && typeof field.value === 'string' ? field.value.trim() : '';
  };
  const picked = (name: string) => {
    const field = fields.get(name);
    return field !== undefined && 'values' in field ? field.values[0] : undefined;
  };
  const channel = picked('channel');
  const person = picked('person');
  const { channels = {}, users = {} } = data.resolved ?? {};
  return {
    when: written('when'),
    what: written('what'),
    zone: written('zone'),
    ...(channel === undefined ? {} : { channel: reference('channel', channel, '#', channels[channel]?.name) }),
    ...(person === undefined ? {} : { person: reference('person', person, '@', users[person]?.username) }),
  };
}

/** The forms people fill in, and what they wrote into one that could not be used, by team and person. */
export interface ReminderForms {
  /** The form, with what the same person wrote before. */
  open(
    asker: FormAsker,
    options: Pick<ReminderFormOptions, 'zone' | 'inServer'>,
  ): APIModalInteractionResponseCallbackData;
  /**
   * Shows a refusal to somebody who filled in a form rather than typed a line, and keeps what was written for the next
   * time the form is opened.
   */
  revise(asker: FormAsker, fields: ReminderFields, reply: Reply): Reply;
}

type FormAsker = Pick<Request, 'team' | 'actor'>;

/** Limits of the forms that are kept because they were filled in wrongly. */
const draftMs = 60 * 60_000;
const mostDrafts = 300;

export function createReminderForms(now: () => Date): ReminderForms {
  const drafts = createExpiringMap<ReminderFields>({ maxAgeMs: draftMs, maxEntries: mostDrafts, now });
  const draftKey = ({ team, actor }: FormAsker) => `${team} ${actor.id}`;
  return {
    open: (asker, options) => reminderForm({ ...options, draft: drafts.get(draftKey(asker)) }),
    revise(asker, fields, reply) {
      if (reply.outcome === 'answered') {
        drafts.delete(draftKey(asker));
        return reply;
      }
      drafts.set(draftKey(asker), fields);
      return { ...reply, answer: { ...reply.answer, sections: toPutRight(reply, fields) } };
    },
  };
}

/** The call a form asks for, and the channel or person in it. */
export function reminderCall({ when, what, zone, channel, person }: ReminderFields) {
  const target = person ?? channel;
  const values = {
    // The text is known to be text, whatever times it speaks of.
    line: `${when} ${what === '' ? '' : (inQuotationMarks(what) ?? what)}`.trim(),
    ...(zone === '' ? {} : { zone }),
    ...(target === undefined ? {} : { to: target.shown }),
  };
  const call = { kind: 'call', path: ['remind', 'add'], values } as const;
  return { call, references: target === undefined ? [] : [target] };
}

/** The answer to a form that names two places. */
export const onePlaceOnly: Reply = {
  command: 'remind add',
  outcome: 'usage',
  answer: {
    title: 'Not understood',
    lead: 'A reminder goes to a channel or to a person, not to both.',
    sections: [{ kind: 'note', tone: 'info', text: 'Leave one of the two empty.' }],
    sources: [],
  },
};

/** Advice for who fills in a form rather than types a line, and all that was written. */
function toPutRight({ answer }: Reply, fields: ReminderFields): Section[] {
  const advice = answer.sections.map((section): Section => {
    const isLine = section.kind === 'note' && /`[^`]*remind add /.test(section.text);
    return isLine
      ? { ...section, text: 'Fill in When like `in 2h`, `tomorrow 9am` or `every weekday at 09:00`.' }
      : section;
  });
  const again = 'New reminder opens the form again, with what you wrote still in it.';
  return [...advice, asWritten(fields), { kind: 'note', tone: 'info', text: again }];
}

function asWritten({ when, what, zone, channel, person }: ReminderFields): Section {
  const lines = [
    ['When', when],
    ['What', what],
    ['Channel', channel?.shown ?? ''],
    ['Person', person?.shown ?? ''],
    ['Time zone', zone],
  ].flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  return { kind: 'code', title: 'You wrote', text: lines.join('\n') };
}

function reference(kind: Reference['kind'], id: string, mark: string, name: string | null | undefined): Reference {
  return { kind, id, shown: `${mark}${nameAsWord(name ?? '') || id}` };
}

function text(name: string, longest: number, value = '') {
  const field = {
    type: ComponentType.TextInput,
    custom_id: name,
    style: TextInputStyle.Short,
    max_length: longest,
  } as const;
  return value === '' ? field : { ...field, value };
}

function label(
  title: string,
  description: string | undefined,
  component: APILabelComponent['component'],
): APILabelComponent {
  return { type: ComponentType.Label, label: title, component, ...(description === undefined ? {} : { description }) };
}
