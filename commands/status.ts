import { z } from 'zod';
import type { TableSection } from '../src/bot/bot.ts';
import type { StatusLine } from '../src/reminders/reminders.ts';
import { defineCommand } from './services.ts';
import { oldKnowledgeSentence } from './vocabulary/versions.ts';

const words: Readonly<Record<string, string>> = {
  true: 'connected',
  false: 'not connected',
  standby: 'connected by another process',
};

/** Shows connections, and deliveries that are pending, late, ambiguous or dead. */
export const status = defineCommand({
  name: 'status',
  summary: 'What is connected; what is pending, late, ambiguous, dead',
  access: 'member',
  examples: ['status'],
  arguments: z.object({}),
  async run(_args, { request, services }) {
    const ledger = await services.reminders.status(request.team);
    const connected = services.connections();
    const lines: [string, StatusLine][] = [
      ['pending', ledger.pending],
      ['late', ledger.late],
      ['ambiguous', ledger.ambiguous],
      ['dead', ledger.dead],
      ['skipped, last 7 days', ledger.skipped],
      ['parked', ledger.parked],
    ];
    const troubles = lines.filter(
      ([name, line]) => name !== 'pending' && !name.startsWith('skipped') && line.count > 0,
    );
    const links = Object.entries(connected).map(([name, up]) => `${name} ${words[String(up)]}`);
    const lead =
      troubles.length === 0 && !Object.values(connected).includes(false)
        ? `All is well: ${[...links, `${ledger.pending.count} pending`].join(', ')}.`
        : `Look at this: ${[...links, ...troubles.map(([name, line]) => `${line.count} ${name}`)].join(', ')}.`;
    const old = oldKnowledgeSentence(services.knowledge.current(), request.receivedAt);
    const ambiguous = ledger.ambiguous.count > 0;
    return {
      title: 'Status',
      lead,
      sections: [
        ...(lines.some(([, line]) => line.count > 0) ? [tableOf(lines)] : []),
        ...(ambiguous
          ? [
              {
                kind: 'note' as const,
                tone: 'warning' as const,
                text: 'Ambiguous: the post may have arrived and the bot may not read the channel to see. Let the bot read the channel, then `remind recheck`. The bot also looks again every hour.',
              },
            ]
          : []),
        ...(old === undefined ? [] : [{ kind: 'note' as const, tone: 'warning' as const, text: old }]),
      ],
      sources: [],
      actions: [
        ...(ambiguous ? [{ label: 'Look again', command: 'remind recheck' }] : []),
        { label: 'All reminders', command: 'remind list' },
      ],
    };
  },
});

/** The counts that aren't zero; the others are left out. */
function tableOf(lines: readonly (readonly [string, StatusLine])[]): TableSection {
  return {
    kind: 'table',
    columns: [{ header: 'Reminders' }, { header: 'Count', align: 'right' }, { header: 'Ids' }],
    rows: lines
      .filter(([, { count }]) => count > 0)
      .map(([name, { count, ids }]) => [name, String(count), ids.map((id) => id.slice(0, 8)).join(' ')]),
  };
}
