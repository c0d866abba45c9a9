import type { Audience } from '../../src/chat/chat.ts';
import type { Call as LineCall, LineFault } from './chat-platform.ts';

/** A message there: text, and buttons that carry a value of the bot's. */
export interface ToyMessage {
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly value: string }[];
}

/** A message that was sent. */
export interface ToyPost extends ToyMessage {
  readonly id: string;
  readonly seenBy: Audience;
  readonly at: Date;
  /** A note of the bot's own that nobody sees. */
  readonly delivery?: string | undefined;
}

/** What the server tells a bot. */
export type ToyEvent =
  | { readonly kind: 'command' | 'mention'; readonly id: string; readonly by: string; readonly text: string }
  | { readonly kind: 'press'; readonly id: string; readonly by: string; readonly post: string; readonly value: string };

/** Why a call failed. */
export class ToyError extends Error {
  override readonly name = 'ToyError';
  readonly reason: 'no-answer' | 'too-many' | 'refused' | 'too-long';

  constructor(reason: ToyError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

type Call = LineCall | 'answer';

/** The smallest chat there can be: one channel, in memory. Its bot makes calls; its people send events. */
export interface ToyServer {
  readonly posts: readonly ToyPost[];
  /** What a bot calls. `event` is the event the call responds to. */
  send(call: 'answer' | 'share' | 'post', message: Omit<ToyPost, 'id' | 'at'>, event?: string): Promise<string>;
  edit(id: string, message: ToyMessage, event?: string): Promise<void>;
  history(from: Date, to: Date): Promise<readonly ToyPost[]>;
  acknowledge(event: string): Promise<void>;
  /** Events go to the bot that connected last. */
  connect(listen: (event: ToyEvent) => void): () => void;
  /** Resolves once the bot has shown that it heard the event. */
  emit(event: ToyEvent): Promise<void>;
  plan(call: Call, ...faults: readonly (LineFault | 'too-long')[]): void;
}

/** Starts it. */
export function createToyServer(): ToyServer {
  const posts: ToyPost[] = [];
  const planned = new Map<Call, (LineFault | 'too-long')[]>();
  const waiting = new Map<string, () => void>();
  let listener: (event: ToyEvent) => void = () => {};

  const make = async <Result>(call: Call, act: () => Result, event = ''): Promise<Result> => {
    const fault = planned.get(call)?.shift();
    if (fault === 'refused' || fault === 'too-many' || fault === 'too-long') throw new ToyError(fault);
    if (fault === 'never-arrives') throw new ToyError('no-answer');
    const result = act();
    waiting.get(event)?.();
    if (fault === 'reply-lost') throw new ToyError('no-answer');
    return result;
  };
  return {
    posts,
    send: (call, { text, buttons, seenBy, delivery }, event) =>
      make(
        call,
        () => {
          const id = `m${posts.length + 1}`;
          posts.push({ id, text, buttons, seenBy, delivery, at: new Date() });
          return id;
        },
        event,
      ),
    edit: (id, { text, buttons }, event) =>
      make(
        event === undefined ? 'edit' : 'update',
        () => {
          const index = posts.findIndex((post) => post.id === id);
          posts[index] = { ...(posts[index] as ToyPost), text, buttons };
        },
        event,
      ),
    history: (from, to) => make('history', () => posts.filter(({ at }) => at >= from && at <= to)),
    acknowledge: (event) => make('announce', () => {}, event),
    connect(listen) {
      listener = listen;
      return () => {
        if (listener === listen) listener = () => {};
      };
    },
    emit(event) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(event.id, resolve);
      listener(event);
      return promise;
    },
    plan: (call, ...faults) => void planned.set(call, [...faults]),
  };
}
