import { readBound } from './bounds.ts';
import { looksLikeClock, readClock } from './clock.ts';
import { readDate } from './day.ts';
import { type Line, phraseAt, WhenRefused, wordAt } from './line.ts';
import { readCount, readMonth, readWeekday, readWeekdays } from './names.ts';
import { readRecurrence } from './recurrence.ts';
import type { When } from './segment.ts';
import { readSpanFromNow } from './span.ts';

/** A stretch of a text that names a time. */
interface Leftover {
  readonly from: number;
  readonly to: number;
}

/** The position of a text in its line. */
interface TextPlace {
  readonly from: number;
  readonly to: number;
  /** The when recurs, so that `except` may leave something out of it. */
  readonly recurs: boolean;
  /** A when stands right before it, or right after it. Default true. */
  readonly hasHead?: boolean;
  readonly hasTail?: boolean;
}

/**
 * The first words of a text that say a time. Nothing of a when may become text, so they are refused rather than kept.
 * "The Friday report" and "the weekly backup" name things, and are none.
 */
export function findLeftover(
  line: Line,
  { from, to, recurs, hasHead = true, hasTail = true }: TextPlace,
): Leftover | undefined {
  for (let at = from; at < to; at += 1) {
    if (line.words[at]?.misspelt === true) continue;
    const end = leftoverAt(line, at, { from, to, recurs, hasHead, hasTail });
    if (end !== undefined) return { from: at, to: Math.min(to, Math.max(end, at + 1)) };
  }
  return undefined;
}

