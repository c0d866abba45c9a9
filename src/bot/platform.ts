import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlatformName } from './request.ts';

/** A chat platform that has been started. */
export interface RunningPlatform {
  readonly name: PlatformName;
  /** True while requests can arrive: for a socket, while it is open. */
  isReady(): boolean;
  /** Answers an HTTP request that belongs to the platform; absent where it needs no listener. */
  readonly requestListener?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Stops taking requests, lets running ones finish for a short while, and closes connections. */
  stop(): Promise<void>;
}
