import type { KnowledgeBase, Port } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import { concepts } from '../lexicon.ts';
import type { PortVerdictInput, SettledVerdict } from './settled-verdict.ts';
import { describeRows } from './words.ts';

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
  const away = has('close', 'unneeded') && !has('keep');
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
    verdict: { says, because: [`Not for ${names}, if that is not used.`, ...others].join(' ') },
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
