import type { ReminderState } from '../../src/reminders/reminders.ts';
import type { InstantWriter } from '../vocabulary/dates.ts';
import type { PeopleWriter } from '../vocabulary/phrases.ts';

/** How a reminder is, in few words: a table cell. */
export function stateInWords(
  state: ReminderState,
  zone: string,
  { show }: InstantWriter,
  name: PeopleWriter['name'],
): string {
  const beside = [
    ...('snoozedUntil' in state && state.snoozedUntil !== undefined
      ? [`snoozed until ${show(state.snoozedUntil, zone)}`]
      : []),
    ...('openSince' in state && state.openSince !== undefined
      ? [`the one sent ${show(state.openSince, zone)} is not yet done`]
      : []),
  ];
  return [alone(), ...beside].join('; ');

  function alone(): string {
    switch (state.kind) {
      case 'next':
        return show(state.at, zone);
      case 'due':
        return `due since ${show(state.at, zone)}${state.next === undefined ? '' : `; next ${show(state.next, zone)}`}`;
      case 'sent':
        return `sent ${show(state.at, zone)}, not yet done`;
      case 'snoozed':
        return `snoozed until ${show(state.until, zone)}`;
      case 'ambiguous':
        return `the post of ${show(state.at, zone)} may have arrived; I can’t tell`;
      case 'dead':
        return `I gave up on the post of ${show(state.at, zone)}`;
      case 'over':
        return state.by === undefined || state.at === undefined
          ? 'over'
          : `done by ${name(state.by)} ${show(state.at, zone)}`;
      default:
        return state.kind;
    }
  }
}

/** The same as a sentence about the reminder; nothing where its next time says it all. */
export function stateSentence(
  state: ReminderState,
  zone: string,
  writer: InstantWriter,
  name: PeopleWriter['name'],
): string | undefined {
  const words = stateInWords(state, zone, writer, name);
  switch (state.kind) {
    case 'next':
      return state.openSince === undefined && state.snoozedUntil === undefined ? undefined : `Next ${words}.`;
    case 'due':
      return `It is ${words.replace(/^[^;]*/, '$&, and not posted yet')}.`;
    case 'sent':
      return `It was ${words.replace(', not yet', ' and is not yet')}.`;
    case 'ambiguous':
      return `${words.replace('the post', 'The post')}.`;
    case 'dead':
      return `${words}.`;
    case 'over':
      return state.by === undefined ? 'It is over.' : `It is over: ${words}.`;
    default:
      return `It is ${words}.`;
  }
}
