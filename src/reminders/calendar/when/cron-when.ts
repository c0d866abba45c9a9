import { readCron } from '../cron.ts';
import { type FoundWhen, type Line, repeatTyped, textFrom, WhenRefused } from './line.ts';
import { readZone } from './zone.ts';

const fieldNames = ['minute', 'hour', 'day of the month', 'month', 'day of the week'];
const fieldRanges = ['0 to 59', '0 to 23', '1 to 31, or L for the last', '1 to 12', '0 to 7, 0 and 7 are Sunday'];
const plainFields = ['0', '9', '*', '*', '1-5'];
const names = '(?:sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const fieldShape = new RegExp(`^\\+?(?:[\\d*?/,#LW-]|${names})+$`, 'i');
const firstField = /^(?:\*|\d)[\d*/,-]*$/;
const quoteMarks = /["'`“”„‘’]/g;

/**
 * A cron expression of five fields: bare where one of them has a `*`, after `cron`, or in quotation marks.
 * `undefined` where the line begins with none.
 *
 * @throws WhenRefused where it has too few or too many fields, or one that cannot be read
 */
export function readCronWhen(line: Line): FoundWhen | undefined {
  const saysCron = line.words[0]?.lower === 'cron';
  const start = saysCron ? 1 : 0;
  const quoted = readQuoted(line, start);
  if (!saysCron && quoted === undefined && !beginsLikeCron(line)) return undefined;
  const fields = quoted ?? readFields(line, start);
  if (fields.length !== 5) throw refuseCount(start, fields);
  const cron = fields.join(' ').toUpperCase();
  refuseUnreadable(fields, start + 5);
  if (quoted === undefined) refuseSixth(line, start, fields);
  const { zone, next } = readZone(line, start + 5);
  const note = noteOn(fields);
  return { schedule: { kind: 'recurring', cron, zone }, next, ...(note === undefined ? {} : { note }) };
}

/** What a reader of the expression may not expect of it. */
function noteOn([, , day = '', , weekday = '']: readonly string[]): string | undefined {
  if (day !== '*' && weekday !== '*' && !weekday.startsWith('+'))
    return 'It is due where the day of the month or the day of the week fits, not only where both do';
  return /^(?:29|30|31)$/.test(day) ? 'Months without that day are left out' : undefined;
}

function beginsLikeCron(line: Line): boolean {
  const typed = line.words.slice(0, 5).map(({ text }) => text);
  const [first = '', second = '', third = ''] = typed;
  if (!firstField.test(first) || !fieldShape.test(second)) return false;
  if ([first, second, third].some((field) => /^[*?]/.test(field))) return true;
  if (typed.length < 5 || !typed.every((field) => fieldShape.test(field))) return false;
  if (typed.some((field) => field.includes('*'))) return true;
  throw new WhenRefused(
    'Five numbers may be a cron expression; write cron before it.',
    [`cron ${typed.join(' ')}`, 'cron 0 9 * * 1-5'],
    5,
  );
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

function refuseCount(start: number, fields: readonly string[]): WhenRefused {
  const whole = plainFields.map((plain, index) => fields[index] ?? plain).join(' ');
  const count = fields.length === 1 ? 'one' : String(fields.length);
  const next = start + fields.length;
  const message = `A cron expression has five fields (${fieldNames.join(', ')}); this has ${count}.`;
  return new WhenRefused(message, [`cron ${whole}`, `cron ${plainFields.join(' ')}`], next);
}

/** Six fields would be taken for five and a text. */
function refuseSixth(line: Line, start: number, fields: readonly string[]): void {
  const sixth = line.words[start + 5]?.text ?? '';
  const shaped = /^[\d*?][\d*/,#LW-]*$/.test(sixth) || (fieldShape.test(sixth) && /[-,#]|^[A-Z]{3}$/.test(sixth));
  if (!shaped) return;
  const five = fields.join(' ');
  const lastFive = [...fields.slice(1), sixth].join(' ');
  throw new WhenRefused(
    'A cron expression has five fields, without seconds; the text after it may not begin like a sixth.',
    [],
    start + 6,
    [`cron ${lastFive} ${textFrom(line, start + 6)}`, `cron "${five}" ${textFrom(line, start + 5)}`].map((each) =>
      each.slice(0, 160),
    ),
  );
}

function refuseUnreadable(fields: readonly string[], next: number): void {
  if (isReadable(fields.join(' '))) return;
  const wrong = fields.findIndex(
    (field, index) => !isReadable(plainFields.map((_, i) => (i === index ? field : '*')).join(' ')),
  );
  const mended = fields.map((field, index) => (index === wrong ? (plainFields[index] ?? '*') : field)).join(' ');
  const message = `“${repeatTyped(fields[wrong] ?? '', 20)}” is no ${fieldNames[wrong]} of a cron expression (${fieldRanges[wrong]}).`;
  throw new WhenRefused(message, [`cron ${mended}`, `cron ${plainFields.join(' ')}`], next);
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
