import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { nextOccurrence, type Schedule } from '../schedule.ts';
import { readKeptSchedule } from './kept-schedule.ts';
import { type Component, digestTimes, ownPrefix, type Property } from './properties.ts';
import { UnreadableError } from './read-rule.ts';
import { readTimes } from './read-times.ts';
import type { CalendarEntry } from './write-calendar.ts';

/** An entry that was read, and where it stands. */
export interface FoundEntry extends CalendarEntry {
  /** The line of the file at which it begins, from 1. */
  readonly line: number;
  /** What it has and a reminder has not: `a description`. */
  readonly leftOut: readonly string[];
}

/** An entry that was not read. */
export interface UnreadEntry {
  readonly line: number;
  /** Its text, where it has one. */
  readonly text?: string;
  /** The rest of a sentence about it: `it lasts all day`. */
  readonly reason: string;
}

export interface FoundCalendar {
  readonly entries: readonly FoundEntry[];
  readonly unread: readonly UnreadEntry[];
}

const mostEntries = 1_000;
const longestText = 1_500;

/**
 * Reads the events of a calendar (RFC 5545) as reminders. Whatever cannot be one is named, with its line. Entries that this
 * bot wrote, and whose times nobody has changed since, are exactly what they were. Works in slices.
 *
 * @param zone of times that name none
 */
export async function readCalendar(
  text: string,
  { zone, now }: { readonly zone: string; readonly now: Date },
): Promise<FoundCalendar> {
  const { default: ical } = await import('ical.js');
  const { blocks, unread } = findBlocks(text);
  const problems: UnreadEntry[] = [...unread];
  const events: Event[] = [];
  for (const [index, { line, content }] of blocks.entries()) {
    if (index % 10 === 9) await setImmediate();
    if (index >= mostEntries) {
      problems.push({
        line,
        reason: `it and everything below it come after the first ${mostEntries} events, the most I read at once`,
      });
      break;
    }
    try {
      const calendar = ical.parse(`BEGIN:VCALENDAR\r\n${content}\r\nEND:VCALENDAR`) as Component;
      const [component] = calendar[2];
      if (component !== undefined) events.push({ line, properties: component[1], components: component[2] });
    } catch (error) {
      const said = error instanceof Error ? error.message : 'it is broken';
      problems.push({ line, ...textIn(content), reason: `it isn’t an iCalendar file: ${said.slice(0, 120)}` });
    }
  }
  const entries: FoundEntry[] = [];
  const first = new Set<string>();
  for (const [index, group] of groupParts(events).entries()) {
    if (index % 10 === 9) await setImmediate();
    for (const read of readGroup(group, { zone, now })) {
      if ('reason' in read) problems.push(read);
      else if (first.has(read.uid))
        problems.push({ line: read.line, text: read.text, reason: 'an earlier event has the same UID' });
      else {
        first.add(read.uid);
        entries.push(read);
      }
    }
  }
  return { entries, unread: problems.sort((one, other) => one.line - other.line) };
}

interface Event {
  readonly line: number;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
}

