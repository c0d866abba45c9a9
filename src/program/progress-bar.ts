import type { RunControls } from '../bot/bot.ts';

/** The parts of the process that the bar needs. */
interface ProgressTerminal {
  readonly stderr: NodeJS.WriteStream;
  once(signal: 'SIGINT', cancel: () => void): unknown;
  off(signal: 'SIGINT', cancel: () => void): unknown;
}

/**
 * A slow command's bar on standard error, and Ctrl+C, which ends the command with what is known by then. Where standard
 * error is no terminal there is no bar, and Ctrl+C ends the program as it ends any other.
 */
export function createProgressBar(terminal: ProgressTerminal): {
  readonly controls: RunControls;
  /** Takes the bar away. Call it before the answer is printed, and it does nothing where there is none. */
  close(): void;
} {
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  const { stderr } = terminal;
  let bar: { update(done: number): void; stop(): void } | undefined;
  let opening: Promise<void> | undefined;
  let latest = { done: 0, total: 0, what: '' };
  let isOver = stderr.isTTY !== true;

  const open = async () => {
    // Most commands answer at once and need no bar.
    const { Presets, SingleBar } = await import('cli-progress');
    if (isOver) return;
    const { done, total, what } = latest;
    const options = { stream: stderr, format: '{what} [{bar}] {value}/{total}', barsize: 20, clearOnComplete: true };
    const opened = new SingleBar(options, Presets.legacy);
    opened.start(total, done, { what });
    bar = opened;
  };
  const close = () => {
    isOver = true;
    bar?.stop();
    bar = undefined;
    terminal.off('SIGINT', cancel);
  };
  return {
    controls: {
      signal: cancelled.signal,
      progress(progress) {
        latest = progress;
        if (isOver) return;
        if (progress.done === progress.total) return close();
        // Only what takes a while can be cancelled: everything else ends at Ctrl+C as any program does.
        if (opening === undefined) {
          terminal.once('SIGINT', cancel);
          opening = open();
        }
        bar?.update(progress.done);
      },
    },
    close,
  };
}
