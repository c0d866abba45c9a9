import type { Actor, Inspected, Logger, Reply, Request, RunControls, TeamKey, UserError } from '../bot/bot.ts';
import type { Coordination, DeliveryService } from '../reminders/reminders.ts';
import type { StartTimer } from '../time/time.ts';
import type { FindActor } from './actors.ts';
import type { ChatAdapter } from './adapter.ts';
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
