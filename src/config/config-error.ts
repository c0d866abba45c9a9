/** The environment cannot be used. Lists every variable that is wrong at once; the process exits 78. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One line for each variable: its name, and what is wanted. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
