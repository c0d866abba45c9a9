import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../peers/until.ts';

const root = join(import.meta.dirname, '../..');

/** The stand-in that `npm run try-discord` starts, with lines that are piped into it. */
export interface StandIn {
  readonly child: ChildProcess;
  /** Waits until something is printed since the last line was typed. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  type(line: string): void;
  /** Its lines for `.env`. */
  settings(): Promise<Record<string, string>>;
}

export function openStandIn(): StandIn {
  const child = spawn(process.execPath, ['test/try-discord/run.ts'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const shows: StandIn['shows'] = (pattern) =>
    until(`the stand-in to show ${pattern}`, () => pattern.exec(shown) ?? undefined);
  return {
    child,
    shows,
    type(line) {
      shown = '';
      child.stdin.write(`${line}\n`);
    },
    async settings() {
      const [, lines = ''] = await shows(/\n\n((?:DISCORD_\w+=\S+\n)+)/);
      return Object.fromEntries(new URLSearchParams(lines.trim().replaceAll('\n', '&')));
    },
  };
}
