import fc from 'fast-check';

/* Whens as people say them, of every kind there is. */

export const oneOf = (...words: string[]) => fc.constantFrom(...words);
export const say = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((words) => words.filter((word) => word !== '').join(' '));

const weekday = oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');
const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 4 }).map((days) => days.join(' and '));
const time = fc.oneof(
  oneOf('9', '9am', '5 pm', 'noon', '17:30', '08:15', 'half past nine', '9 in the evening'),
  fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map((each) => each.map((part) => String(part).padStart(2, '0')).join(':')),
);
const times = fc.oneof(
  { weight: 3, arbitrary: time },
  oneOf('9, 12 and 15', '8:30 and 17:00', '06:00, 14:00 and 22:00'),
);
const count = fc.integer({ min: 2, max: 9 }).map(String);
const dayOfMonth = oneOf(
  '1st',
  '2nd',
  '15th',
  '1st and 15th',
  'last day',
  'first monday',
  'last friday',
  '2nd and 4th tuesday',
  'last weekday',
);
const date = oneOf('24 december', '1 may', '2027-03-28', '31 October 2027', '10 dec 2026');
const days = fc.oneof(
  oneOf('every day', 'every weekday', 'daily', 'every other day', 'mondays', 'on weekdays', 'every quarter on the 1st'),
  say(oneOf('every'), weekdays),
  say(oneOf('every other'), weekdays),
  say(oneOf('every'), count, oneOf('days')),
  say(oneOf('every'), count, oneOf('weeks on'), weekdays),
  say(oneOf('every'), count, oneOf('months on the'), dayOfMonth),
  say(oneOf('every month on the'), dayOfMonth),
  say(oneOf('every year on'), oneOf('24 december', '1 may', '28 march', '31 october')),
);
const pairs = say(oneOf('every'), weekday, oneOf('at'), time, oneOf('and'), weekday, oneOf('at'), time);
const recurring = fc.oneof({ weight: 4, arbitrary: say(days, oneOf('at'), times) }, pairs);
const step = say(
  oneOf('every 30 minutes', 'every 90 minutes', 'every 45 minutes', 'every hour', 'every 2 hours', 'every 7 hours'),
  oneOf('', 'from 8 to 18', 'between 9:00 and 17:30', 'from 22:00 to 02:00'),
  oneOf('', 'on weekdays', 'on mondays and fridays', 'on weekends'),
);
const bound = fc.oneof(
  oneOf('', '', 'until 31 December 2027', 'for 6 months', '10 times', 'starting monday', 'starting 2027-01-10'),
  oneOf(
    'except weekends',
    'except on fridays',
    'except 25 december',
    'except in august',
    'except 24, 25 and 26 december',
  ),
  oneOf('except from 2026-12-24 to 2027-01-06', 'starting 5 december until 2027-06-30'),
);
const inZone = oneOf('', '', 'Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Tokyo');
const again = fc.oneof(say(recurring, inZone, bound), say(step, bound));
const once = fc.oneof(
  say(oneOf('in'), count, oneOf('minutes', 'hours', 'days', 'weeks', 'months')),
  say(oneOf('tomorrow', 'today', 'on friday', 'next monday', 'the day after tomorrow'), oneOf('at'), times, inZone),
  say(date, oneOf('at'), times, inZone),
  say(oneOf('14, 7 and 2 days before', '3 weeks before', '1 day before'), oneOf('2027-05-15', '10 may 2027')),
);
export const when = fc.oneof(again, once);
