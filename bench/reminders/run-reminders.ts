import type { SectionResult } from '../measure/result.ts';
import { openPlaces } from './places.ts';
import { runAdd } from './run-add.ts';
import { runDue } from './run-due.ts';
import { runIdle } from './run-idle.ts';
import { runMany } from './run-many.ts';

/** Many stored reminders, one more, none due, and many due at once, beside schedulers that others wrote. */
export async function runReminders(): Promise<SectionResult> {
  const places = await openPlaces();
  try {
    const many = await runMany(places);
    const parts = [many, await runAdd(places, many.full), await runIdle(places), await runDue(places)];
    return {
      title: 'reminders: stored, added, idle and due',
      rows: parts.flatMap(({ rows }) => rows),
      aims: parts.flatMap(({ aims }) => aims),
      notes: [
        'Recurring reminders with 30 distinct rules; what is due at once is due one time.',
        '* The figure of fewer, multiplied: 10,000 on PostgreSQL, 30,000 by node-cron, 2,000 by node-schedule.',
        'In use: 20 teams have read their 450 reminders. Below zero: less than two starts differ by.',
        'The post is a function in the process: up to 20 due in one channel at one instant are one post.',
        ...(places.missing === undefined ? [] : [`PostgreSQL left out: ${places.missing}.`]),
      ],
    };
  } finally {
    await places.close();
  }
}
