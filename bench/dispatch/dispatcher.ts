/** A bot in the state in which it is measured. */
export interface Dispatcher {
  /** How many commands are registered. */
  readonly count: number;
  /** Dispatches one line to the command with this number, and resolves when it has run. */
  dispatch(command: number): Promise<unknown>;
}
