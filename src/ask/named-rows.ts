import { normaliseName, type Port, type Process, type Service } from '../../knowledge/knowledge.ts';
import { type Concept, concepts } from './lexicon.ts';
import type { Mention } from './reading.ts';

/** Ordinary words that are also names say little where something else is named. */
const passedOver: ReadonlySet<Concept> = new Set(
  concepts('update autoupdate mail send receive server licence tls people http'),
);

/** The services that are named; a group only where none of its members is, nor any other on its ports. */
export function servicesOf(
  all: readonly Mention[],
  onTheWay: boolean,
  portsOf: (service: Service) => readonly Port[],
): Service[] {
  // `mail from other servers` names no service; it says what is on its way.
  const mentions = onTheWay ? all.filter(({ concept }) => concept !== 'mail' && concept !== 'server') : all;
  const strong = mentions.filter(
    (mention) => mention.concept === undefined || !passedOver.has(mention.concept) || isListed(mention, mentions),
  );
  const withService = strong.some(({ named }) => named.services.length > 0) ? strong : mentions;
  const found = [...new Set(withService.flatMap(({ named }) => named.services.slice(0, 1)))];
  // `imap over ssl for thunderbird` asks for that of IMAP, and not for all that a mail program may use.
  const isWithin = (member: Service, group: Service) => {
    const all = portsOf(group);
    const own = portsOf(member);
    return group.includes.includes(member.id) || (own.length > 0 && own.every((row) => all.includes(row)));
  };
  return found.filter(
    (group) => group.includes.length === 0 || !found.some((member) => member !== group && isWithin(member, group)),
  );
}

/** A list has that many names. */
const shortestList = 3;

/** `mail server, webmail and phones`: a name among others that stand right beside it is meant as one. */
function isListed({ at, words }: Mention, mentions: readonly Mention[]): boolean {
  const named = mentions.filter(({ named: { services } }) => services.length > 0);
  const beside = named.some((other) => other.at === at + words || other.at + other.words === at);
  return beside && named.length >= shortestList;
}

/**
 * Programs go by the names of services as well; those are meant where a program is asked for, or the file is named, or
 * where it is the program's own name and the service has it only as one among others.
 */
export function processesOf(
  mentions: readonly Mention[],
  words: readonly string[],
  asksForProcess: boolean,
  noPort: boolean,
): Process[] {
  const meant = mentions.flatMap(({ named, at, words: length }) => {
    const [process] = named.processes;
    const [service] = named.services;
    if (process === undefined) return [];
    const typed = words.slice(at, at + length).join('');
    const file = typed.endsWith('.exe');
    const own = length === 1 && normaliseName(process.name).replace(/exe$/, '') === typed;
    const serviceOwn =
      service !== undefined &&
      [service.name, service.id, ...service.former].some((name) => normaliseName(name) === typed);
    return asksForProcess || file || service === undefined || (own && noPort && !serviceOwn) ? [process] : [];
  });
  return [...new Set(meant)];
}
