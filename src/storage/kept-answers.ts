import type { Reply } from '../bot/bot.ts';
import type { KeptAnswers } from '../chat/chat.ts';
import type { StorageContext } from './storage-context.ts';

/** An answer with large files is not worth a row: it is shared from memory, or asked for again. */
const longestReply = 100_000;

/** Answers for their Share buttons; see `retention.ts` for how long. */
export function createKeptAnswers({ db, now }: StorageContext): KeptAnswers {
  return {
    async keepAnswer(team, request, reply) {
      const text = JSON.stringify(reply);
      if (text.length > longestReply) return;
      const kept_at = (await now()).getTime();
      await db
        .insertInto('kept_answers')
        .values({ team, request, reply: text, kept_at })
        .onConflict((conflict) => conflict.columns(['team', 'request']).doUpdateSet({ reply: text, kept_at }))
        .execute();
    },
    async findAnswer(team, request) {
      const row = await db
        .selectFrom('kept_answers')
        .select('reply')
        .where('team', '=', team)
        .where('request', '=', request)
        .executeTakeFirst();
      return row === undefined ? undefined : readReply(row.reply);
    },
  };
}

/** JSON has no dates; an answer's are the instants it shows. */
function readReply(text: string): Reply {
  const reply = JSON.parse(text) as Reply;
  const { instants } = reply.answer;
  if (instants === undefined) return reply;
  const dated = instants.map(({ shown, at }) => ({ shown, at: new Date(at) }));
  return { ...reply, answer: { ...reply.answer, instants: dated } };
}
