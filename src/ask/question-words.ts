/** The rest of a longer question is ignored. Characters. */
export const longestQuestion = 500;

/** Some characters stand for many; what is beyond this is not read either. */
const longestFolded = 2 * longestQuestion;

/** Lower case, without accents and umlauts, with plain marks; cut at 500 characters. Takes any text at all. */
export function foldQuestion(text: string): string {
  return fold(
    text
      .slice(0, longestQuestion)
      .replaceAll(/<[@#!][^>\s]{1,60}>/g, ' ')
      .toWellFormed()
      .normalize('NFKC')
      .slice(0, longestFolded),
  ).replaceAll('=', ' is ');
}

/** Lower case, without accents and umlauts. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/[’‘`´]/g, "'");
}

/** A run of letters and digits, with single marks inside: `4069/udp`, `24.5.1c`, `can't`, `mdaemon.exe`. */
const run = /[\p{L}\p{N}]+(?:[.\-_/:'@+&][\p{L}\p{N}]+)*/gu;

/** Runs that are one word although they have marks inside. */
const whole = [
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/,
  /^v?\d+(?:\.\d+){1,3}[a-z]?$/,
  /^v?\d+(?:\.\d+){0,2}\.x$/,
  /^cve-\d{4}-\d+$/,
  /^\d{4}-\d{2}(?:-\d{2})?$/,
  /^\d{1,2}\.\d{1,2}\.\d{4}$/,
  /^\d{1,5}\/(?:tcp|udp)$/,
  /^[\p{L}\p{N}_-]{1,60}\.(?:exe|sem|ini|dll|dat|db|ps1|log)$/u,
];

/** Names of machines and times of day: `mail-01`, `srv02`, `2am`. */
const idle = /^(?:\p{L}{2,12}-?0\d{1,2}|\d{1,2}(?:am|pm))$/u;
/** Without its mark it would be a name: `im`. */
const contraction = /^i'm$/;

/** `minger's shared secret` is about Minger. */
const possessive = /^[\p{L}\p{N}-]{2,}'s$/u;

/** Versions as they stand in banners, `mdaemon/24.5.1c`, and in ranges, `20.0.1-20.0.4`, with blanks around them. */
const glued: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])(\p{L}{2,20})[/_-]?(v?\d{1,3}(?:\.\d{1,3}){1,2}[a-z]?)(?![\p{L}\p{N}.])/gu, '$1 $2'],
  [/(?<![\w.])(v?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?)-(v?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?)(?![\w.])/g, '$1 to $2'],
  [/(?<![\w.])(v?\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?)\+(?![\w+])/g, '$1 and later'],
];
/** A record's number in any writing: `CVE 2020 18723`, `cve2020-18723`, `2020-18723`. A pair of years is none. */
const records: readonly RegExp[] = [
  /(?<![\w.-])cve[\s:_\u2010-\u2015-]{0,3}((?:19|20)\d\d)[\s_\u2010-\u2015-]{1,3}(\d{4,7})(?![\w.])/g,
  /(?<![\w.-])((?:19|20)\d\d)[_\u2010-\u2015-](?!(?:19|20)\d\d(?!\d))(\d{4,7})(?![\w.-])/g,
];
/** More of them are no question. */
const mostFurther = 4;
/** `CVE-2021-27180 and 27183`: the second is of the same year. */
const further = /(cve-(\d{4})-\d{4,7})((?:\s*,)?(?:\s+(?:and|or|und|oder|y|o))?\s+-?)(?=\d{5,7}(?![\w.]))/;

/** French and Italian articles and prepositions that lean on the next word: `l'imap`, `dell'antivirus`. */
const elided = /^(?:l|d|un|all|dall|dell|nell|sull)'(?=\p{L})/u;

