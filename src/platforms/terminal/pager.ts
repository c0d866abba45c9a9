import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Shows a text of several lines, and resolves once whoever reads it has seen it. Never rejects.
 *
 * @param suspend called where another program gets the terminal; what it returns is called when that has ended
 */
export type ShowText = (text: string, suspend?: () => () => void) => Promise<void>;

/**
 * How an answer that is longer than the window is shown: by `PAGER`, or by `less` as git calls it. Where it fits, where the
 * output is no terminal, where `NO_PAGER` is set, and where `PAGER` is `cat`, it is written as it is.
 */
export function createPager(output: NodeJS.WriteStream, environment: Environment): ShowText {
  const program = pagerIn(environment);
  return async (text, suspend) => {
    const isLong = output.isTTY === true && text.trim().split('\n').length >= (output.rows || 24);
    if (program !== undefined && isLong) {
      const resume = suspend?.();
      const shown = await page(program, text, environment);
      resume?.();
      if (shown) return;
    }
    output.write(text);
  };
}

/** Nothing where no pager is wanted. A Windows without `PAGER` scrolls its own window. */
function pagerIn(environment: Environment): string | undefined {
  if (environment['NO_PAGER'] || environment['TERM'] === 'dumb') return undefined;
  const named = environment['PAGER'] || (process.platform === 'win32' ? 'cat' : 'less');
  return named === 'cat' ? undefined : named;
}

/** False where the program cannot be started. Ctrl+C belongs to the pager as long as it runs. */
function page(program: string, text: string, environment: Environment): Promise<boolean> {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise<boolean>((resolve) => {
    // F: ends by itself where the text fits. R: colours. X: leaves the text on the screen.
    const env = { LESS: 'FRX', LV: '-c', ...environment };
    const child = spawn(program, { shell: true, stdio: ['pipe', 'inherit', 'ignore'], env });
    child.on('error', () => resolve(false));
    // The shell's own status for a program that is not there or cannot be run.
    child.on('close', (status) => resolve(status !== 126 && status !== 127));
    // Nobody has to read to the end.
    child.stdin.on('error', ignore);
    child.stdin.end(text);
  }).finally(() => process.off('SIGINT', ignore));
}
