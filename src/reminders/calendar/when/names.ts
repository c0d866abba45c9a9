import { changesBetween } from '../../../text/text.ts';

const weekdayNames: Readonly<Record<string, number>> = {
  ...{ mon: 1, monday: 1, tue: 2, tues: 2, tuesday: 2, wed: 3, weds: 3, wednesday: 3, thu: 4, thur: 4, thurs: 4 },
  ...{ thursday: 4, fri: 5, friday: 5, sat: 6, saturday: 6, sun: 7, sunday: 7 },
};
const monthNames: Readonly<Record<string, number>> = {
  ...{ jan: 1, january: 1, feb: 2, february: 2, mar: 3, march: 3, apr: 4, april: 4, may: 5, jun: 6, june: 6, jul: 7 },
  ...{ july: 7, aug: 8, august: 8, sep: 9, sept: 9, september: 9, oct: 10, october: 10, nov: 11, november: 11 },
  ...{ dec: 12, december: 12 },
};
const numberNames: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12, fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, forty: 40, 'forty-five': 45 },
  ...{ fifty: 50, sixty: 60, ninety: 90 },
};
const ordinalNames: Readonly<Record<string, number>> = {
  ...{ first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, tenth: 10, fifteenth: 15 },
  ...{ twentieth: 20 },
};

/** The days of the week in English, Monday first. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** The months in English. */
export const months = [
  ...(['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'] as const),
  ...(['October', 'November', 'December'] as const),
];

/** A day of the week, Monday is 1; `undefined` for another word. */
export function readWeekday(word: string): number | undefined {
  return own(weekdayNames, word);
}

/** A day of the week in the plural: `mondays`. */
export function readWeekdays(word: string): number | undefined {
  return word.endsWith('days') ? own(weekdayNames, word.slice(0, -1)) : undefined;
}

/** A month, January is 1. */
export function readMonth(word: string): number | undefined {
  return own(monthNames, word.replace(/\.$/, ''));
}

/** A count: digits (at most nine), `one` to `twelve` and some more, `a`, `an`. */
export function readCount(word: string): number | undefined {
  return /^\d{1,9}$/.test(word) ? Number(word) : own(numberNames, word);
}

/** An hour in a word: `nine`. */
export function readHourName(word: string): number | undefined {
  const hour = word === 'a' || word === 'an' ? undefined : own(numberNames, word);
  return hour !== undefined && hour <= 12 ? hour : undefined;
}

/** A place in an order: `15th`, `first`. */
export function readOrdinal(word: string): number | undefined {
  const digits = /^(\d{1,2})(?:st|nd|rd|th|\.)$/.exec(word)?.[1];
  return digits === undefined ? own(ordinalNames, word) : Number(digits);
}

/** `1st`, `2nd`, `11th`, `23rd`. */
export function ordinal(number: number): string {
  const teen = number % 100 > 10 && number % 100 < 14;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

function own(names: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(names, word) ? names[word] : undefined;
}

/** Misspellings that are too short, or too far off, to be found by comparing. */
const misspelt: Readonly<Record<string, string>> = {
  ...{ evry: 'every', evey: 'every', evrey: 'every', eveyr: 'every', eevry: 'every', everry: 'every', evary: 'every' },
  ...{ tmrw: 'tomorrow', tmr: 'tomorrow', tmw: 'tomorrow', tomoro: 'tomorrow', tommorrow: 'tomorrow' },
  ...{ tomorow: 'tomorrow', tommorow: 'tomorrow', tomorro: 'tomorrow', '2moro': 'tomorrow', '2morrow': 'tomorrow' },
  ...{ toady: 'today', tody: 'today', tonite: 'tonight', tonigt: 'tonight', untill: 'until', untl: 'until' },
  ...{ mintes: 'minutes', minuts: 'minutes', minues: 'minutes', mintues: 'minutes', minuets: 'minutes' },
  ...{ minits: 'minutes', mimutes: 'minutes', huor: 'hour', huors: 'hours', hous: 'hours', houre: 'hour' },
  ...{ horus: 'hours', weks: 'weeks', weeek: 'week', dayly: 'daily', daliy: 'daily', dialy: 'daily' },
  ...{
    weekdya: 'weekday',
    excpet: 'except',
    exept: 'except',
    begining: 'beginning',
    mondy: 'monday',
    firday: 'friday',
  },
  ...{ fridya: 'friday', frday: 'friday', mondey: 'monday', tusday: 'tuesday', wendesday: 'wednesday' },
  ...{ wensday: 'wednesday', wedensday: 'wednesday', thrusday: 'thursday', thurday: 'thursday', satuday: 'saturday' },
  ...{ saterday: 'saturday', sturday: 'saturday', sundy: 'sunday', febuary: 'february', decmber: 'december' },
  ...{ midnite: 'midnight', moning: 'morning', evning: 'evening' },
};
/** Words long enough that one wrong letter leaves no doubt. */
const longNames = [
  ...Object.keys(weekdayNames).filter((name) => name.endsWith('day')),
  ...Object.keys(monthNames).filter((name) => name.length > 6),
  ...['tomorrow', 'weekday', 'weekdays', 'midnight', 'minutes', 'starting', 'mondays', 'tuesdays', 'wednesdays'],
  ...['thursdays', 'fridays', 'saturdays', 'sundays', 'fortnight', 'biweekly', 'quarter', 'quarterly'],
];
/** Words of their own that are one letter away from a name. */
const otherWords = new Set([
  ...['sundry', 'weekends', 'weekend', 'quartz', 'quarters', 'fryday', 'storting', 'starring', 'staring', 'minuted'],
  ...['minute', 'monkeys', 'everyday', 'startling', 'weekday’s'],
]);

/** The name that a misspelling certainly stands for; `undefined` for a word that is spelt well, or means something else. */
export function correctSpelling(word: string): string | undefined {
  if (Object.hasOwn(misspelt, word)) return misspelt[word];
  if (!/^[a-z]{6,11}$/.test(word) || otherWords.has(word) || longNames.includes(word)) return undefined;
  const near = longNames.filter(
    (name) => Math.abs(name.length - word.length) <= 1 && name[0] === word[0] && changesBetween(word, name) === 1,
  );
  return near.length === 1 ? near[0] : undefined;
}
