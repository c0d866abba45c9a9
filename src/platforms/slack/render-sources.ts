import type { Citation } from '../../bot/answer.ts';
import { link, literal } from './escape.ts';
import { slackLimits } from './limits.ts';
import { shorten } from './shorten.ts';

const maxShown = 5;
/** Keeps five sources with the longest address within one context block. */
const maxUrlLength = 400;

/** The sources of an answer in small print, one a line, most important first; `undefined` where there is none. */
export function sourceLines(sources: readonly Citation[]): string | undefined {
  if (sources.length === 0) return undefined;
  const lines = sources.slice(0, maxShown).map(({ title, publisher, date, url }) => {
    const shown = link(url, cut(title, 120), maxUrlLength);
    const facts = [publisher, date].filter((fact) => fact !== '').map((fact) => literal(cut(fact, 60)));
    return [shown, ...facts].join(' · ');
  });
  if (sources.length > maxShown) lines.push(`and ${sources.length - maxShown} more`);
  return shorten(lines.join('\n'), slackLimits.contextText, (text) => text);
}

function cut(text: string, maxLength: number): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), maxLength, (plain) => plain);
}
