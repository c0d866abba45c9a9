import type { PressHow } from '../../../reminders/reminders.ts';

/** The longest id of a button, select or modal (developers/components/reference). */
export const maxCustomIdLength = 100;

/** The request behind a pressed component or a sent form. It is all in the id, so that any replica understands it. */
export type CustomId =
  /** Runs a command line; `index` only keeps the ids of one message apart. */
  | { readonly kind: 'run'; readonly index: number; readonly line: string }
  /** Shows another page of an answer. `key` is a command line, or the id of an answer that is kept in memory. */
  | { readonly kind: 'page'; readonly page: number; readonly key: PageKey }
  /** Posts an answer only its asker sees where everybody sees it. */
  | { readonly kind: 'share'; readonly key: PageKey }
  /** Stops the command of a request. */
  | { readonly kind: 'stop'; readonly requestId: string }
  /** A button below a reminder, or what was picked from its menu. */
  | { readonly kind: 'reminder'; readonly how: PressHow; readonly delivery: string; readonly reminder: string }
  /** Opens the form that asks until when a reminder is snoozed, and that form, sent. */
  | { readonly kind: 'open-snooze' | 'snooze-form'; readonly delivery: string; readonly reminder: string }
  /** Opens the form for a new reminder. */
  | { readonly kind: 'new-reminder' }
  /** The form for a new reminder, sent. */
  | { readonly kind: 'reminder-form' };

/** How an answer is found again. */
export type PageKey =
  | { readonly by: 'line'; readonly line: string }
  /** The id of its request; the answer is held in memory for a while. */
  | { readonly by: 'request'; readonly id: string };

/** The option of a reminder's menu that asks until when. */
export const typedSnooze = 'snooze-typed';

const presses: readonly PressHow[] = ['done', 'snooze-hour', 'snooze-tomorrow', 'snooze-week', 'show'];

/** Writes an id; `undefined` where it would be longer than Discord allows. */
export function formatCustomId(id: CustomId): string | undefined {
  const text = write(id);
  return text.length <= maxCustomIdLength ? text : undefined;
}

/** The id of a reminder's menu, whose options have the ways to press as their values. */
export function formatReminderMenuId(delivery: string, reminder: string): string | undefined {
  const text = `reminder::${delivery}:${reminder}`;
  return text.length <= maxCustomIdLength ? text : undefined;
}

/**
 * Reads an id; `undefined` for one that is not ours, or of another version of the bot.
 *
 * @param picked the value that was picked, where the id is a menu's
 */
export function parseCustomId(text: string, picked?: string): CustomId | undefined {
  const [kind = '', ...others] = text.split(':');
  const [first = ''] = others;
  const rest = others.slice(1).join(':');
  const number = /^\d{1,3}$/.test(first) ? Number(first) : undefined;
  switch (kind) {
    case 'run':
      return number === undefined || rest === '' ? undefined : { kind, index: number, line: rest };
    case 'page': {
      const key = readKey(rest);
      return number === undefined || key === undefined ? undefined : { kind, page: number, key };
    }
    case 'share': {
      const key = readKey(others.join(':'));
      return key === undefined ? undefined : { kind, key };
    }
    case 'stop': {
      const requestId = others.join(':');
      return requestId === '' ? undefined : { kind, requestId };
    }
    case 'reminder': {
      const [of = '', part = ''] = rest.split(':');
      if (first === '' && picked === typedSnooze && of !== '' && part !== '') {
        return { kind: 'open-snooze', delivery: of, reminder: part };
      }
      const how = presses.find((press) => press === (first === '' ? picked : first));
      const [delivery = '', reminder = ''] = rest.split(':');
      return how === undefined || delivery === '' || reminder === '' ? undefined : { kind, how, delivery, reminder };
    }
    case 'snooze-form': {
      const reminder = others.slice(1).join(':');
      return first === '' || reminder === '' ? undefined : { kind, delivery: first, reminder };
    }
    case 'new-reminder':
    case 'reminder-form':
      return { kind };
    default:
      return undefined;
  }
}

function write(id: CustomId): string {
  switch (id.kind) {
    case 'run':
      return `run:${id.index}:${id.line}`;
    case 'page':
      return `page:${id.page}:${writeKey(id.key)}`;
    case 'share':
      return `share:${writeKey(id.key)}`;
    case 'stop':
      return `stop:${id.requestId}`;
    case 'reminder':
      return `reminder:${id.how}:${id.delivery}:${id.reminder}`;
    case 'open-snooze':
    case 'snooze-form':
      return `${id.kind}:${id.delivery}:${id.reminder}`;
    default:
      return id.kind;
  }
}

function writeKey(key: PageKey): string {
  return key.by === 'line' ? `=${key.line}` : `#${key.id}`;
}

function readKey(text: string): PageKey | undefined {
  const value = text.slice(1);
  if (value === '') return undefined;
  if (text.startsWith('=')) return { by: 'line', line: value };
  return text.startsWith('#') ? { by: 'request', id: value } : undefined;
}

/** A component as history returns it, as far as it is read. */
interface Component {
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
}

/**
 * The delivery a message is the post of, by the ids of its buttons and selects; nothing for other messages. A post that
 * was answered keeps its Show button, and with it the id.
 */
export function carriedDelivery(components: readonly unknown[] | undefined): string | undefined {
  for (const { custom_id: text, components: inner, accessory } of (components ?? []) as readonly Component[]) {
    // A menu's id is read as if something had been picked.
    const id = text === undefined ? undefined : parseCustomId(text, 'show');
    if (id?.kind === 'reminder') return id.delivery;
    const deeper = carriedDelivery(inner) ?? carriedDelivery(accessory === undefined ? [] : [accessory]);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
