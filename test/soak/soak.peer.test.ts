import { describe, expect, it } from 'vitest';
import { localSlackMissing } from '../peers/start-local-slack.ts';
import { runRolling } from './rolling.ts';
import { growthOf, runSoak } from './soak.ts';

/*
 * Small runs of what `npm run soak` and `npm run rolling-restart` do for longer. Whether the memory stays flat takes the two
 * hours of the large one.
 */

/** Both wait for a whole program again and again. */
const longest = { timeout: 600_000 };

describe('a few minutes of everything', () => {
  it.skipIf(localSlackMissing !== undefined)(
    'lose nothing, double nothing, and end nothing by surprise',
    longest,
    async () => {
      const { commands, reminders, reconnects, faults, ...found } = await runSoak({
        minutes: 9,
        factor: 6,
        seed: 21,
        tell: () => {},
      });
      expect(found).toMatchObject({ unanswered: [], lost: [], doubled: [], unhandled: [], exitStatus: 0 });
      expect({ commands, reminders, reconnects, faults }).toEqual({
        commands: 55,
        reminders: 18,
        reconnects: 1,
        faults: 8,
      });
    },
  );

  it('are told to grow where they do', () => {
    const hold = (heapUsed: number) => ({ rss: 2 * heapUsed, heapUsed, external: 0 });
    const of = ({ heapUsed }: { heapUsed: number }) => heapUsed;
    expect(growthOf([90, 100, 100, 100, 100, 104, 104, 104].map(hold), of)).toBeCloseTo(0.04);
    expect(
      growthOf(
        Array.from({ length: 12 }, (_, index) => hold(100 + 2 * index)),
        of,
      ),
    ).toBeGreaterThan(0.05);
    expect(growthOf([1, 2, 3].map(hold), of)).toBeUndefined();
  });
});

describe('three replicas that are restarted one after the other', () => {
  it.skipIf(localSlackMissing !== undefined)(
    'answer every command, and post every reminder once',
    longest,
    async (context) => {
      const report = await runRolling({ replicas: 3, rounds: 1, tell: () => {} });
      context.skip(report === undefined, 'there is no PostgreSQL here');
      expect(report).toMatchObject({ restarts: 3, unanswered: [], lost: [], doubled: [], badExits: [] });
      expect(report?.commands).toBeGreaterThan(10);
    },
  );
});
