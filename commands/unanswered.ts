import { z } from 'zod';
import type { DeclineReason } from '../src/ask/ask.ts';
import type { UnmetCount } from '../src/ask/unmet/unmet.ts';
import { quote } from '../src/bot/bot.ts';
import { defineCommand } from './services.ts';
import { readSince, sinceArgument } from './vocabulary/dates.ts';
import { count } from './vocabulary/phrases.ts';

/** Slack's message has an end. */
const mostShown = 20;
/** More kinds of question are not counted. */
const mostRead = 1_000;

const reasons: Readonly<Record<DeclineReason, string>> = {
  unknown: 'not known',
  elsewhere: 'not MDaemon',
  act: 'asked me to act',
  secret: 'asked for a secret',
  chat: 'small talk',
  empty: 'nothing to read',
};

/** Lists questions that found nothing, or not what was meant: where the knowledge can grow. */
export const unanswered = defineCommand({
  name: 'unanswered',
  forAdministrators: true,
  summary: 'Questions that went unanswered here',
  access: 'administrator',
  membersMayChange: true,
  examples: ['unanswered', 'unanswered since 7d', 'unanswered since 2026-11-01'],
  arguments: z.object({
    since: sinceArgument,
  }),
  async run({ since }, { request, services }) {
    const from = readSince(since, request.receivedAt);
    // In a terminal the person is the bot's operator, and the questions were asked elsewhere.
    const team = request.team === 'terminal:local' ? undefined : request.team;
    const rows = await services.questions.list(team, from, mostRead);
    const total = rows.reduce((sum, row) => sum + row.count, 0);
    const day = from.toISOString().slice(0, 10);
    const texts = rows.flatMap((row) => row.texts).sort((a, b) => b.count - a.count);
    return {
      title: `Unanswered since ${day}`,
      lead:
        total === 0
          ? `Every question asked here since ${day} was answered.`
          : `${count(total, 'question')} since ${day} got no answer, or the wrong one.`,
      sections: [
        ...(rows.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                ...(rows.length > mostShown ? { title: `The ${mostShown} most frequent of ${rows.length}` } : {}),
                columns: [
                  { header: 'Nearest' },
                  { header: 'Times', align: 'right' as const },
                  { header: 'Why' },
                  { header: 'Last' },
                ],
                rows: rows.slice(0, mostShown).map(rowOf),
              },
            ]),
        ...(texts.length === 0
          ? []
          : [
              {
                kind: 'list' as const,
                title: 'As typed',
                items: texts
                  .slice(0, mostShown)
                  .map((each) => `${quote(each.text, 200)}${each.count > 1 ? `, ${each.count} times` : ''}`),
              },
            ]),
      ],
      sources: [],
    };
  },
});

function rowOf({ unmet, count: times, lastAt }: UnmetCount): string[] {
  const shown = unmet.why === 'not-meant' ? unmet.shown : unmet.nearest;
  const why = unmet.why === 'not-meant' ? `wanted ${words(unmet.wanted)}` : reasons[unmet.why];
  return [shown === undefined ? 'nothing near' : words(shown), String(times), why, lastAt.toISOString().slice(0, 10)];
}

/** `service:imap` as words. */
function words(key: string): string {
  return key.replace(':', ' ');
}
