import common from './language/common.json' with { type: 'json' };
import type { Reading } from './reading.ts';

/** How surely a text is an order to do something to a server. */
export type Order = 'no' | 'maybe' | 'yes';

/** Articles and possessives: `restart the server` is an order, `restart webmail` may be what somebody searches for. */
const objects: ReadonlySet<string> = new Set(
  'the my our your this that it me us him her user port account ip address mailbox all a an den die das dem meinen mein unseren unser el la los las mi nuestro un una'.split(
    ' ',
  ),
);

/** Verbs for files. They are an order only if someone else is to do it: `put RESTART.SEM there for me`. */
const puts: ReadonlySet<string> = new Set(['put', 'drop', 'place', 'copy', 'leg', 'lege', 'kopiere', 'pon', 'copia']);

/** `ports 110 and 143: go ahead and close them` */
function goAhead(text: string): boolean {
  const [, verb = ''] = /\bgo ahead and (\p{L}+)/u.exec(text) ?? [];
  return deeds.has(verb);
}

/** Spanish hangs the object onto its verb: `ciérrame`. */
function withoutObject(word: string): string {
  const bare = word.replace(/(?:me|nos|te)?(?:lo|la|los|las|le|les)?$/, '');
  return deeds.has(bare) ? bare : word;
}

/** `mdaemon update port`: behind a verb that is a noun as well, at the end. */
const things: ReadonlySet<string> = new Set(['port', 'ports', 'address', 'puerto']);
/** Words that follow a noun, not a verb: `update of spam rules`. */
const notObjects: ReadonlySet<string> = new Set(
  'of for from by is was are check notice blocked fails failed von fur para de'.split(' '),
);

/** `create a mailbox` means one that somebody wants. */
const newThings: ReadonlySet<string> = new Set(['a', 'an', 'ein', 'eine', 'einen', 'un', 'una']);

const openers: ReadonlySet<string> = new Set(['open', 'allow', 'forward']);
const behindNouns: ReadonlySet<string> = new Set([
  'after',
  'because',
  'cause',
  'reason',
  'on',
  'in',
  'of',
  'by',
  'during',
  'date',
  'log',
]);

/** Reads an order: a deed as the first word behind the politeness, and no question. */
export function asksToAct({ words, has, asks }: Reading): Order {
  const start = words.findIndex((word) => !politeness.has(word));
  const first = words[start] ?? '';
  const text = words.join(' ');
  const polite = addressed.some((pattern) => pattern.test(text));
  // Of what was, nobody asks for: `could you turn that off in the old days`.
  if (has('past')) return 'no';
  if (goAhead(text)) return 'yes';
  const verb = deeds.has(first) ? first : withoutObject(first);
  if (!deeds.has(verb) && !(polite && puts.has(verb))) return 'no';
  // Rules to paste and lists change nothing.
  const ports = words.some((word) => word === 'ports' || word === 'puertos') && !words.some((word) => /^\d/.test(word));
  if (has('rule') || ((verb === 'open' || verb === 'close') && ports)) return 'no';
  // `need to open which port`, `can i close …` have somebody else in front of the verb.
  const before = words.slice(0, start);
  const own = before.some((word) => ['i', 'to', 'ich', 'quiero'].includes(word));
  if ((asks || own) && !polite) return 'no';
  const follows = words[start + 1] ?? '';
  // `update ports`, `mdaemon reboot` are things, and no orders.
  const thing = start + 2 >= words.length && things.has(follows);
  if (!polite && (thing || notObjects.has(follows))) return 'no';
  const object = objects.has(follows) || newThings.has(follows) || /^\d/.test(follows);
  if (!polite && !object && (before.includes('mdaemon') || (words.length < 4 && has('port', 'hour', 'date', 'config'))))
    return 'no';
  if (own) return 'yes';
  if (has('how') && !polite) return 'no';
  if (has('which', 'what', 'why', 'when', 'where') && !polite) return 'no';
  // `turn off automatic updates please, how do I do that`
  if (polite) return has('how') ? 'maybe' : 'yes';
  // `open firewall for activesync`, `restart after an update`: what for, and no order.
  if (!polite && !object && (openers.has(verb) || behindNouns.has(follows))) return 'no';
  if (verb === 'restart' && (has('only') || words.includes('without'))) return 'maybe';
  // `block ip 10.1.2.3` names the one it means; nobody searches for that.
  if (words.some((word) => /^\d{1,3}(?:\.\d{1,3}){3}/.test(word))) return 'yes';
  return searched.has(verb) && !newThings.has(follows) ? 'maybe' : 'yes';
}

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
