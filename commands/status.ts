import { z } from 'zod';
import {
  type Limitation,
  type NoteSection,
  quote,
  type Readiness,
  type Request,
  type TableSection,
} from '../src/bot/bot.ts';
import type { LedgerStatus, StatusLine, StoreReport, ToldReminder } from '../src/reminders/reminders.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand } from './services.ts';
import { type InstantWriter, loadCalendar, writeInstants, zoneOf } from './vocabulary/dates.ts';
import { capitalise, count } from './vocabulary/phrases.ts';
import { oldKnowledgeSentence } from './vocabulary/versions.ts';

/** What was looked at, and what was found. `unknown`: it could not be looked at, so nothing is claimed of it. */
interface Check {
  readonly name: string;
  readonly verdict: 'well' | 'wrong' | 'unknown';
  /** A table cell. */
  readonly cell: string;
  /** A part of the lead; left out where the cell is enough. */
  readonly lead?: string;
  /** What to do about it. */
  readonly note?: string;
}

/** Whether all is well, as far as it can be looked at from here. */
export const status = defineCommand({
  name: 'status',
  summary: 'Connections, overdue and failed reminders, and the store',
  access: 'member',
  examples: ['status'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const { reminders, teams } = services;
    const { team } = request;
    const store = await reminders.checkStore();
    const read = await orReason(() =>
      Promise.all([
        reminders.status(team),
        reminders.overview(team, request.actor),
        reminders.isDelivered(team),
        teams.settings(team).then((settings) => zoneOf(undefined, settings, request)),
        reminders.unknownChannels(team, request.actor),
      ]),
    );
    const writer = writeInstants(await loadCalendar());
    const zone = read.ok ? read.value[3] : request.zone;
    const show = (at: Date) => writer.show(at, zone);
    const checks = [
      ...Object.entries(services.connections()).map(([name, link]) => checkLink(name, link)),
      ...services.limitations().map(checkLimitation),
      checkStore(store, show),
      ...(read.ok
        ? [
            checkDelivery(store, read.value[2], read.value[0], read.value[1]),
            ...checkLedger(seenBy(read.value[1], read.value[0]), whyNone(store, read.value[2]), show),
            checkUpcoming(read.value[1], writer, request),
            ...checkReaders(read.value[4]),
          ]
        : [unread(read.reason)]),
    ];
    const old = oldKnowledgeSentence(services.knowledge.current(), request.receivedAt);
    return {
      title: 'Status',
      lead: leadOf(checks),
      sections: [tableOf(checks), ...notesOf(checks), ...(old === undefined ? [] : [warning(old)])],
      sources: [],
      actions: [
        ...(read.ok && read.value[0].ambiguous.count > 0 ? [{ label: 'Look again', command: 'remind recheck' }] : []),
        { label: 'All reminders', command: 'remind list' },
      ],
      instants: writer.instants,
    };
  },
});

