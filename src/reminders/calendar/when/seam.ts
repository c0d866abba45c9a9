import { looksLikeClock } from './clock.ts';
import { type Line, phraseAt, wordAt } from './line.ts';
import { readMonth, readWeekday, readWeekdays } from './names.ts';
import type { When } from './segment.ts';

/** Words of a text right beside a when that go on with it, and so change when it is due. */
export interface Seam {
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
