import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlatformName } from './request.ts';

/** One level of a structured logger: fields first, then one short sentence. */
type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Every part of the program logs through this; pino fits it. Secrets and the texts people type are never logged. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

const trace = new AsyncLocalStorage<Readonly<Record<string, unknown>> | undefined>();

/**
 * Runs work whose every line in the log carries these fields, however deep it is written: `request`, the id of the request
 * that an event became (`Request.id`), or `delivery`, that of a reminder's post. So one id leads from the event to what was
 * posted.
 */
export function traced<Result>(fields: Readonly<Record<string, unknown>>, work: () => Result): Result {
  return trace.run(fields, work);
}

/** Runs work that is nobody's in particular, though somebody set it going: a request that wakes the loop, for one. */
export function untraced<Result>(work: () => Result): Result {
  return trace.run(undefined, work);
}

/** The fields of the work this is part of; for the logger. */
export function currentTrace(): Readonly<Record<string, unknown>> | undefined {
  return trace.getStore();
}

/**
 * Whether requests can arrive; for a socket, whether it is open. `standby`: another process is connected, and this one
 * takes over when that ends.
 */
export type Readiness = boolean | 'standby';

/** `standby`: another process is connected, and this one takes over when that ends. */
export type ConnectionState = 'connected' | 'connecting' | 'standby';

/** Something a platform does not let the bot do. */
export interface Limitation {
  /** A sentence: what is off, and what it needs. */
  readonly message: string;
  /** A sentence: how to grant it. */
  readonly remedy: string;
  /** Reminders or answers suffer; else it is an extra that somebody may have left out on purpose. */
  readonly grave: boolean;
}

/**
 * What an operator's look at one part of the program found. `unknown`: it could not be looked at, so nothing is claimed of
 * it.
 */
export interface Finding {
  /** What was looked at, in a word or three: `Slack's token`. */
  readonly part: string;
  readonly verdict: 'fine' | 'wrong' | 'unknown';
  /** A sentence: what was seen. Never a secret. */
  readonly says: string;
  /** One or two sentences: what to do. */
  readonly remedy?: string;
}

/** A chat platform that has been started. */
export interface RunningPlatform {
  readonly name: PlatformName;
  isReady(): Readiness;
  /** Where the platform's HTTP requests arrive, and what answers them; absent where it needs no listener. */
  readonly http?: {
    /** The exact path, such as `/slack/events`. No two parts of the program may have the same. */
    readonly path: string;
    readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  };
  /** How many events could not be answered since the start, by the code of the failure. For Prometheus. */
  failuresByCode?(): ReadonlyMap<string, number>;
  /** What the platform does not let the bot do, and how to change that; nothing where all is granted. */
  limitations?(): readonly Limitation[];
  /** How the connection is doing, where it can be more than up or down. For Prometheus. */
  connectionState?(): ConnectionState;
  /** Stops taking requests, lets running ones finish for a short while, and closes connections. */
  stop(): Promise<void>;
}
