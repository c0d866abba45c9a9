import { joinWords } from '../../../text/text.ts';
import { readCron } from '../cron.ts';
import { type Line, repeatTyped, WhenRefused, wordAt } from './line.ts';

const fieldNames = ['minute', 'hour', 'day of the month', 'month', 'day of the week'];
const fieldRanges = ['0 to 59', '0 to 23', '1 to 31, or L for the last', '1 to 12', '0 to 7, 0 and 7 are Sunday'];
const plainFields = ['0', '9', '*', '*', '1-5'];
const names = '(?:sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const fieldShape = new RegExp(`^\\+?(?:[\\d*?/,#LW-]|${names})+$`, 'i');
const firstField = /^(?:\*|\d)[\d*/,-]*$/;
const quoteMarks = /["'`“”„‘’]/g;

/** A cron expression that was read. */
export interface FoundCron {
  readonly cron: string;
  readonly from: number;
  readonly next: number;
  /** One sentence, without its full stop, on what may not be expected of it. */
  readonly note?: string;
}

/** The short names that cron itself has. */
const nicknames: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/**
 * A cron expression of five fields: bare where one of them has a `*`, after `cron`, or in quotation marks; `@daily` and
 * the like. `undefined` where there is none.
 *
 * @throws WhenRefused where it has too few or too many fields, or one that cannot be read
 */
export function readCronWhen(line: Line, from: number): FoundCron | undefined {
  const saysCron = wordAt(line, from) === 'cron';
  const start = saysCron ? from + 1 : from;
  const nickname = wordAt(line, start);
  if (Object.hasOwn(nicknames, nickname)) return { cron: nicknames[nickname] ?? '', from, next: start + 1 };
  if (nickname === '@reboot')
    throw new WhenRefused('A reminder can’t run at a reboot.', { from, to: start + 1, instead: ['@daily', '@hourly'] });
  const quoted = readQuoted(line, start);
  if (!saysCron && quoted === undefined && !beginsLikeCron(line, start)) return undefined;
  const fields = quoted ?? readFields(line, start);
  // "cron jobs are to be checked" is no expression.
  if (saysCron && quoted === undefined && fields.length === 0 && wordAt(line, start) !== '') return undefined;
  if (fields.length !== 5) throw refuseCount(from, start, fields);
  const cron = fields.join(' ').toUpperCase();
  refuseUnreadable(fields, from, start + 5);
  if (quoted === undefined) refuseSixth(line, from, start, fields);
  const note = noteOn(fields);
  return { cron, from, next: start + 5, ...(note === undefined ? {} : { note }) };
}

/** Points out an effect of the expression that people often do not expect. */
function noteOn([minute = '', , day = '', , weekday = '']: readonly string[]): string | undefined {
  const [, step] = /^\*\/(\d+)$/.exec(minute) ?? [];
  if (step !== undefined && Number(step) > 1 && 60 % Number(step) !== 0) {
    const minutes = Array.from({ length: Math.ceil(60 / Number(step)) }, (_, index) => index * Number(step));
    return `${minute} is due at the ${minutes.length === 1 ? 'minute' : 'minutes'} ${joinWords(minutes.map(String))} of an hour, not every ${step} minutes`;
  }
  if (day !== '*' && weekday !== '*' && !weekday.startsWith('+'))
    return 'It is due when the day of the month or the day of the week matches, not only when both do';
  return /^(?:29|30|31)$/.test(day) ? 'Months without that day are left out' : undefined;
}

function beginsLikeCron(line: Line, start: number): boolean {
  const typed = line.words.slice(start, start + 5).map(({ text }) => text);
  const [first = '', second = '', third = ''] = typed;
  if (!firstField.test(first) || !fieldShape.test(second)) return false;
  if ([first, second, third].some((field) => /^[*?]/.test(field))) return true;
  if (typed.length < 5 || !typed.every((field) => fieldShape.test(field))) return false;
  if (typed.some((field) => field.includes('*'))) return true;
  throw new WhenRefused('Five numbers may be a cron expression; write cron before it.', {
    from: start,
    to: start + 5,
    instead: [`cron ${typed.join(' ')}`, 'cron 0 9 * * 1-5'],
  });
}

function readFields(line: Line, start: number): string[] {
  const typed = line.words.slice(start, start + 5).map(({ text }) => text);
  const end = typed.findIndex((field) => !fieldShape.test(field));
  return end === -1 ? typed : typed.slice(0, end);
}

/** `"0 9 * * 1-5"`, its quotation marks at the ends of words; `undefined` where there is none. */
function readQuoted(line: Line, start: number): string[] | undefined {
  const opens = line.words[start]?.text.replace(quoteMarks, '') ?? '';
  if (!/^["'`“„‘]/.test(line.words[start]?.text ?? '') || !fieldShape.test(opens)) return undefined;
  const length = line.words.slice(start, start + 12).findIndex(({ text }) => /["'`“”‘’]$/.test(text)) + 1;
  return line.words.slice(start, start + length).map(({ text }) => text.replace(quoteMarks, ''));
}

function refuseCount(from: number, start: number, fields: readonly string[]): WhenRefused {
  const whole = plainFields.map((plain, index) => fields[index] ?? plain).join(' ');
  const count = fields.length === 1 ? 'one' : String(fields.length);
  const message = `A cron expression has five fields (${fieldNames.join(', ')}); this has ${count}.`;
  const instead = [`cron ${whole}`, `cron ${plainFields.join(' ')}`];
  return new WhenRefused(message, { from, to: start + fields.length, instead });
}

/** Six fields would be taken for five and a text. */
function refuseSixth(line: Line, from: number, start: number, fields: readonly string[]): void {
  const sixth = line.words[start + 5]?.text ?? '';
  const shaped = /^[\d*?][\d*/,#LW-]*$/.test(sixth) || (fieldShape.test(sixth) && /[-,#]|^[A-Z]{3}$/.test(sixth));
  if (!shaped) return;
  const message = 'A cron expression has five fields, without seconds; the text after it may not begin like a sixth.';
  const instead = [`cron ${[...fields.slice(1), sixth].join(' ')}`, `cron ${fields.join(' ')}`];
  throw new WhenRefused(message, { from, to: start + 6, instead });
}

function refuseUnreadable(fields: readonly string[], from: number, to: number): void {
  if (isReadable(fields.join(' '))) return;
  const wrong = fields.findIndex(
    (field, index) => !isReadable(plainFields.map((_, i) => (i === index ? field : '*')).join(' ')),
  );
  const mended = fields.map((field, index) => (index === wrong ? (plainFields[index] ?? '*') : field)).join(' ');
  const message = `“${repeatTyped(fields[wrong] ?? '', 20)}” isn’t a valid ${fieldNames[wrong]} in a cron expression (${fieldRanges[wrong]}).`;
  throw new WhenRefused(message, { from, to, instead: [`cron ${mended}`, `cron ${plainFields.join(' ')}`] });
}

function isReadable(cron: string): boolean {
  if (cron.includes('?')) return false;
  try {
    readCron(cron.toUpperCase());
    return true;
  } catch {
    return false;
  }
}
