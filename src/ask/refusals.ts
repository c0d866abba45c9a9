import type { Candidate } from './candidates/candidate.ts';
import type { Likelihoods } from './classifier.ts';
import { type Concept, concepts } from './lexicon.ts';
import { asksToAct, chat, type Order } from './orders.ts';
import type { ElsewhereMention, Reading } from './reading.ts';
import type { Refusal } from './understanding.ts';

/** How like a question an article has to be to be the answer although other things speak against it. */
const speaksForItself = 0.72;
/** How likely a class has to be that tells how to do what sounds like an order. */
const surelyAsked = 0.55;
/** More than a model of the operator's own is believed. */
const surelyKnown = 0.9;
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
  if (has('secret') && ((told < enough && !isTold) || (wantsIt(reading) && !isHowTo(likely, surelyKnown))))
    return { reason: 'secret', confidence: 0.9 };
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
function isHowTo(likely: Likelihoods | undefined, least = surelyAsked): boolean {
  const [first] = likely?.best(1) ?? [];
  return first !== undefined && first.likelihood >= least && /^(?:article:|updates$)/.test(first.of);
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

/** How like a question an article has to be that has the other product's name in it. */
export const related = 0.6;
/** The same for a matter of its own and not only a name: `install windows`. */
const ownMatter = 0.72;

/** Concepts that a question about moving to MDaemon has. */
const moving: readonly Concept[] = ['migrate', 'move', 'difference'];
const comingFrom: ReadonlySet<string> = new Set(['from', 'von', 'vom', 'de', 'desde', 'statt', 'than']);

/** Refuses what is another product's matter, or one of computing in general. */
export function refuseElsewhere(
  reading: Reading,
  best: Candidate | undefined,
  isAbout: (subject: string) => boolean,
): Refusal | undefined {
  const foreign = reading.elsewhere.filter(({ kind }) => kind !== 'around');
  const [first] = foreign;
  if (first === undefined) return refuseAround(reading, best);
  if (foreign.some((each) => each.kind === 'product' && ownsWhatIsAsked(each, reading))) {
    return { reason: 'elsewhere', subject: first.subject, confidence: 0.85 };
  }
  // Articles and dates that are about the other product too: `multipop to office 365 stopped collecting`.
  const path = best?.call.path[0];
  const reads =
    path === 'article' || path === 'ports' || (!reading.has('port') && (path === 'deadlines' || path === 'renames'));
  const together = best !== undefined && foreign.every(({ subject }) => isAbout(subject));
  const matter = foreign.some(({ kind, words }) => kind === 'general' && words > 1);
  if (together && reads && best.score >= (matter ? ownMatter : related)) return undefined;
  const products = foreign.every(({ kind }) => kind === 'product');
  const ours = reading.has('product') || namesOwn(reading);
  const explicit = reading.services.length + reading.ports.length + reading.processes.length > 0;
  const from = foreign.every(({ behind }) => comingFrom.has(behind));
  if (products && from && reading.has('migrate')) return undefined;
  if (ours && products && (explicit || from || reading.has(...moving))) return undefined;
  return { reason: 'elsewhere', subject: first.subject, confidence: ours ? 0.75 : 0.95 };
}

/** Words by which a thing belongs to the product behind them. */
const belonging: ReadonlySet<string> = new Set(['of', 'on', 'in', 'bei', 'en']);
/** Words behind which the product stands that somebody wants to leave for. */
const leaving: ReadonlySet<string> = new Set(['to', 'zu', 'nach', 'a', 'hacia']);

/** `icewarp webadmin`, `the webmail port of smartermail`, `from mdaemon to office 365`: the other product's own matters. */
function ownsWhatIsAsked({ at, words: length, behind }: ElsewhereMention, { mentions, has }: Reading): boolean {
  if (has('migrate') && leaving.has(behind)) return true;
  const named = mentions.filter(({ named: { services } }) => services.length > 0);
  if (named.some((each) => each.at === at + length)) return true;
  return belonging.has(behind) && named.some((each) => each.at < at);
}

/** `iis default port`, `sophos web admin`: what stands beside MDaemon is meant itself, and not MDaemon with it. */
function refuseAround(
  { elsewhere, has, mentions, words, services }: Reading,
  best: Candidate | undefined,
): Refusal | undefined {
  const [first] = elsewhere;
  const path = best?.call.path[0];
  if (first === undefined || best === undefined || has('product') || (path !== 'ports' && path !== 'firewall'))
    return undefined;
  const admin = mentions.some(
    ({ named, at }) => named.services[0]?.id === 'remote-administration' && at === first.at + first.words,
  );
  const own = services.length === 0 && best.about.length === 0 && !has('firewall', 'open', 'need', 'rule');
  // `how do I forward a port on a fritzbox`
  const howTo = has('how') && services.length === 0 && best.about.length === 0;
  return admin || howTo || (own && words.length < 6)
    ? { reason: 'elsewhere', subject: first.subject, confidence: 0.8 }
    : undefined;
}

/** True where something is named that nobody else has: `worldclient`, `minger`. */
export function namesOwn({ mentions, words }: Reading): boolean {
  return mentions.some(({ named, at, words: length, concept }) => {
    if (concept !== undefined) return false;
    const typed = words.slice(at, at + length).join('');
    if (typed.includes('mdaemon')) return true;
    if (named.processes.length > 0 && typed.endsWith('.exe')) return true;
    return named.services.some(
      ({ id, former }) =>
        !genericServices.has(id) || former.some((name) => name.toLowerCase().replaceAll(' ', '') === typed),
    );
  });
}

/**
 * Services that other products have as well, by id. Where another product is named, such a service is taken for that
 * product's: the IMAP port of Gmail is not ours to tell.
 */
export const genericServices: ReadonlySet<string> = new Set([
  'mail',
  'web',
  'smtp',
  'mail-clients',
  'submission',
  'smtps',
  'pop3',
  'pop3s',
  'imap',
  'imaps',
  'odmr',
  'dns',
  'spamassassin',
  'antivirus',
  'product-updates',
  'activation',
  'webmail',
  'activesync',
  'autodiscover',
  'caldav',
  'carddav',
  'webdav',
  'syncml',
  'remote-administration',
  'xml-api',
  'xmpp',
  'bes',
  'clustering',
]);
