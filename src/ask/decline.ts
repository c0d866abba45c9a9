import { asksToAct, type Order } from './asks-to-act.ts';
import type { Candidate } from './candidates/candidate.ts';
import type { Likelihoods } from './classifier.ts';
import { chat } from './lexicon/acts.ts';
import { type Concept, concepts } from './lexicon.ts';
import type { Reading } from './reading.ts';
import { refuseElsewhere, related } from './refuse-elsewhere.ts';
import type { Refusal } from './understanding.ts';

/** How like a question an article has to be to be the answer although other things speak against it. */
const speaksForItself = 0.72;
/** How likely a class has to be that tells how to do what sounds like an order. */
const surelyAsked = 0.7;
/** How like `what is a semaphore file` an article has to be, since encyclopedias are asked in the same way. */
const definesIt = 0.78;

/**
 * Refuses what is not to be answered with the best candidate: orders, secrets, small talk, other products' matters.
 */
export function refusal(
  reading: Reading,
  best: Candidate | undefined,
  isAbout: (subject: string) => boolean,
  sentences: readonly Reading[] = [],
  likely?: Likelihoods,
): Refusal | undefined {
  const { has, words } = reading;
  const told = best !== undefined && best.by === 'text' && best.call.path[0] === 'article' ? best.score : 0;
  const order = strongest([reading, ...sentences].map(asksToAct));
  const howTo = best !== undefined && !['ports', 'firewall'].includes(best.call.path[0] ?? '');
  const isAsked = (howTo && best.score >= speaksForItself) || isHowTo(likely);
  if (order === 'yes' || (order === 'maybe' && !isAsked)) {
    return { reason: 'act', confidence: order === 'yes' ? 0.95 : 0.8 };
  }
  const enough = has('amount', 'how') ? related : speaksForItself;
  // `will he be locked out if his phone keeps trying an old password` wants none told.
  const happens =
    (reading.yesNo || has('amount')) && has('close', 'fail', 'keep') && !words.some((word) => givers.has(word));
  const isTold = happens || isHowTo(likely);
  if (has('secret') && ((told < enough && !isTold) || wantsIt(reading))) return { reason: 'secret', confidence: 0.9 };
  const foreign = refuseElsewhere(reading, best, isAbout);
  if (foreign !== undefined) return foreign;
  if (has('licence') && words.some((word) => keys.has(word)) && wantsIt(reading) && !has('amount')) {
    return { reason: 'secret', confidence: 0.85 };
  }
  if (isDefinition(reading) && told < definesIt) return { reason: 'elsewhere', confidence: 0.85 };
  if (told < speaksForItself && isChat(reading)) return { reason: 'chat', confidence: 0.9, ...repliedTo(words) };
  return undefined;
}

/** `switch automatic updates off`, `zips with a password land in quarantine`: the classifier knows what tells of that. */
function isHowTo(likely: Likelihoods | undefined): boolean {
  const [first] = likely?.best(1) ?? [];
  return first !== undefined && first.likelihood >= surelyAsked && /^(?:article:|updates$)/.test(first.of);
}

function strongest(orders: readonly Order[]): Order {
  return orders.find((order) => order === 'yes') ?? orders.find((order) => order === 'maybe') ?? 'no';
}

/** `what is the password` wants it told; `how long is the shared secret` does not. */
function wantsIt({ has, words }: Reading): boolean {
  return !has('how', 'amount', 'why') && (has('what', 'which', 'where') || words.some((word) => givers.has(word)));
}

const keys: ReadonlySet<string> = new Set(['key', 'keys', 'schlussel', 'schluessel', 'lizenzschlussel', 'clave']);

const givers: ReadonlySet<string> = new Set(
  'give show tell send reveal print our my your gib zeig sag dame dime muestra nuestra mi unser mein'.split(' '),
);

/** `what is a port` asks about the world, not about MDaemon. */
function isDefinition({ words, mentions, ports, has }: Reading): boolean {
  if (ports.length > 0 || has('product')) return false;
  const text = words.join(' ');
  // `difference between imap and pop3`, `how does smtp work`
  const strangers = mentions.filter(({ named }) => !protocols.has(named.services[0]?.id ?? ''));
  const general =
    has('difference') ||
    /\b(?:how (?:does|do) .* work|stands? for|wofur steht|como funciona|wie funktioniert)\b/.test(text);
  const onPorts = has('port', 'tls', 'starttls', 'plain', 'firewall', 'open', 'close');
  if (mentions.length > 0 && strangers.length === 0 && general && !onPorts) return true;
  const [only] = mentions;
  const protocol = only !== undefined && mentions.length === 1 && protocols.has(only.named.services[0]?.id ?? '');
  if (protocol && /^(?:what is|whats|was ist|que es|explain|define) [\w ]+$/.test(text) && words.length < 5)
    return true;
  if (mentions.some(({ concept }) => concept === undefined)) return false;
  return /^(?:what is|whats|what are|was ist|was sind|que es|que son|explain|define|how does|how do) (?:a |an |ein |eine |un |una )\w+(?: \w+)?$/.test(
    words.join(' '),
  );
}

/** Terms that any encyclopedia explains. */
const protocols: ReadonlySet<string> = new Set('smtp smtps imap imaps pop3 pop3s dns web mail webdav'.split(' '));

function isChat({ words, mentions, ports, versions, terms }: Reading): boolean {
  if (mentions.length + ports.length + versions.length > 0) return false;
  const tells = terms.some((term) => term.startsWith('c:') && !smallTalk.has(term.slice(2) as Concept));
  return !tells && words.some((word) => chat.has(word));
}

/** A greeting is returned, and so are thanks. */
function repliedTo(words: readonly string[]): { subject?: string } {
  if (words.some((word) => thanks.has(word))) return { subject: "You're welcome." };
  return words.some((word) => greetings.has(word)) ? { subject: 'Hello.' } : {};
}

const thanks: ReadonlySet<string> = new Set(
  'thanks thank thx ty cheers danke dankeschon gracias merci grazie bedankt dzieki obrigado obrigada'.split(' '),
);
const greetings: ReadonlySet<string> = new Set(
  'hi hello hey hiya howdy morning evening hallo moin servus guten hola buenos buenas bonjour salut ciao buongiorno hoi czesc ola'.split(
    ' ',
  ),
);

const smallTalk: ReadonlySet<Concept> = new Set(
  concepts('what how who now night when find only product need which why'),
);
