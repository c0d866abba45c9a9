/**
 * Reads variables from a file where there is one, as `node --env-file-if-exists` does: what is already set wins.
 * A file that cannot be read is told and passed over, so that a one-shot answer still comes.
 */
export function loadEnvironmentFile(path: string, errors: { write(text: string): unknown }): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    const reason = error instanceof Error ? error.message : String(error);
    errors.write(`${path} is passed over: ${reason}\n`);
  }
}
