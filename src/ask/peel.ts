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
