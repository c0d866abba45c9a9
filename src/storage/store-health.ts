/**
 * The store cannot be opened or used. The message says what to do next.
 *
 * `already-delivering`: another process delivers from this directory. `unusable`: nothing works until somebody puts it
 * right. `unreachable`: it passes by itself, or may: a server that starts, a full disk. `gone`: the files were removed or
 * replaced while they were in use.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: 'already-delivering' | 'unusable' | 'unreachable' | 'gone';

  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What keeps the whole store from working, and since when. */
interface StoreProblem {
  readonly message: string;
  readonly since: Date;
}

/** Remembers how the last work on the store ended: the first failure of a row counts as its beginning. */
export interface StoreHealth {
  /** Something was written, or read where only that was tried. */
  succeed(): void;
  /** Returns the error, for throwing it. */
  fail(error: StorageError): StorageError;
  current(): StoreProblem | undefined;
}

export function createStoreHealth(now: () => Date): StoreHealth {
  let problem: StoreProblem | undefined;
  return {
    succeed() {
      problem = undefined;
    },
    fail(error) {
      if (problem?.message !== error.message) problem = { message: error.message, since: problem?.since ?? now() };
      return error;
    },
    current: () => problem,
  };
}
