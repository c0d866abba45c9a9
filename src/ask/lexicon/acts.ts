import common from '../language/common.json' with { type: 'json' };

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that may precede a request: politeness, and a bot's name. */
export const politeness = words(common.politeness);

/** Words that address the bot as the one to do it. */
export const addressed: readonly RegExp[] = [
  /\b(?:can|could|would|will) (?:you|u)\b/,
  /\b(?:kannst|konntest|wurdest) du\b/,
  /\bfor (?:me|us)\b/,
  /\bfur (?:mich|uns)\b/,
  /\b(?:puedes|podrias|puede usted)\b/,
  /\b(?:please|pls|plz|bitte|por favor)\b/,
  /\b(?:i want|i need|i would like|id like) you to\b/,
];

/** Verbs that do something to a server, as an admin has them. The first list is refused even without politeness. */
export const deeds = words(common.deeds);

/** Of these the knowledge tells how to do many; as bare words they are a search as well: `disable automatic updates`. */
export const searched = words(common.searched);

/** Small talk. */
export const chat = words(common.chat);
