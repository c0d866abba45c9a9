import { z } from 'zod';
import type { DeclineReason } from '../src/ask/ask.ts';
import type { UnmetCount } from '../src/ask/unmet/unmet.ts';
import { argument, quote, UserError } from '../src/bot/bot.ts';
import { defineCommand } from './services.ts';
import { count } from './vocabulary/phrases.ts';

const dayMs = 86_400_000;
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
  summary: 'What was asked here and not answered, or not as it was meant',
  access: 'administrator',
  membersMayChange: true,
  examples: ['unanswered', 'unanswered since 7d', 'unanswered since 2026-11-01'],
  arguments: z.object({
    since: argument(z.string().max(20).default('30d'), {
      written: 'keyword',
      description: 'A day, or days or weeks back: 2026-11-01, 7d, 4w',
      placeholder: 'DAY',
    }),
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
          : `${count(total, 'question')} since ${day} found nothing, or not what was meant.`,
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
  const why = unmet.why === 'not-meant' ? `meant ${words(unmet.wanted)}` : reasons[unmet.why];
  return [shown === undefined ? 'nothing near' : words(shown), String(times), why, lastAt.toISOString().slice(0, 10)];
}

/** `service:imap` as words. */
function words(key: string): string {
  return key.replace(':', ' ');
}

function readSince(text: string, now: Date): Date {
  const back = /^(\d{1,3})\s*(d|w)(?:ays?|eeks?)?$/i.exec(text);
  if (back !== null) {
    const days = Number(back[1]) * (back[2]?.toLowerCase() === 'w' ? 7 : 1);
    return new Date(now.getTime() - days * dayMs);
  }
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day !== undefined && !Number.isNaN(day.getTime())) return day;
  throw new UserError({
    code: 'bad-day',
    message: `${quote(text)} is no day.`,
    remedy: 'Write a day as `2026-11-01`, or how far back: `7d`, `4w`.',
  });
}
