import type { Service } from '../../knowledge/knowledge.ts';
import type { Mention } from './reading.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Phrases that say someone doesn't use a thing. A few words may stand in between. */
const far = words(
  'nobody noone without never dont doesnt didnt havent hasnt neither niemand keiner ohne nie niemals nadie sin nunca ningun ninguno ninguna',
);
const farWords = 6;
/** Words that may as well belong to something else: these stand near, or before a word of using. */
const near = words('no not none kein keine keinen keinem nicht non zero');
const nearWords = 2;
const using = words(
  'use using used have having run running offer need want wants collect collects nutzen benutzen verwenden haben benutzt nutzt brauchen usa usamos usan tenemos uso',
);
/** Words that begin another clause, which ends a negation. */
const stops = words(
  'if when but so then can may do does is are must should which what how why where kann darf muss soll ist sind welche was wie puedo debo es son que cual only wenn aber si pero',
);

/** The services that a question says are not used: `if nobody uses pop`, `without activesync`, `we have no BlackBerry`. */
export function unusedServices(all: readonly string[], mentions: readonly Mention[]): Service[] {
  return [...new Set(mentions.flatMap(({ at, named }) => (isUnused(all, at) ? [...named.services.slice(0, 1)] : [])))];
}

function isUnused(all: readonly string[], at: number): boolean {
  for (let back = 1; back <= farWords && at - back >= 0; back += 1) {
    const word = all[at - back] ?? '';
    // `no one`
    if (far.has(word) || (word === 'one' && all[at - back - 1] === 'no')) return true;
    if (near.has(word)) {
      const between = all.slice(at - back + 1, at);
      if (back <= nearWords || between.some((each) => using.has(each))) return true;
    }
    if (stops.has(word)) return false;
  }
  return false;
}
