import { keepLink } from '../../../chat/chat.ts';
import { connectFault } from './connect-fault.ts';
import { type Connection, type CreateConnectionOptions, createConnection } from './create-connection.ts';

/** A connection that is replaced by another whenever it is over, until it is told to stop. */
export interface KeptConnection {
  /** Settles with the first try; rejects only with `discord-refused`. */
  readonly firstTry: Promise<void>;
  isReady(): boolean;
  /** Closes the sockets for good. Running answers may still be sent until `close`. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** Connects, and connects again with back-off. Shards that lose their sockets reconnect by themselves before that. */
export function keepConnection(options: CreateConnectionOptions): KeptConnection {
  const { logger, now } = options;
  let connection: Connection | undefined;
  let stopped = false;
  const link = keepLink({
    platform: 'discord',
    label: 'Discord',
    logger,
    now,
    toError: connectFault,
    async open() {
      // One of its shards may still be connected.
      await connection?.close();
      if (stopped) throw new Error('Stopped');
      connection = createConnection(options);
      return connection.open();
    },
  });
  const disconnect = async () => {
    stopped = true;
    link.stop();
    await connection?.disconnect();
  };
  return {
    firstTry: link.firstTry,
    isReady: () => link.isUp() && connection?.isReady() === true,
    disconnect,
    async close() {
      await disconnect();
      await connection?.close();
    },
  };
}
