import type { QuestionLog, Unmet, UnmetCount } from '../ask/unmet/unmet.ts';
import type { TeamKey } from '../bot/bot.ts';
import type { StorageContext } from './storage-context.ts';

/** Texts shown with one kind of question. */
const textsOfEach = 5;

/** Questions without an answer, stored. */
export function createQuestionLog(context: StorageContext): QuestionLog {
  const { db, now, limits } = context;
  return {
    async add(team, unmet, text) {
      const last_at = (await now()).getTime();
      const { why, entry, wanted } = columnsOf(unmet);
      const day = dayOf(new Date(last_at));
      await db
        .insertInto('question_counts')
        .values({ team, day, why, entry, wanted, count: 1, last_at })
        .onConflict((conflict) =>
          conflict
            .columns(['team', 'day', 'why', 'entry', 'wanted'])
            .doUpdateSet((row) => ({ count: row('question_counts.count', '+', 1), last_at })),
        )
        .execute();
      if (text === undefined) return;
      await db
        .insertInto('question_texts')
        .values({ team, why, entry, text, count: 1, last_at })
        .onConflict((conflict) =>
          conflict
            .columns(['team', 'why', 'entry', 'text'])
            .doUpdateSet((row) => ({ count: row('question_texts.count', '+', 1), last_at })),
        )
        .execute();
      await dropOldest(context, team, limits.questionTextsPerTeam);
    },
    async list(team, since, limit) {
      const rows = await db
        .selectFrom('question_counts')
        .select(['why', 'entry', 'wanted'])
        .select(({ fn }) => [fn.sum<number | string>('count').as('times'), fn.max('last_at').as('last')])
        .$if(team !== undefined, (query) => query.where('team', '=', team ?? ''))
        .where('day', '>=', dayOf(since))
        .groupBy(['why', 'entry', 'wanted'])
        .orderBy('times', 'desc')
        .orderBy('last', 'desc')
        .limit(limit)
        .execute();
      if (rows.length === 0) return [];
      const texts = await db
        .selectFrom('question_texts')
        .select(['why', 'entry', 'text'])
        .select(({ fn }) => [fn.sum<number | string>('count').as('times'), fn.max('last_at').as('last')])
        .$if(team !== undefined, (query) => query.where('team', '=', team ?? ''))
        .where('last_at', '>=', Date.parse(`${dayOf(since)}T00:00:00Z`))
        .groupBy(['why', 'entry', 'text'])
        .orderBy('times', 'desc')
        .orderBy('last', 'desc')
        .execute();
      return rows.map(({ why, entry, wanted, times, last }): UnmetCount => {
        const typed = texts.filter((text) => text.why === why && text.entry === entry);
        return {
          unmet: unmetOf(why, entry, wanted),
          count: Number(times),
          lastAt: new Date(last),
          texts: typed.slice(0, textsOfEach).map(({ text, times: count }) => ({ text, count: Number(count) })),
        };
      });
    },
    async forgetTexts() {
      await db.deleteFrom('question_texts').execute();
    },
  };
}

/** Keeps the latest texts of a team, up to its limit. */
async function dropOldest({ db }: StorageContext, team: TeamKey, keep: number): Promise<void> {
  const beyond = await db
    .selectFrom('question_texts')
    .select('last_at')
    .where('team', '=', team)
    .orderBy('last_at', 'desc')
    .offset(keep)
    .limit(1)
    .executeTakeFirst();
  if (beyond === undefined) return;
  await db.deleteFrom('question_texts').where('team', '=', team).where('last_at', '<=', beyond.last_at).execute();
}

/** Nothing is the empty text, since a key has no room for null. */
function columnsOf(unmet: Unmet): { readonly why: string; readonly entry: string; readonly wanted: string } {
  return unmet.why === 'not-meant'
    ? { why: unmet.why, entry: unmet.shown ?? '', wanted: unmet.wanted }
    : { why: unmet.why, entry: unmet.nearest ?? '', wanted: '' };
}

function unmetOf(why: string, entry: string, wanted: string): Unmet {
  const key = entry === '' ? undefined : entry;
  return (why === 'not-meant' ? { why, shown: key, wanted } : { why, nearest: key }) as Unmet;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
