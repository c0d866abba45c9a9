import type { TeamKey } from '../../src/bot/request.ts';
import type { LedgerStore } from '../../src/reminders/ledger-store.ts';
import { every, once } from '../reminders/fixture.ts';
import type { Owed } from './check-posts.ts';
import type { CrashPlatform } from './crash-options.ts';
import type { Random } from './random.ts';

const channels = 40;
/** Rules that go on through the whole run; everything missed while no bot lived is owed. */
const rulesMs = [2_000, 3_000, 5_000, 7_000];

/** Makes reminders that are due soon, and remembers what is owed. */
export interface Workload {
  /** Makes a handful more. A reminder counts only once the store has said that it is kept. */
  add(): Promise<void>;
  /** Everything owed up to an instant. */
  owedUntil(end: Date): readonly Owed[];
  readonly reminders: () => number;
}

/** Teams and channels by number. Discord's are numbers too, as its client takes them apart. */
const places = {
  slack: {
    team: (number: number): TeamKey => `slack:T${number}`,
    channel: (number: number) => `C${number}`,
  },
  discord: {
    team: (number: number): TeamKey => `discord:${800_000_000_000_000_000n + BigInt(number)}`,
    channel: (number: number) => String(900_000_000_000_000_000n + BigInt(number)),
  },
} as const;

/** Starts with a few recurring reminders. */
export async function createWorkload(store: LedgerStore, random: Random, platform: CrashPlatform): Promise<Workload> {
  const { team: teamOf, channel } = places[platform];
  const oneOffs: Owed[] = [];
  const recurring: { readonly id: string; readonly everyMs: number; readonly first: Date }[] = [];
  const team = teamOf(1);
  for (const [index, everyMs] of rulesMs.entries()) {
    const target = { kind: 'channel', id: channel(channels + 1 + index) } as const;
    const result = await store.create(every(everyMs, { team, target, catchUp: 'all' }));
    if (result.kind !== 'created' || result.reminder.nextDueAt === undefined)
      throw new Error('the store made no reminder');
    recurring.push({ id: result.reminder.id, everyMs, first: result.reminder.nextDueAt });
  }
  return {
    async add() {
      const now = await store.now();
      for (let count = random.between(2, 6); count > 0; count -= 1) {
        // Rounded, so that some are due in one channel at one instant.
        const at = new Date(Math.ceil((now.getTime() + random.between(100, 4_000)) / 250) * 250);
        const target = { kind: 'channel', id: channel(random.between(1, channels)) } as const;
        // A team of its own every hundred or so, since a team has a limit.
        const team = teamOf(2 + Math.floor(oneOffs.length / 100));
        const result = await store.create(once(at, { team, target }));
        if (result.kind !== 'created') throw new Error('a team reached its limit');
        const { id } = result.reminder;
        oneOffs.push({ key: `${team} ${id} scheduled ${at.getTime()}`, scheduledFor: at });
      }
    },
    owedUntil(end) {
      const owed = oneOffs.filter(({ scheduledFor }) => scheduledFor <= end);
      for (const { id, everyMs, first } of recurring) {
        for (let at = first.getTime(); at <= end.getTime(); at += everyMs) {
          owed.push({ key: `${team} ${id} scheduled ${at}`, scheduledFor: new Date(at) });
        }
      }
      return owed;
    },
    reminders: () => oneOffs.length + recurring.length,
  };
}
