import { isLimited, type KnowledgeBase, type Port } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import { concepts } from '../lexicon.ts';
import {
  describeRows,
  encryptionVerdict,
  exposureVerdict,
  factVerdict,
  isBehindWithout,
  needVerdict,
  type PortVerdictInput,
  type SettledVerdict,
} from './port-facts.ts';
import { carriedVerdict, movedVerdict, ownPortVerdict, serviceVerdict } from './service-verdict.ts';

/**
 * `do I need 995 if nobody uses pop`: what only serves what is not used need not be open; what serves more depends on
 * the rest.
 */
export function unusedVerdict({ reading, rows, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const { has, unused } = reading;
  if (unused.length === 0 || !has('need', 'open', 'close', 'unneeded', 'keep', 'safe')) return undefined;
  const era = rows[0]?.era ?? 'now';
  const theirs = new Set(unused.flatMap((service) => knowledge.portsOfService(service, era)));
  const free = rows.filter((row) => theirs.has(row));
  if (free.length === 0) return undefined;
  const left = rows.filter((row) => !theirs.has(row));
  const names = joinWords(unused.map(({ name }) => name));
  const others = left.length === 0 ? [] : [`But ${describeRows(left)}.`];
  const away = has('close', 'unneeded');
  const says =
    left.length > 0 ||
    free.some(
      shared(
        unused.map(({ id }) => id),
        knowledge,
      ),
    )
      ? 'depends'
      : away
        ? 'yes'
        : 'no';
  return {
    verdict: { says, because: [`Not for ${names} if you don’t use it.`, ...others].join(' ') },
    explains: concepts('need open close unneeded keep use people safe inbound outbound old'),
    settled: true,
  };
}

/** True for a port that others use as well. A group that stands for the unused one is no other. */
function shared(ids: readonly string[], knowledge: KnowledgeBase) {
  const isGroupOf = (id: string) => knowledge.service(id)?.includes.some((member) => ids.includes(member)) === true;
  return ({ services }: Port) => services.some(({ id }) => !ids.some((each) => isVariant(id, each)) && !isGroupOf(id));
}

/** `pop3s` is `pop3`, over TLS. */
function isVariant(id: string, of: string): boolean {
  return id === of || id === `${of}s` || `${id}s` === of;
}

/** Answers `is 4069 tcp`, `is 993 imap`, `do I need 366`, `may 1000 be open to the internet` from the rows. */
export function portVerdict(input: PortVerdictInput): SettledVerdict | undefined {
  const { reading, rows, asked } = input;
  if (!reading.yesNo) return undefined;
  if (rows.length === 0) return listedVerdict(input);
  const { has } = reading;
  const moved = movedVerdict(input);
  if (moved !== undefined) return moved;
  // `can I activate without internet` asks for no port to be let in.
  if (input.ports.length === 0 && lacksInternet(reading)) return undefined;
  const unused = unusedVerdict(input);
  if (unused !== undefined) return unused;
  const own = ownPortVerdict(input) ?? carriedVerdict(input);
  if (own !== undefined) return own;
  const listed = listedVerdict(input);
  if (listed !== undefined) return listed;
  // Whether something is needed in a direction it does not have is a fact as well.
  const { direction } = asked;
  const without = direction !== undefined && !rows.some(({ directions }) => directions.includes(direction));
  const asksNeed = input.ports.length > 0 && has('need') && !has('open') && !without;
  // That 4069 is UDP does not make it needed; that it is not TCP settles the need of a TCP rule.
  const { transport } = asked;
  const fits = transport !== undefined && rows.every(({ transports }) => transports.includes(transport));
  const facts = (transport !== undefined && !(fits && asksNeed)) || (direction !== undefined && !asksNeed);
  if (facts && !has('close', 'unneeded', 'keep', 'internet')) return factVerdict(input);
  // A port for a private network isn't approved just because it is asked for by its right name.
  const guarded = has('internet', 'open') && rows.some(isLimited);
  if (guarded && !has('close', 'unneeded', 'private') && (has('need') || !has('use'))) return exposureVerdict(input);
  // Nor is any other: `may 993 face the internet for IMAP` asks who may reach it, and not whose it is.
  const exposes = has('internet') && input.ports.length > 0 && direction === undefined;
  if (exposes && !has('need', 'use', 'close', 'unneeded', 'private')) return exposureVerdict(input);
  const gone = has('need') && rows.every(({ status }) => status === 'obsolete');
  if (input.ports.length > 0 && reading.services.length > 0 && !has('close', 'unneeded') && !gone) {
    const paired = serviceVerdict(input);
    if (paired !== undefined) return paired;
  }
  const obsolete = rows.every(({ status }) => status === 'obsolete');
  if (has('close', 'need', 'unneeded', 'keep', 'off') || (obsolete && has('use'))) return needVerdict(input);
  if (has('internet', 'safe', 'private', 'open', 'restrict')) return exposureVerdict(input);
  if (input.ports.length === 0 && !reading.verbFirst) return factVerdict(input);
  return encryptionVerdict(input) ?? factVerdict(input);
}

/** `can I activate without internet`. */
function lacksInternet({ words, concepts }: PortVerdictInput['reading']): boolean {
  return (concepts.get('internet') ?? []).some((at) => isBehindWithout(words, at, 1));
}

const newWords: ReadonlySet<string> = new Set(['new', 'neu', 'nuevo', 'newer']);

/** `was 366 on the list`, `is 444 new`. */
function listedVerdict({ reading, asked, ports, services, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const { has } = reading;
  const isNew = has('changed') || newWords.has(reading.words.at(-1) ?? '');
  const facts = [asked.transport, asked.direction, asked.encryption].some((each) => each !== undefined);
  if ((!isNew && asked.era !== 'then') || facts || has('close', 'need', 'same')) return undefined;
  const inList = [
    ...ports.flatMap(({ rows }) => rows.filter(({ era }) => era === 'then')),
    ...services.flatMap((service) => knowledge.portsOfService(service, 'then')),
  ];
  const name = joinWords([...ports.map(({ port }) => String(port)), ...services.map((service) => service.name)]);
  const because =
    inList.length > 0 ? `${name} is on the list of 2008 to 2010.` : `${name} is not on the list of 2008 to 2010.`;
  return {
    verdict: { says: inList.length > 0 !== isNew ? 'yes' : 'no', because },
    explains: ['past', 'changed', 'list', 'exists', 'use', 'open'],
    settled: true,
  };
}
