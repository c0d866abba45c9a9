const weekdayNames: Readonly<Record<string, number>> = {
  ...{ mon: 1, monday: 1, tue: 2, tues: 2, tuesday: 2, wed: 3, weds: 3, wednesday: 3, thu: 4, thur: 4, thurs: 4 },
  ...{ thursday: 4, fri: 5, friday: 5, sat: 6, saturday: 6, sun: 7, sunday: 7 },
};
const monthNames: Readonly<Record<string, number>> = {
  ...{ jan: 1, january: 1, feb: 2, february: 2, mar: 3, march: 3, apr: 4, april: 4, may: 5, jun: 6, june: 6, jul: 7 },
  ...{ july: 7, aug: 8, august: 8, sep: 9, sept: 9, september: 9, oct: 10, october: 10, nov: 11, november: 11 },
  ...{ dec: 12, december: 12 },
};
const numberWords: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12 },
};
const ordinalWords: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5 };

/** The days of the week in English, Monday first. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** The months in English. */
export const months = [
  ...(['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'] as const),
  ...(['October', 'November', 'December'] as const),
];

/** The words a when is made of, for the correction of misspellings. */
export const keywords: readonly string[] = [
  ...Object.keys(weekdayNames).filter((name) => name.endsWith('day')),
  ...Object.keys(monthNames).filter((name) => name.length > 4),
  ...['today', 'tomorrow', 'every', 'weekday', 'daily', 'hourly', 'monthly', 'weekly', 'yearly', 'noon', 'midnight'],
  ...['second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'days', 'week', 'weeks', 'month', 'months', 'year'],
  ...['first', 'third', 'fourth', 'fifth', 'last', 'next', 'deadline', 'cron'],
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

/** A count: digits (at most nine), `one` to `twelve`, `a`, `an`. */
export function readCount(word: string): number | undefined {
  return /^\d{1,9}$/.test(word) ? Number(word) : own(numberWords, word);
}

/** A place in an order: `15th`, `first` to `fifth`. */
export function readOrdinal(word: string): number | undefined {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word)?.[1];
  return digits === undefined ? own(ordinalWords, word) : Number(digits);
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
