import { UserError } from '../bot/bot.ts';

/**
 * Lets people read why the store failed, in its own sentence, instead of hearing of a fault in the bot.
 *
 * @param service an object of functions that return promises
 */
export function tellStoreFailures<Service extends object>(service: Service): Service {
  const told = Object.entries(service).map(([name, member]) => [
    name,
    typeof member === 'function' ? telling(member as AsyncFunction) : member,
  ]);
  return Object.fromEntries(told) as Service;
}

type AsyncFunction = (...given: readonly unknown[]) => unknown;

function telling(call: AsyncFunction): AsyncFunction {
  return (...given) => {
    const result = call(...given);
    return result instanceof Promise
      ? result.catch((error: unknown) => {
          throw toUserError(error);
        })
      : result;
  };
}

/** A failure of the store as people read it; any other error as it is. */
export function toUserError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'StorageError') return error;
  return new UserError({
    code: 'store-unusable',
    outcome: 'failed',
    message: error.message,
    remedy:
      'I still answer questions about MDaemon. If this was meant to change something, check whether it did before you try again.',
    actions: [{ label: 'Status', command: 'status' }],
  });
}
