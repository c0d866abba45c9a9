import { changesInWords, countChanges } from './changes-in-words.ts';
import { placeInWords } from './command-place.ts';
import type { Registration } from './register-commands.ts';

/** What registering came to, for a terminal: the changes, and a sentence about them. */
export function describeRegistration({ application, place, outcome, changes }: Registration): string {
  const where = `${placeInWords(place)}, application ${application.name} (${application.id})`;
  if (outcome === 'unchanged') return `Nothing to do: Discord has the same commands ${where}.`;
  const what = changes === undefined ? 'everything, since what was there cannot be read here' : countChanges(changes);
  const sentence =
    outcome === 'registered' ? `Written ${where}: ${what}.` : `Would be written ${where}: ${what}. Nothing was done.`;
  return [...changesInWords(changes ?? []), sentence].join('\n');
}