/** The ledger's lines without the ids of reminders that are not for whoever asks. What is counted stays. */
function seenBy(all: readonly ToldReminder[], ledger: LedgerStatus): LedgerStatus {
  const seen = new Set(all.map(({ reminder }) => reminder.id));
  const filter = (line: StatusLine): StatusLine => ({
    ...line,
    reminders: line.reminders.filter((id) => seen.has(id)),
  });
  return Object.fromEntries(
    Object.entries(ledger).map(([name, line]) => [name, filter(line)]),
  ) as unknown as LedgerStatus;
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

async function orReason<Value>(read: () => Promise<Value>): Promise<Read<Value>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A reminder that nobody shows to its reader may be the one they look for. */
function checkReaders(channels: number): Check[] {
  if (channels === 0) return [];
  const where = channels === 1 ? 'one channel' : `${channels} channels`;
  const cell = `those of ${where} are left out: I couldn’t find out whether you may read ${channels === 1 ? 'it' : 'them'}`;
  return [{ name: 'Reminders', verdict: 'unknown', cell, lead: `which reminders there are in ${where}` }];
}

const links: Readonly<Record<string, Pick<Check, 'verdict' | 'cell'>>> = {
  true: { verdict: 'well', cell: 'connected' },
  false: { verdict: 'wrong', cell: 'not connected' },
  standby: { verdict: 'well', cell: 'connected by another process' },
  unknown: { verdict: 'unknown', cell: 'cannot be seen from here' },
};

function checkLink(platform: string, link: Readiness | 'unknown'): Check {
  const name = capitalise(platform);
  const found = links[String(link)] ?? { verdict: 'unknown', cell: 'unknown' };
  if (link === 'unknown') {
    const note = `Only the bot that runs for ${name} knows whether it is connected: ask \`/mdaemon status\` there, or its \`/readyz\`.`;
    return { name, ...found, lead: `whether ${name} is connected`, note };
  }
  return { name, ...found, lead: `${name} ${found.cell}` };
}

function checkLimitation({ message, remedy, grave }: Limitation): Check {
  const note = `${message} ${remedy}`;
  return grave
    ? { name: 'Rights', verdict: 'wrong', cell: message, lead: message.replace(/\.$/, ''), note: remedy }
    : { name: 'Rights', verdict: 'well', cell: message, note };
}

function checkStore({ name, madeAt, problem }: StoreReport, show: (at: Date) => string): Check {
  const age = madeAt === undefined ? '' : `, made ${show(madeAt)}`;
  if (problem === undefined)
    return { name: 'Store', verdict: 'well', cell: `writable${age}`, lead: 'the store is writable' };
  return {
    name: 'Store',
    verdict: 'wrong',
    cell: `not writable since ${show(problem.since)}`,
    lead: `${problem.message.replace(/\.$/, '')} (${name.charAt(0).toLowerCase() + name.slice(1)} has been failing since ${show(problem.since)})`,
  };
}

/** What is not stored cannot be late; but where something waits, somebody has to deliver it. */
function checkDelivery(
  { problem }: StoreReport,
  isDelivered: boolean,
  { pending }: LedgerStatus,
  all: readonly ToldReminder[],
): Check {
  const name = 'Delivery';
  // A process that cannot write can't say that it is there either, and another one would be stuck too.
  if (problem !== undefined) return { name, verdict: 'wrong', cell: 'waits until the store is writable' };
  if (isDelivered) return { name, verdict: 'well', cell: 'a process delivers reminders here' };
  const cell = 'no process delivers reminders here';
  const waits = pending.count > 0 || all.some(({ next }) => next !== undefined);
  return waits
    ? { name, verdict: 'wrong', cell, lead: 'no process delivers the reminders here', note: startIt }
    : { name, verdict: 'well', cell: `${cell}, but none is waiting` };
}

const startIt = 'Start the bot here: `npm start`. It then posts what was missed, as each reminder says.';

/** Why nothing at all is posted; nothing where something is. */
function whyNone({ problem }: StoreReport, isDelivered: boolean): string | undefined {
  if (problem !== undefined) return 'the store is not writable';
  return isDelivered ? undefined : 'no process delivers here';
}

function checkLedger(ledger: LedgerStatus, whyNone: string | undefined, show: (at: Date) => string): Check[] {
  const { pending, late, ambiguous, dead, skipped, parked } = ledger;
  const soon = pending.count - late.count;
  const since = late.since === undefined ? '' : ` since ${show(late.since)}`;
  const reasons = [...(whyNone === undefined ? [] : [whyNone]), ...late.reasons];
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return [
    // What was refused once is well only after it has arrived.
    late.count === 0 && pending.reasons.length > 0
      ? trouble(
          'Due now',
          pending,
          pending.reasons.join('; '),
          `${soon} due and not posted: ${pending.reasons.join('; ')}`,
        )
      : { name: 'Due now', verdict: 'well', cell: String(soon) },
    trouble('Overdue', late, `${late.count}${since}${why}`, `${late.count} overdue${since}${why}`),
    {
      ...trouble('Ambiguous', ambiguous, ambiguous.reasons.join('; ')),
      ...(ambiguous.count === 0 ? {} : { note: ambiguousNote }),
    },
    trouble('Dead', dead, dead.reasons.join('; ')),
    trouble('Parked', parked, parked.reasons.join('; ')),
    {
      name: 'Skipped in 7 days',
      verdict: 'well',
      cell: `${skipped.count}${skipped.count === 0 ? '' : ` (${skipped.reasons.join('; ')})`}${idsOf(skipped)}`,
    },
  ];
}

const ambiguousNote =
  'Ambiguous: the post may have arrived, and the bot isn’t allowed to read the channel to find out. Let the bot read the channel, then use `remind recheck`. The bot also looks again every hour.';

/** A line that has to be empty. */
function trouble(name: string, line: StatusLine, told: string, lead?: string): Check {
  if (line.count === 0) return { name, verdict: 'well', cell: '0' };
  const cell = told.startsWith(String(line.count)) ? told : `${line.count}${told === '' ? '' : `: ${told}`}`;
  return {
    name,
    verdict: 'wrong',
    cell: `${cell}${idsOf(line)}`,
    lead: lead ?? `${line.count} ${name.toLowerCase()}`,
  };
}

const mostIds = 5;

function idsOf({ reminders }: StatusLine): string {
  if (reminders.length === 0) return '';
  const more = reminders.length > mostIds ? ' …' : '';
  return ` · ${reminders.slice(0, mostIds).join(' ')}${more}`;
}

function checkUpcoming(all: readonly ToldReminder[], { show }: InstantWriter, { team }: Request): Check {
  const coming = all.flatMap(({ reminder, next }) => (next === undefined ? [] : [{ reminder, nextDueAt: next }]));
  const [next] = coming.sort((one, other) => one.nextDueAt.getTime() - other.nextDueAt.getTime());
  const name = 'Upcoming';
  // In a chat there may be others, which are not for whoever asks.
  const yours = team.startsWith('terminal:') ? '' : ' that you can see';
  if (next === undefined) return { name, verdict: 'well', cell: '0', lead: `no reminder${yours} is upcoming` };
  const { id, text, schedule } = next.reminder;
  const at = show(next.nextDueAt, schedule.zone);
  return {
    name,
    verdict: 'well',
    cell: `${coming.length}, next ${at}: ${id} ${quote(text, 60)}`,
    lead: `${count(coming.length, 'reminder')} upcoming, next ${at}`,
  };
}

function unread(reason: string): Check {
  return { name: 'Reminders', verdict: 'unknown', cell: reason, lead: 'what is due or overdue' };
}

/** "All is well" claims something of every check, so that one that could not be made takes it away. */
function leadOf(checks: readonly Check[]): string {
  const said = (verdict: Check['verdict']) =>
    checks.filter((check) => check.verdict === verdict).flatMap(({ lead }) => lead ?? []);
  const wrong = said('wrong');
  const unknown = said('unknown');
  const untold = unknown.length === 0 ? '' : ` I cannot tell ${unknown.join(', ')}.`;
  if (wrong.length > 0) return `Look at this: ${wrong.join('; ')}.${untold}`;
  if (unknown.length > 0) return `I cannot tell ${unknown.join(', ')}. The rest is fine: ${said('well').join(', ')}.`;
  return `All is well: ${said('well').join(', ')}.`;
}

const marks = { well: '', wrong: '⚠ ', unknown: '? ' } as const;

function tableOf(checks: readonly Check[]): TableSection {
  // On a phone six lines of nothing hide the one that counts.
  const none = checks.filter(({ cell }) => cell === '0').map(({ name }) => name.toLowerCase());
  const rows = checks
    .filter(({ cell }) => cell !== '0')
    .map(({ name, verdict, cell }) => [name, `${marks[verdict]}${cell}`]);
  return {
    kind: 'table',
    columns: [{ header: 'What' }, { header: 'State' }],
    rows: none.length === 0 ? rows : [...rows, ['The rest', `nothing ${joinWords(none, 'or')}`]],
  };
}

function notesOf(checks: readonly Check[]): NoteSection[] {
  return checks.flatMap(({ note, verdict }) => {
    if (note === undefined) return [];
    return [verdict === 'wrong' ? warning(note) : { kind: 'note' as const, tone: 'info' as const, text: note }];
  });
}

function warning(text: string): NoteSection {
  return { kind: 'note', tone: 'warning', text };
}
