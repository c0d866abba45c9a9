import type { ReminderDraft } from '../../src/reminders/ledger-store.ts';

/** As many as one team is likely to have: under the default limit of 500, so that one more may be added. */
export const remindersPerTeam = 450;

const zones = ['Europe/Berlin', 'America/New_York', 'UTC'];

/** The 30 distinct rules: a time of day once a week, in three zones. None is due in the next day, and so in this run. */
const rules: readonly { readonly cron: string; readonly zone: string }[] = Array.from({ length: 30 }, (_, index) => ({
  cron: `${(index * 7) % 60} ${6 + (index % 14)} * * ${(new Date().getUTCDay() + 2 + (index % 4)) % 7}`,
  zone: zones[index % zones.length] ?? 'UTC',
}));

/** The rule of the reminder with this number. */
export function ruleOf(index: number): { readonly cron: string; readonly zone: string } {
  return rules[index % rules.length] ?? { cron: '0 9 * * *', zone: 'UTC' };
}

/** A recurring reminder as the bot stores it, one of many in many teams. */
export function draftOf(index: number): ReminderDraft {
  return {
    team: `slack:T${Math.floor(index / remindersPerTeam)}`,
    text: `Look at the retry queue and at the bad queue (${index})`,
    schedule: { kind: 'recurring', ...ruleOf(index) },
    target: { kind: 'channel', id: `C${index % 50}` },
    catchUp: 'latest',
    graceMs: 60_000,
    pingsEveryone: false,
    createdBy: 'U01ALICE',
  };
}

/** `count` reminders, from a number on. */
export function draftsFrom(first: number, count: number): ReminderDraft[] {
  return Array.from({ length: count }, (_, index) => draftOf(first + index));
}

/** Reminders that are due once, all at one instant, spread evenly over channels of one team. */
export function draftsDueAt(at: Date, count: number, channels: number): ReminderDraft[] {
  return Array.from({ length: count }, (_, index) => ({
    ...draftOf(0),
    text: `Check number ${index}`,
    schedule: { kind: 'once', at, zone: 'UTC' },
    target: { kind: 'channel', id: `C${index % channels}` },
  }));
}
