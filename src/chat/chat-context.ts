import type { Actor, Inspected, Logger, Reply, Request, RunControls, TeamKey, UserError } from '../bot/bot.ts';
import type { Coordination, DeliveryService } from '../reminders/reminders.ts';
import type { StartTimer } from '../time/time.ts';
import type { FindActor } from './actors.ts';
import type { AnswerKey, ChatAdapter } from './adapter.ts';
import type { ExpiringMap } from './expiring-map.ts';

/** The parts that answering an event needs, for this folder only. */
export interface ChatContext<Message> {
  readonly adapter: ChatAdapter<never, Message>;
  /** Runs a command for whom the platform says its actor is. */
  readonly dispatch: (request: Request, controls?: RunControls) => Promise<Reply>;
  /** Counts a request or a press; the refusal, where it is one too many. */
  readonly count: (request: Request) => UserError | undefined;
  /** The same for completions, which come with every key. */
  readonly countCompletion: (request: Request) => UserError | undefined;
  readonly findActor: FindActor;
  readonly inspect: (input: Request['input']) => Inspected;
  readonly deliveries: DeliveryService | undefined;
  readonly coordination: Pick<Coordination, 'firstTime' | 'forgetEvent'>;
  readonly startTimer: StartTimer;
  /** The commands that run here and have said how far they are, by the id of their request. */
  readonly running: Map<string, RunningCommand>;
  /** Answers given lately that cannot be made again, by the id of their request. */
  readonly recent: ExpiringMap<Reply>;
  readonly kept: KeptAnswers | undefined;
  readonly logger: Logger;
}

/**
 * Answers that cannot be made again, such as those of commands that changed something, by the id of their request: so
 * that Share works after a restart and on any replica. Storage implements it and forgets them after a day.
 */
export interface KeptAnswers {
  /** Keeps one. An answer that is too large to keep is passed over. */
  keepAnswer(team: TeamKey, requestId: string, reply: Reply): Promise<void>;
  findAnswer(team: TeamKey, requestId: string): Promise<Reply | undefined>;
}

/** A command that runs and has said how far it is. */
export interface RunningCommand {
  readonly team: TeamKey;
  readonly by: Actor;
  stop(): void;
  /** The message with the Stop button stays as it is when the answer comes. */
  stays: boolean;
}

/** Keeps an answer beyond this process. Where that fails it is still in memory, and the log says so. */
export async function keepAnswer<Message>(
  { kept, logger, adapter }: ChatContext<Message>,
  { team, id }: Request,
  reply: Reply,
): Promise<void> {
  try {
    await kept?.keepAnswer(team, id, reply);
  } catch (err) {
    logger.warn({ platform: adapter.platform, request: id, err }, 'An answer cannot be shared after a restart');
  }
}

/**
 * The answer a button speaks of: made anew from its line with the presser's rights, else from memory, else from the store.
 * Nothing where it is no longer known. What changes something is never run again.
 */
export async function findAnswer<Message>(
  { dispatch, inspect, recent, kept }: ChatContext<Message>,
  team: TeamKey,
  key: AnswerKey,
  requestLine: (line: string) => Request,
): Promise<Reply | undefined> {
  if (key.by === 'request') return recent.get(recentKey(team, key.id)) ?? kept?.findAnswer(team, key.id);
  const request = requestLine(key.line);
  return inspect(request.input).changes ? undefined : dispatch(request);
}

/** In memory, too, an answer belongs to its team: an id alone must not show it to another one. */
export function recentKey(team: TeamKey, requestId: string): string {
  return `${team} ${requestId}`;
}
