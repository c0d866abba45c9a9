import { type Citation, onceForEach } from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { link, literal } from './escape.ts';
import { weighText } from './weigh.ts';

/** More is small print nobody reads; the first ones carry the answer. */
const mostShown = 3;
const maxUrlLength = 200;
const maxTitleSize = 150;
const maxFactSize = 50;
/** Of all lines together; three of the usual length stay far below it. */
const maxSize = 600;

/** The sources of an answer in small print, one a line, most important first; empty where there is none. */
export function sourceLines(sources: readonly Citation[]): string {
  let room = maxSize;
  const shown = sources
    .slice(0, mostShown)
    .map((citation) => `-# ${sourceLine(citation)}`)
    .filter((line) => {
      room -= weighText(line);
      return line !== '-# ' && room >= 0;
    });
  if (sources.length > shown.length && shown.length > 0) shown.push(`-# and ${sources.length - shown.length} more`);
  return shown.join('\n');
}

/** A source is cited in many answers, and its citation never changes. */
const sourceLine = onceForEach(renderSource);

function renderSource({ id, title, publisher, date, url }: Citation): string {
  const name = oneLine(title) === '' ? id : title;
  const shown = shorten(oneLine(name), maxTitleSize, literal, weighText);
  const facts = [publisher, date]
    .filter((fact) => fact !== '' && fact !== 'undated')
    .map((fact) => shorten(oneLine(fact), maxFactSize, literal, weighText));
  return [link(url, shown, maxUrlLength), ...facts].filter((each) => each.trim() !== '').join(' · ');
}
