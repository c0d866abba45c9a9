import { type Citation, onceForEach } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { link, literal } from './escape.ts';

/** More is small print nobody reads; the first ones carry the answer. */
const maxShown = 3;
/** With these, three sources fit into a context block whatever is in them. */
const maxUrlLength = 500;
const maxTitleLength = 250;
const maxFactLength = 100;

/** The sources of an answer in small print, one a line, most important first; `undefined` where there is none. */
export function sourceLines(sources: readonly Citation[]): string | undefined {
  if (sources.length === 0) return undefined;
  const shown = sources.slice(0, maxShown).map(sourceLine);
  if (sources.length > maxShown) shown.push(`and ${sources.length - maxShown} more`);
  return shown.join('\n');
}

/** A source is cited in many answers, and its citation never changes. */
const sourceLine = onceForEach(renderSource);

function renderSource({ title, publisher, date, url }: Citation): string {
  const shown = shorten(oneLine(title), maxTitleLength, literal);
  const facts = [publisher, date]
    .filter((fact) => fact !== '' && fact !== 'undated')
    .map((fact) => shorten(oneLine(fact), maxFactLength, literal));
  return [link(url, shown, maxUrlLength), ...facts].join(' · ');
}
