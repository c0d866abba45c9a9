/** One thing wrong in a knowledge file. */
export interface KnowledgeProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The path of the field, such as `ports.3.transports`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
}

/** Knowledge files that cannot be used, with every problem found in them. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  readonly problems: readonly KnowledgeProblem[];

  constructor(problems: readonly KnowledgeProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** A problem as one line: `ports.yaml, line 12, ports.0.port: must be …`. */
export function formatProblem(problem: KnowledgeProblem): string {
  const place = `${problem.file}, line ${problem.line}`;
  return problem.field === '' ? `${place}: ${problem.message}` : `${place}, ${problem.field}: ${problem.message}`;
}
