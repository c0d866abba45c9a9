import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPlanner } from '../../../src/reminders/planner.ts';
import { openStorage } from '../../../src/storage/storage.ts';

/*
 * Writes a store of today's tables as SQL that both databases take: `node test/storage/upgrades/write-fixture.ts`. Run it
 * before a migration is added; the files of earlier migrations were written by this, run on the code of their time.
 */

const start = Date.parse('2026-11-25T09:00:00Z');
let nowMs = start;
let ids = 0;
const newId = () => {
  ids += 1;
  return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
};
const dayMs = 86_400_000;

/** Each day at the same time: what a calendar says is not what these fixtures are for. */
const nextOccurrence = (schedule: { readonly kind: string; readonly at?: Date }, after: Date) => {
  if (schedule.kind === 'once') return schedule.at !== undefined && schedule.at > after ? schedule.at : undefined;
  return new Date((Math.floor(after.getTime() / dayMs) + 1) * dayMs + 28_800_000);
};

const directory = mkdtempSync(join(tmpdir(), 'fixture-'));
const storage = await openStorage({
  place: { directory },
  planner: createPlanner(nextOccurrence as never),
  now: () => new Date(nowMs),
  newId,
});
const { ledger, teams } = storage;
const team = 'slack:T1' as const;

const once = (text: string, at: number, fields: object = {}) => ({
  team,
  text,
  schedule: { kind: 'once', at: new Date(at), zone: 'UTC' },
  target: { kind: 'channel', id: 'C1' },
  catchUp: 'latest',
  graceMs: 60_000,
  pingsEveryone: false,
  createdBy: 'U1',
  ...fields,
});
const make = async (draft: object) => {
  const made = (await ledger.create(draft as never)) as {
    readonly kind: string;
    readonly reminder: { readonly id: string };
  };
  if (made.kind !== 'created') throw new Error(made.kind);
  return made.reminder.id;
};

await make(once('to come once', start + 30 * dayMs));
await make({ ...once('every day', 0), schedule: { kind: 'recurring', cron: '0 8 * * *', zone: 'Europe/Berlin' } });
await ledger.addDeadline({
  team,
  id: 'renew',
  title: 'Renew the certificate',
  date: '2027-01-31',
  createdBy: 'U1',
} as never);
await make({
  ...once('count down', 0),
  schedule: {
    kind: 'countdown',
    deadline: 'renew',
    date: '2027-01-31',
    daysBefore: [7, 1, 0],
    weeklyOverdue: true,
    time: '09:00',
    zone: 'UTC',
  },
});
const removed = await make(once('removed', start + dayMs));
await ledger.remove(team, removed);

/** One delivery after the other, each as far as it is told. */
const deliver = async (text: string, how: 'posted' | 'ambiguous' | 'impossible' | 'sending', fields: object = {}) => {
  await make(once(text, nowMs + 1_000, { target: { kind: 'channel', id: `C-${text.split(' ')[0]}` }, ...fields }));
  nowMs += 60_000;
  await ledger.materialiseDue(['slack']);
  const claims = await ledger.claim({ limit: 50, owner: 'writer', leaseMs: 15_000, platforms: ['slack'] });
  const isIt = ({ items }: (typeof claims)[number]) => items.some(({ reminder }) => reminder.text === text);
  const claim = claims.find(isIt);
  // What else is due goes on waiting.
  for (const other of claims) if (!isIt(other)) await ledger.release(other);
  if (claim === undefined) throw new Error(`nothing to claim for ${text}`);
  const begun = await ledger.beginSend(claim, 10_000);
  if (typeof begun === 'string') throw new Error(begun);
  if (how === 'posted') await ledger.settle(begun, { kind: 'posted', messageId: '1764061200.000100' });
  else if (how !== 'sending') await ledger.settle(begun, { kind: how, reason: `it is ${how}` });
  return begun;
};
const sent = await deliver('sent and done', 'posted');
const [item] = sent.items;
await ledger.acknowledge({ team, delivery: sent.id, reminder: item?.reminder.id ?? '', how: 'done', by: 'U2' });
// biome-ignore lint/suspicious/noThenProperty: the field is called so
await deliver('escalating', 'posted', { escalation: { afterHours: 4, then: { kind: 'person', id: 'U2' } } });
await deliver('ambiguous', 'ambiguous');
await deliver('dead', 'impossible');
// A notice to its owner waits since.
await deliver('sending when it was killed', 'sending', { target: { kind: 'channel', id: 'C-sending' } });
await make(once('due and not claimed', nowMs + 1_000, { target: { kind: 'channel', id: 'C-due' } }));
nowMs += 5_000;
await ledger.materialiseDue(['slack']);
await teams.saveSettings(team, { zone: 'Europe/Berlin' } as never, { by: 'U1', at: new Date(nowMs) } as never);
await teams.saveProfile(team, { version: '25.0.1' } as never, { by: 'U1', at: new Date(nowMs) } as never);
await storage.close();

const database = new DatabaseSync(join(directory, 'mdaemon-bot.db'));
const table = (name: string) => {
  const found = database.prepare('select name from sqlite_master where type = ? and name = ?').get('table', name);
  return found !== undefined;
};
const others: Readonly<Record<string, readonly (string | number)[]>> = {
  question_counts: [team, '2026-11-25', 'unknown', '', '', 3, start],
  question_texts: [team, 'unknown', '', 'what is the colour of the queue', 3, start],
  kept_answers: [team, 'r1', '{"command":"ports","outcome":"answered"}', start],
  administrators: [team, 'U9', 'U1', start],
  refused_senders: [team, 'U2', 'U3', start],
  counted_messages: [team, 'U1', 'U2', start],
  hosts: [team, 'mail.example.org', 'U1', start],
  own_ports: [team, 'webmail-https', '', 8443, 'U1', start],
};
for (const [name, values] of Object.entries(others)) {
  if (table(name)) database.prepare(`insert into ${name} values (${values.map(() => '?').join(', ')})`).run(...values);
}

const literal = (value: unknown) =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
const lines: string[] = [];
const objects = database
  .prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by rowid")
  .all() as { sql: string }[];
lines.push(...objects.map(({ sql }) => `${sql};`));
const tables = database
  .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid")
  .all() as { name: string }[];
for (const { name } of tables) {
  const rows = database.prepare(`select * from "${name}" order by rowid`).all() as Record<string, unknown>[];
  for (const row of rows) {
    const columns = Object.keys(row).map((column) => `"${column}"`);
    lines.push(`insert into "${name}" (${columns.join(', ')}) values (${Object.values(row).map(literal).join(', ')});`);
  }
}
const [last] = database.prepare('select name from kysely_migration order by name desc limit 1').all() as {
  name: string;
}[];
const path = join(import.meta.dirname, `${last?.name}.sql`);
writeFileSync(path, `${lines.join('\n')}\n`);
database.close();
rmSync(directory, { recursive: true });
process.stdout.write(`${path}\n`);
