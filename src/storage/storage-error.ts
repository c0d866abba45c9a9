/** The store cannot be opened or used. The message says what to do next. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** `already-delivering`: another process delivers from this directory. `unusable`: it cannot be opened. */
  readonly code: 'already-delivering' | 'unusable';

  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
