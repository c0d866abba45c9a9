import type { ClaimedDelivery, FindResult, Poster, PostResult } from '../../src/reminders/ledger.ts';

/** What the peer does with one post. */
export type Fault = 'none' | 'drop-reply' | 'refuse-429' | 'fail-500' | 'hang' | 'reset' | 'gone' | 'throw';

/** What arrived at the peer. */
export interface SeenPost {
  readonly delivery: string;
  readonly channel: string;
  readonly texts: readonly string[];
  readonly kinds: readonly string[];
  readonly late: boolean;
}

/** A chat in memory. It posts as it is told to, keeps every post, and never forgives a second one. */
export function createStrictPeer(script: Fault[] = []) {
  const posts: SeenPost[] = [];
  const tries: string[] = [];
  let readable = true;
  const finds: FindResult[] = [];
  const accept = (delivery: ClaimedDelivery, late: boolean): PostResult => {
    posts.push({
      delivery: delivery.id,
      channel: delivery.target.id,
      texts: delivery.items.map(({ reminder }) => reminder.text),
      kinds: delivery.items.map(({ occurrence }) => occurrence.kind),
      late,
    });
    return { kind: 'posted', messageId: `m${posts.length}` };
  };
  const poster: Poster = {
    postTimeoutMs: 1_000,
    async post(delivery, { late }) {
      const fault = script.shift() ?? 'none';
      tries.push(fault);
      switch (fault) {
        case 'none':
          return accept(delivery, late);
        case 'drop-reply':
          accept(delivery, late);
          return { kind: 'unknown', reason: 'the connection broke' };
        case 'refuse-429':
          return { kind: 'refused', retryAfterMs: 30_000, reason: 'too many posts' };
        case 'fail-500':
        case 'reset':
          return { kind: 'unknown', reason: `the peer answered ${fault}` };
        case 'hang':
          return new Promise(() => {});
        case 'gone':
          return { kind: 'impossible', reason: 'the channel is gone' };
        case 'throw':
          accept(delivery, late);
          throw new Error('a poster that does not keep its word');
      }
    },
    async find(delivery) {
      const scripted = finds.shift();
      if (scripted !== undefined) return scripted;
      if (!readable) return { kind: 'cannot-tell', reason: 'channels:history is missing' };
      const at = posts.findIndex((post) => post.delivery === delivery.id);
      return at < 0 ? { kind: 'absent' } : { kind: 'found', messageId: `m${at + 1}` };
    },
    check: async () => ({ ok: true }),
  };
  return {
    poster,
    posts,
    tries,
    script,
    finds,
    hideHistory: () => {
      readable = false;
    },
    showHistory: () => {
      readable = true;
    },
  };
}