/** Splits a folded text into words, in time that grows with its length only. */
export function readWords(folded: string): string[] {
  const words: string[] = [];
  for (const [text] of (/\d/.test(folded) ? spaced(folded) : folded).matchAll(run)) {
    if (idle.test(text)) continue;
    if (contraction.test(text)) words.push('i', 'am');
    else if (possessive.test(text) && !/^(?:what|that|it|there|here|who|how|where|when|why|let|he|she)'s$/.test(text))
      for (const part of text.slice(0, -2).split(/[.\-_/:@+&]/)) pushUnglued(part, words);
    else if (text.length <= 80 && whole.some((pattern) => pattern.test(text))) words.push(text);
    else
      for (const part of text
        .replace(elided, '')
        .replaceAll("'", '')
        .split(/[.\-_/:@+&]/))
        pushUnglued(part, words);
  }
  return words;
}

function spaced(folded: string): string {
  let text = folded;
  for (const record of records) text = text.replace(record, 'cve-$1-$2');
  for (let count = 0; count < mostFurther && further.test(text); count += 1)
    text = text.replace(new RegExp(further.source, 'g'), '$1$3cve-$2-');
  for (const [pattern, apart] of glued) text = text.replace(pattern, apart);
  return text;
}

/** `port25` is two words, `25tcp` is a port with its transport. */
function pushUnglued(text: string, words: string[]): void {
  if (text.length > 12 || !/\d/.test(text)) {
    words.push(text);
    return;
  }
  const named = /^(ports?|puertos?|tcp|udp|smtp|imap|pop|http|https|webmail|version|v)(\d{2,5})$/.exec(text);
  // `25er Versionen`
  const [, series] = /^(\d{1,2})er$/.exec(text) ?? [];
  if (series !== undefined) words.push(series, 'er');
  if (series !== undefined) return;
  const [, transported, transport] = /^(\d{1,5})(tcp|udp)$/.exec(text) ?? [];
  if (named !== null) words.push(named[1] ?? '', named[2] ?? '');
  else words.push(transported === undefined ? text : `${transported}/${transport}`);
}

/** The common part of a word's forms: `restarting` and `restarts` are `restart`. Rough, the same for both sides. */
export function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  for (const [ending, put] of endings) {
    if (word.endsWith(ending) && word.length - ending.length + put.length >= 4) {
      return word.slice(0, word.length - ending.length) + put;
    }
  }
  return word;
}

const endings: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['sses', 'ss'],
  ['ations', 'at'],
  ['ation', 'at'],
  ['ings', ''],
  ['ing', ''],
  ['ated', 'at'],
  ['ates', 'at'],
  ['ate', 'at'],
  ['ed', ''],
  ['ss', 'ss'],
  ['es', ''],
  ['s', ''],
  ['en', ''],
  ['e', ''],
];

/** Names in a greeting. */
const everybody =
  'guys|all|team|folks|everyone|everybody|there|bot|admin|admins|sir|zusammen|leute|kollegen|alle|a todos|todos|equipo|gente';

/** Introductions that aren't part of the question; they are removed until none is left. */
const before: readonly RegExp[] = [
  new RegExp(
    `^(?:hi|hey|hello|hallo|moin|servus|hola|buenas|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|abend)|dear)(?: (?:${everybody}))?\\s*[,!.:;-]+\\s*`,
    'iu',
  ),
  new RegExp(`^(?:hi|hey|hello|hallo|moin|servus|hola|buenas) (?:${everybody})\\s+`, 'iu'),
  /^(?:please|pls|plz|bitte|por favor)[ ,]+(?=(?:tell|explain|say|sag|dime)\b)/iu,
  /^(?:can|could|would|kannst|puedes) (?:you|u|du|somebody|someone|anybody|anyone) (?:please |bitte )?(?:tell|explain to|remind|sagen|decirme)(?: me| us| mir| uns)?\s*[,:]?\s+(?=\S+ \S)/iu,
  /^(?:please )?(?:tell|explain to|remind|sag|dime|digame)(?: me| us| mir| uns)?(?: quickly| please| bitte| mal)*\s*[,:]?\s+(?=(?:what|which|where|when|why|how|who|if|whether|is|are|do|does|can|welche|was|wie|wo|wann|ob|que|cual|como)\b)/iu,
  /^(?:quick |short |stupid |dumb |silly |simple |one |another |kurze |dumme |small )?(?:question|q|frage|pregunta|re|fwd|fw|aw|subject|betreff|asunto|urgent|mdaemon)\s*:\s*/iu,
  /^(?:(?:my|our|the|a|der|die|mein|unser|unsere|el|la|mi|nuestro) )?(?:\p{L}+ ){0,2}?(?:boss|chef|chefin|jefe|auditor|auditors|auditoria|manager|colleague|kollege|customer|kunde|cliente|user|admin|developer|developers|intern|azubi|security|support|helpdesk|help desk|service desk|it|team|guy|department|vendor)(?: \p{L}+)?(?: (?:asks?|asked|fragt|pregunta|says|wants to know|would like to know|will wissen|moechte wissen|möchte wissen|quiere saber))?(?: (?:me|us|mich|uns))?\s*:\s*/iu,
  /^(?:i )?(?:just )?(?:need|want|would like|wanted) to know[,:]?\s+/iu,
];

