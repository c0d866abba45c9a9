import { styleText } from 'node:util';
import { pino } from 'pino';
import { currentTrace, type Logger } from '../bot/bot.ts';
import { harmlessText, printableLine } from '../text/text.ts';

/** Where the log goes: standard output. */
interface LogOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * The service's log: one JSON object a line, or, where a person reads along at a terminal, a sentence with its fields behind.
 * Every line says which event or delivery it belongs to, see `traced`.
 */
export function createLog(level: string, output: LogOutput): Logger & { flush(): void } {
  const options = { level, base: null, mixin: () => ({ ...currentTrace() }) };
  if (output.isTTY === true) return pino(options, { write: (line) => void output.write(forTerminal(line)) });
  // pino's own way to standard output is faster than the stream's.
  return output === process.stdout ? pino(options) : pino(options, { write: (line) => void output.write(line) });
}

const levels: Readonly<Record<number, readonly [name: string, style: Parameters<typeof styleText>[0]]>> = {
  20: ['debug', 'gray'],
  30: ['info ', 'green'],
  40: ['WARN ', 'yellow'],
  50: ['ERROR', 'red'],
  60: ['FATAL', 'red'],
};

/**
 * A line of the log for people: `08:30:05 WARN  Slack is away  platform=slack`, then the stack of an error.
 *
 * Ours and not pino-pretty's: that would bring thirteen packages, and prints what strangers typed as it is, so that it could
 * steer the terminal.
 */
function forTerminal(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return `${harmlessText(line)}\n`;
  }
  const { level, time, msg, err, ...fields } = entry;
  const [name, style] = levels[Number(level)] ?? ['     ', 'reset'];
  const at = new Date(Number(time));
  const clock = Number.isNaN(at.getTime()) ? '' : at.toTimeString().slice(0, 8);
  const told = Object.entries(fields).map(([key, value]) => `${printableLine(key)}=${writeValue(value)}`);
  const rest = told.length === 0 ? '' : `  ${styleText('gray', told.join(' '))}`;
  const text = printableLine(String(msg ?? ''));
  return `${styleText('gray', clock)} ${styleText(style, name)} ${text}${rest}\n${err === undefined ? '' : writeError(err)}`;
}

function writeValue(value: unknown): string {
  if (typeof value === 'string' && /^[\w.:/@#-]+$/.test(value)) return value;
  return printableLine(JSON.stringify(value) ?? '');
}

function writeError(error: unknown): string {
  const { stack, message } = (error ?? {}) as { stack?: unknown; message?: unknown };
  const lines = String(stack ?? message ?? JSON.stringify(error)).split('\n');
  return lines.map((each) => `  ${printableLine(each.trimEnd())}\n`).join('');
}