const article = /^(?:the|a|an|this|our|your|my|their|his|her|last|previous|yesterday's|no)$/;
const preposition =
  /^(?:on|every|each|next|until|till|by|from|starting|since|before|after|except|and|or|at|till|coming)$/;
const always =
  /^(?:yesterday|today|sometime|someday|asap|eastertime|lunchtime|tomorrow|overmorrow|tonight|noon|midday|midnight|hourly)$/;
const period = /^(?:nightly|daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually|everyday)$/;

/** Times that the grammar does not know. */
const unknown = [
  /^every (?:so often|now and then|once in a while|few \w+|couple)/,
  /^(?:on|at) the (?:hour|half hour|full hour|minute)\b/,
  /^(?:from time to time|every now and again|once in a while)/,
  /^(?:on|at|for|before|after|until|by|over) (?:christmas|xmas|easter|new year|thanksgiving|halloween|the holidays|lunch|dinner|breakfast|sunrise|sunset)/,
  /^(?:on|at|over|this|next|by|until|before|after) (?:the )?weekend\b/,
  /^(?:in|until|by|since|before|after|during) (?:january|february|april|june|july|august|september|october|november|december)\b/,
  /^(?:at|by|before|after|until|around|about) (?:the )?(?:end|beginning|start|middle) of (?:the |this |next )?(?:day|week|month|year|quarter)\b/,
  /^(?:during|outside|within) (?:the )?(?:day|night|daytime|nighttime|business|office|working|work|peak|off)\b(?:[ -]hours)?/,
  /^in (?:the )?(?:business|office|working|work|peak|off)[ -]hours\b/,
  /^(?:later|earlier) (?:today|tomorrow|this|on)\b/,
  /^(?:before|after|around|by|from|between) (?:noon|midnight|\d{1,2}(?::\d\d)?(?: ?[ap]m)?$)/,
];

/** `or so` and the like. */
const vagueEnd = /^or (?:so|thereabouts|later|earlier)\b/;

function unknownAt(line: Line, at: number, to: number, isEdge: boolean): number | undefined {
  const phrase = phraseAt(line, at, Math.min(5, to - at));
  const found = unknown.map((pattern) => pattern.exec(phrase)?.[0]).find((each) => each !== undefined);
  const single = wordAt(line, at);
  if (found !== undefined) return at + found.trim().split(' ').length;
  if (/^(?:soon|later|eventually|shortly)$/.test(single) && isEdge) return at + 1;
  if (vagueEnd.test(phrase) && isEdge) return at + 2;
  return /^\d{1,2}\.\d{1,2}\.(?:\d{2,4})?$/.test(line.words[at]?.text ?? '') ? at + 1 : undefined;
}

function leftoverAt(
  line: Line,
  at: number,
  { from, to, recurs, hasHead, hasTail }: Required<TextPlace>,
): number | undefined {
  const word = wordAt(line, at);
  const before = at > from ? wordAt(line, at - 1) : '';
  const isFirst = at === from;
  const isLast = at === to - 1;
  if (looksLikeClock(word) || always.test(word)) return at + 1;
  const strange = unknownAt(line, at, to, (isFirst && hasHead) || (at >= to - 2 && hasTail));
  if (strange !== undefined) return strange;
  if (word === 'at') {
    const clock = tryRead(() => readClock(line, at));
    if (clock === 'refused') return /^\d{1,2}(?::\d+)?$/.test(wordAt(line, at + 1)) ? at + 2 : undefined;
    if (clock !== undefined && (isFirst || clock.next >= to || !isCounted(line, at, clock.next))) return clock.next;
    if (phraseAt(line, at, 2) === 'at night') return at + 2;
  }
  if (/^\d{1,2}$/.test(word) && /^(?:am|pm|a\.m\.?|p\.m\.?|o['’]?clock)$/.test(wordAt(line, at + 1))) return at + 2;
  if (readWeekdays(word) !== undefined || /^(?:weekdays|weekends)$/.test(word))
    return article.test(before) && !isLast ? undefined : at + 1;
  if (/^(?:this|next) (?:morning|afternoon|evening|week|weekend|month|year|quarter)$/.test(phraseAt(line, at, 2)))
    return at + 2;
  if (/^in the (?:morning|afternoon|evening)$/.test(phraseAt(line, at, 3))) return at + 3;
  if (/^end of (?:the )?(?:week|month|year|day|quarter)\b/.test(phraseAt(line, at, 4))) return at + 4;
  if (readWeekday(word) !== undefined && isWeekday(line, at, { isFirst, isLast, before })) return at + 1;
  if (period.test(word) && (isFirst || isLast) && !article.test(before))
    return isAgreeing(line, at, recurs) ? undefined : at + 1;
  const date = tryRead(() => (/^\d/.test(word) || readMonth(word) !== undefined ? readDate(line, at) : undefined));
  if (
    date !== undefined &&
    date !== 'refused' &&
    (date.next > at + 1 || /^\d{4}-/.test(word) || preposition.test(before) || isLast || before === 'the' || isFirst)
  ) {
    // "the 2nd disk" and "the 1st level" are no days; "on the 15th" is one.
    const isBareOrdinal = /^\d{1,2}(?:st|nd|rd|th)$/.test(word) && date.next === at + 1;
    if (!isBareOrdinal || isLast || wordAt(line, at - 2) === 'on' || before === 'on') return date.next;
  }
  if (date === 'refused' && (isFirst || isLast || preposition.test(before) || /^\d+[./]\d+[./]\d+$/.test(word)))
    return at + 1;
  if (/^(?:every|each)$/.test(word)) {
    const found = tryRead(() => readRecurrence(line, at));
    if (found === 'refused')
      return /^(?:\d|other|second|third|weekend|week|month|year)/.test(wordAt(line, at + 1)) ? at + 2 : undefined;
    if (found !== undefined) return found.next;
  }
  if (
    /^(?:in|for|until|till|til|starting|beginning|from|since|between|through|ending|as)$/.test(word) ||
    readCount(word) !== undefined
  ) {
    const bound = tryRead(() => readBound(line, at));
    if (bound !== undefined && bound !== 'refused' && !(word === 'from' && bound.kind === 'starting' && false))
      return bound.next;
    const span = tryRead(() => readSpanFromNow(line, at));
    if (span !== undefined) return span === 'refused' ? (isVague(line, at) ? at + 3 : undefined) : span.next;
    if (/^(?:until|from|between|till)$/.test(word)) {
      const clock = tryRead(() => readClock(line, at + 1, isRange(line, at + 1, to)));
      if (clock !== undefined && clock !== 'refused') return clock.next;
    }
  }
  if (readCount(word) !== undefined && wordAt(line, at + 1) === 'times') return at + 2;
  if (recurs && /^(?:except|excluding)$/.test(word)) return at + 2;
  if (/^(?:but not on|not on)$/.test(phraseAt(line, at, word === 'but' ? 3 : 2))) {
    const bound = tryRead(() => readBound(line, at));
    if (bound !== undefined && bound !== 'refused') return bound.next;
  }
  if (isLast && /^(?:utc|gmt)$/.test(word) && /[A-Z]/.test(line.words[at]?.text ?? '')) return at + 1;
  if ((isFirst || isLast) && /^(?:africa|america|asia|atlantic|australia|europe|pacific|indian)\/[a-z_]/.test(word))
    return at + 1;
  return undefined;
}

/** A weekday that says when, rather than which report. */
function isWeekday(
  line: Line,
  at: number,
  { isFirst, isLast, before }: { isFirst: boolean; isLast: boolean; before: string },
): boolean {
  const word = wordAt(line, at);
  const isWhole = word.endsWith('day');
  if (article.test(before) && !(before === 'this' && isLast)) return isLast && isWhole && before !== 'last';
  if (wordAt(line, at + 1) === 'or') return true;
  if (preposition.test(before)) return isWhole || isLast || /^(?:at|\d)/.test(wordAt(line, at + 1));
  // "sun" and "sat" are words of their own.
  if (!isWhole)
    return (
      (isFirst || isLast) &&
      /^(?:mon|tues?|weds?|thu|thurs?|fri)$/.test(word) &&
      line.words[at]?.text !== word.toUpperCase()
    );
  return isFirst || isLast || looksLikeClock(wordAt(line, at + 1)) || wordAt(line, at + 1) === 'at';
}

/** "every friday at 16:00 weekly report": the text says the same as the when. */
function isAgreeing(line: Line, at: number, recurs: boolean): boolean {
  return recurs && at < line.words.length - 1;
}

/** "look at 5 tickets", "at 1 disk", "at 3 more": a number of things, and no time. */
function isCounted(line: Line, at: number, next: number): boolean {
  const number = wordAt(line, at + 1);
  const thing = wordAt(line, next);
  if (next > at + 2 || !/^\d{1,2}$/.test(number) || !/^\p{L}/u.test(thing)) return false;
  if (number === '1' || /^(?:more|other|new|old|of|different|open)$/.test(thing)) return true;
  return /[a-z]{2,}s$/.test(thing) && !/(?:ss|us|is)$/.test(thing);
}

function isVague(line: Line, at: number): boolean {
  return (
    /^in (?:a|the) (?:few|couple|bit|while|moment)$/.test(phraseAt(line, at, 3)) || /^in a$/.test(phraseAt(line, at, 2))
  );
}

/** `9 to 17` at the end of a text. */
function isRange(line: Line, at: number, to: number): boolean {
  return /^\d{1,2} (?:to|and|-|–|until) \d{1,2}$/.test(phraseAt(line, at, 3)) && at + 3 >= to;
}

function tryRead<Found>(read: () => Found): Found | 'refused' {
  try {
    return read();
  } catch (error) {
    if (error instanceof WhenRefused) return 'refused';
    throw error;
  }
}

/** Words of a text right beside a when that go on with it, and so change when it is due. */
interface Seam {
  readonly from: number;
  readonly to: number;
  /** What may have been meant instead of them. */
  readonly instead?: readonly string[];
}

/** These join a day to what stands before them: `unless sunday`, `up to friday`. */
const joins =
  /^(?:unless|besides|excl|exclud\w*|minus|sans|save|bar|barring|less|up|upto|only|just|even|not|never|no|other|aside|omit\w*|ignor\w*|skip\w*|leav\w*|except\w*|but|if|when|whenever|while|also|again|plus|through|thru|throughout|during|within|inside|outside|past|beyond|over|ohne|nicht|nur|außer|ausser|bis|auch|sin|menos|salvo|solo|sólo|hasta)$/;
const days = /^(?:weekdays?|weekends?|workdays?|holidays?|vacations?|today|tomorrow|yesterday)$/;
/** A number of times, or an order in which times and days go together. */
const often = /^(?:once|twice|thrice|\d{1,3}x|x\d{1,3})$/;
const inTurn = /^(?:respectively|alternately|alternating|alternatingly|apiece)$/;
const clockNames = /^(?:zulu|local)$/;
const notClocks = /^(?:a|an|the|to|of|at|in|on|for|first|last|next|this|any|no|every|each)$/;

/** The words at the beginning of a text, right after a when, that belong to the when. `undefined` where it is all text. */
export function readSeam(line: Line, from: number, to: number, when: When): Seam | undefined {
  const word = wordAt(line, from);
  const recurs = when.items.length > 0 || when.step !== undefined || when.cron !== undefined;
  const ends = (next: number) => ({ from, to: Math.min(next, to) });
  if (recurs && (often.test(word) || inTurn.test(word))) return ends(from + 1);
  if (joins.test(word)) {
    const named = [1, 2, 3].find((after) => from + after < to && isDay(line, from + after));
    if (named !== undefined) return ends(from + named + 1);
  }
  return readMinutes(line, from, when) ?? readRange(line, from, ends) ?? readClockName(line, from, when, ends);
}

function isDay(line: Line, at: number): boolean {
  const word = wordAt(line, at);
  return (
    readWeekday(word) !== undefined ||
    readWeekdays(word) !== undefined ||
    readMonth(word) !== undefined ||
    days.test(word) ||
    looksLikeClock(word)
  );
}

/** `in 1 hour 30 check`, `at 9 30 check`: minutes, more likely than a number of something, unless that follows. */
function readMinutes(line: Line, from: number, when: When): Seam | undefined {
  // "at 9 - 10 check" may be from nine to ten.
  const begins = when.next === from || (when.next === from - 1 && /^[-–—]$/.test(wordAt(line, from - 1)));
  if (!/^\d{1,2}$/.test(wordAt(line, from)) || !begins) return undefined;
  const following = wordAt(line, from + 1);
  const isCounted = /[a-z]{2,}s$/.test(following) && !/(?:ss|us|is|as)$/.test(following);
  if (isCounted || /^(?:more|of|other|new|people|percent|%)$/.test(following)) return undefined;
  const isHours = when.span?.hours !== undefined && Object.keys(when.span.hours).join() === 'hours';
  return { from, to: from + 1, ...(isHours ? { instead: [`${wordAt(line, from)} minutes`] } : {}) };
}

/** `from 9 to 10`, `between 9 and 10`. */
function readRange(line: Line, from: number, ends: (next: number) => Seam): Seam | undefined {
  const isHour = (word: string) => /^\d{1,2}$/.test(word) || looksLikeClock(word);
  if (!/^(?:from|between)$/.test(wordAt(line, from)) || !isHour(wordAt(line, from + 1))) return undefined;
  const joined = /^(?:to|and|until|till|-|–)$/.test(wordAt(line, from + 2)) && isHour(wordAt(line, from + 3));
  return joined ? ends(from + 4) : undefined;
}

/** `at 9 server time`: a clock that is not known here. */
function readClockName(line: Line, from: number, when: When, ends: (next: number) => Seam): Seam | undefined {
  const hasClock = when.clocks.length > 0 || when.items.some(({ clocks }) => clocks.length > 0);
  if (!hasClock || when.zone !== undefined || notClocks.test(wordAt(line, from))) return undefined;
  if (wordAt(line, from + 1) === 'time') return ends(from + 2);
  return clockNames.test(phraseAt(line, from, 1)) ? ends(from + 1) : undefined;
}

/** True where a bracket opens in the text and closes in the when, or the other way round. */
export function cutsBrackets(text: string): boolean {
  let depth = 0;
  for (const sign of text.replace(/[:;]-?[()]/g, '')) {
    if (/[([]/.test(sign)) depth += 1;
    if (/[)\]]/.test(sign)) depth -= 1;
    if (depth < 0) return /\s/.test(text) && !/^\w?\)/.test(text);
  }
  return depth > 0;
}