/** Endings that aren't part of the question. */
const behind: readonly RegExp[] = [
  /[\s,.!;:-]+(?:many |vielen |besten |muchas |lots of )?(?:thx|thanks|thank you|thank u|ty|cheers|danke|dankeschon|dankeschön|gracias|saludos|lg|mfg)(?: (?:a lot|so much|in advance|guys|all|again|very much|schon|schön|im voraus|de antemano))*[\s.!]*$/iu,
  /[\s,.!;:-]+(?:please|pls|plz|bitte|por favor)[\s.!]*$/iu,
  /[?.!\s,]+(?:i )?(?:really |honestly )?(?:dont|don't|do not) (?:really )?know[\s.!]*$/iu,
];

/** How often it is looked for another. */
const mostPeeled = 4;
/** Thanks and greetings are short; no more of a text's end is looked at. */
const longestBehind = 60;

/** A question without the greeting, the thanks and the name of who asks. Where nothing else is left, all of it. */
export function peel(text: string): string {
  let rest = text.trim();
  for (let count = 0; count < mostPeeled; count += 1) {
    const shorter = peelOnce(rest);
    if (shorter === rest) break;
    if (!/[\p{L}\p{N}]/u.test(shorter)) return rest;
    rest = shorter;
  }
  return rest;
}

function peelOnce(text: string): string {
  for (const pattern of before) {
    const found = pattern.exec(text.slice(0, 2 * longestBehind));
    if (found !== null) return text.slice(found[0].length);
  }
  const start = Math.max(0, text.length - longestBehind);
  for (const pattern of behind) {
    const found = pattern.exec(text.slice(start));
    if (found !== null) return `${text.slice(0, start + found.index)}${found[0].includes('?') ? '?' : ''}`;
  }
  return text;
}

/** Tags that turn a statement into a question: `4069 is udp, right?`, `IMAP ist 993, oder?`. */
const tag = new RegExp(
  `[\\s,;:.–—¿-]+(?:(?:or|and|oder|o) )?(?:${[
    "right|correct|true|yes|no|not|wrong|ok|eh|huh|yeah|innit|agreed|really|is it|isnt it|isn't it|is that right|is that correct|is that true|is this right|is this correct|isnt that so|arent they|aren't they|are they|doesnt it|doesn't it|does it|dont they|don't they|dont i|don't i|do i|wasnt it|wasn't it|was it|can i|cant i|can't i|am i right|or am i wrong",
    "oder|oder nicht|nicht wahr|richtig|stimmts|stimmt's|stimmt|stimmt das|nicht|ja|gell|ne|korrekt|wahr",
    'verdad|cierto|correcto|si|es cierto|es correcto|es verdad|no es asi|no es cierto|a que si',
  ].join('|')})\\s*[?？!.]*\\s*$`,
  'u',
);
/** A bare word of these is no tag without a mark before it: `what is right`, `should it be open or not`. */
const needsMark =
  /^\s+(?:right|correct|true|yes|no|not|wrong|ok|really|ja|nicht|si|richtig|ne|is it|are they|does it|do i|was it|can i)\b/u;

/** A question without the tag at its end, and whether it had one. */
export function cutTag(folded: string): { readonly text: string; readonly tagged: boolean } {
  const end = folded.slice(-60);
  const found = tag.exec(end);
  const body = found === null ? '' : folded.slice(0, folded.length - end.length + found.index);
  // `is it tcp?` is all question, and no tag.
  if (found === null || body.trim().split(/\s+/).length < 2) return { text: folded, tagged: false };
  if (needsMark.test(found[0]) && !/[?？]/.test(found[0])) return { text: folded, tagged: false };
  return { text: `${body}?`, tagged: true };
}

/** "Instead of port 25", in three languages. Only numbers: "instead of WorldClient" asks for the new name of it. */
const unwanted =
  /(?:^|(?<=[\s,(]))(?:instead of|rather than|in place of|anstatt|statt|anstelle von|en vez de|en vez del|en lugar de|en lugar del)\s+(?:(?:the|using|open|opening|port|ports|tcp|puerto|el|den|dem)\s+){0,3}\d{1,5}(?:\/(?:tcp|udp))?(?![\w.])/giu;

/**
 * A question without the ports its writer does not want: "which port instead of 25" must not be answered with 25. All of
 * it where nothing else is left, and where another number is: "587 instead of 25?" compares the two.
 */
export function cutUnwanted(text: string): string {
  const rest = text.replace(unwanted, ' ');
  return /\p{L}{2}/u.test(rest) && !/\d{2}/.test(rest) ? rest : text;
}