/** Events by their lines, so that one that is broken spoils no other; and what is no event. */
function findBlocks(text: string) {
  const blocks: { readonly line: number; readonly content: string }[] = [];
  const unread: UnreadEntry[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  let open: { readonly line: number; readonly name: string; readonly lines: string[] } | undefined;
  for (const [index, each] of lines.entries()) {
    const [, edge, name = ''] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(each) ?? [];
    const isOurs = name.toUpperCase() !== 'VCALENDAR' && name !== '';
    if (open === undefined) {
      if (edge?.toUpperCase() === 'BEGIN' && isOurs)
        open = { line: index + 1, name: name.toUpperCase(), lines: [each] };
      continue;
    }
    open.lines.push(each);
    if (edge?.toUpperCase() !== 'END' || name.toUpperCase() !== open.name) continue;
    const content = open.lines.join('\r\n');
    if (open.name === 'VEVENT') blocks.push({ line: open.line, content });
    else if (open.name !== 'VTIMEZONE') {
      const kind =
        { VTODO: 'a task', VJOURNAL: 'a journal entry', VFREEBUSY: 'a list of busy times' }[open.name] ?? open.name;
      unread.push({ line: open.line, ...textIn(content), reason: `it is ${kind} and not an event` });
    }
    open = undefined;
  }
  if (open !== undefined)
    unread.push({ line: open.line, ...textIn(open.lines.join('\n')), reason: 'its end is missing' });
  return { blocks, unread };
}

function textIn(content: string): { text?: string } {
  const text = /^SUMMARY(?:;[^:\r\n]*)?:(.*)$/im.exec(content)?.[1]?.trim();
  return text === undefined || text === '' ? {} : { text };
}

/** Further events of one reminder go with the first. */
function groupParts(events: readonly Event[]): Event[][] {
  const groups: Event[][] = [];
  const byUid = new Map<string, Event[]>();
  for (const event of events) {
    const base = ownOf(event)['part-of'];
    const group = base === undefined ? undefined : byUid.get(base);
    if (group !== undefined) {
      group.push(event);
      continue;
    }
    const made = [event];
    groups.push(made);
    const uid = textOf(event, 'uid');
    if (uid !== undefined && !byUid.has(uid)) byUid.set(uid, made);
  }
  return groups;
}

function readGroup(
  group: readonly Event[],
  context: { readonly zone: string; readonly now: Date },
): (FoundEntry | UnreadEntry)[] {
  const [first] = group;
  if (first === undefined) return [];
  const { schedule: kept, times, parts } = ownOf(first);
  const isWhole = parts === String(group.length) && times === digestTimes(group.map(({ properties }) => properties));
  const schedule = isWhole && kept !== undefined ? readKeptSchedule(kept) : undefined;
  if (schedule !== undefined) return [readOne(first, context, schedule)];
  return group.map((event) => readOne(event, context));
}

function readOne(
  event: Event,
  { zone, now }: { readonly zone: string; readonly now: Date },
  kept?: Schedule,
): FoundEntry | UnreadEntry {
  const { line, properties, components } = event;
  const text = textOf(event, 'summary')?.trim() ?? '';
  const named = { line, ...(text === '' ? {} : { text }) };
  try {
    if (text === '') throw new UnreadableError('it has no text');
    if (text.length > longestText) throw new UnreadableError(`its text is longer than ${longestText} characters`);
    if (textOf(event, 'status')?.toUpperCase() === 'CANCELLED') throw new UnreadableError('it is cancelled');
    if (properties.some(([name]) => name === 'recurrence-id'))
      throw new UnreadableError('it moves one time of an event that comes again, and I can’t move a single time');
    const schedule = kept ?? readTimes(properties, zone, now);
    if (nextOccurrence(schedule, now) === undefined) throw new UnreadableError(whyNever(schedule, now));
    const { schedule: _schedule, times: _times, parts: _parts, 'part-of': _part, from, ...own } = ownOf(event);
    const begins = kept === undefined || from === undefined ? Number.NaN : Date.parse(from);
    return {
      line,
      text,
      schedule,
      own,
      ...(Number.isNaN(begins) ? {} : { from: new Date(begins) }),
      uid: textOf(event, 'uid')?.slice(0, 200) || madeUid(properties),
      ...(textOf(event, 'class')?.toUpperCase() === 'PRIVATE' ? { isPrivate: true } : {}),
      leftOut: leftOutOf(properties, components),
    };
  } catch (error) {
    if (error instanceof UnreadableError) return { ...named, reason: error.message };
    // A rule that the calendar arithmetic refuses.
    if (error instanceof RangeError || error instanceof TypeError)
      return { ...named, reason: `I can’t work out when it is: ${error.message.slice(0, 120)}` };
    throw error;
  }
}

function whyNever(schedule: Schedule, now: Date): string {
  const isAhead = schedule.kind === 'once' && schedule.at > now;
  return isAhead ? 'it is further ahead than I can count' : 'it is over';
}

function textOf({ properties }: Event, name: string): string | undefined {
  const value = properties.find(([each]) => each === name)?.[3];
  return typeof value === 'string' ? value : undefined;
}

function ownOf({ properties }: Event): Readonly<Record<string, string>> {
  const own = properties.filter(([name]) => name.startsWith(ownPrefix));
  return Object.fromEntries(own.map(([name, , , value]) => [name.slice(ownPrefix.length), String(value ?? '')]));
}

/** The same event has the same one each time. */
function madeUid(properties: readonly Property[]): string {
  return `${createHash('sha256')
    .update(JSON.stringify(properties.filter(([name]) => name !== 'dtstamp')))
    .digest('hex')
    .slice(0, 24)}@no-uid`;
}

const lost: Readonly<Record<string, string>> = {
  description: 'a description',
  location: 'a place',
  attendee: 'people who take part',
  attach: 'an attachment',
  url: 'a link',
};

function leftOutOf(properties: readonly Property[], components: readonly Component[]): string[] {
  const found = properties.flatMap(([name, , , value]) => (value === '' ? [] : (lost[name] ?? [])));
  const alarms = components.filter(([name]) => name === 'valarm').length > 0 ? ['an alarm of its own'] : [];
  return [...new Set([...found, ...alarms])];
}
