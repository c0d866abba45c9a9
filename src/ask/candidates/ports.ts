import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import { type Asked, asideOfPorts, asksToMove, partOfPorts, portsExplain, readAsked } from '../read-ports.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';
import { namedPorts, usefulFilters } from './named-ports.ts';

/** A question about ports that names none and no service. */
export function allPorts(reading: Reading, asked: Asked, knowledge: KnowledgeBase): Candidate[] {
  const { has } = reading;
  const theList =
    (has('past') && has('changed') && reading.plain.length + reading.mentions.length === 0) ||
    (has('past') && reading.words.some((word) => ['list', 'liste', 'lista'].includes(word)));
  const oneWay =
    has('inbound', 'outbound') && has('need', 'use', 'open', 'product', 'list', 'rule', 'what', 'which', 'server');
  const ofTransport =
    has('tcp', 'udp') && (has('product', 'list', 'inbound', 'outbound') || (has('which') && !reading.yesNo));
  const forFirewall =
    theList ||
    oneWay ||
    ofTransport ||
    (has('firewall') && !has('software', 'process', 'exempt') && has('product', 'open', 'need', 'rule'));
  if ((!has('port') && !forFirewall) || reading.strange.length > 1) return [];
  const filters = usefulFilters(asked, [knowledge.rows.ports]);
  const filtered = Object.keys(filters).length > 0;
  const clear = has('product', 'firewall', 'list', 'default', 'eras') || filtered || asked.era !== undefined;
  const asks = has('open', 'need', 'use', 'which', 'what', 'exists');
  const choice = (has('tls') && has('starttls')) || (has('never') && has('open', 'need', 'use')) ? 1 : 0;
  const compared = has('difference') && !has('past') ? 1 : 0;
  // Outbound connections go to the internet.
  const part =
    partOfPorts.filter(
      (concept) =>
        has(concept) && !(concept === 'internet' && has('outbound')) && !(concept === 'between' && has('past')),
    ).length +
    choice +
    compared;
  // Somebody's ports are asked for, and who that is nobody knows.
  // Texts are English, so any word of another language is one of which nobody knows.
  const stranger = reading.strange.length > 0 && (!has('product') || reading.language === 'english') ? 0.6 : 1;
  // A list of everything is no answer to what it says nothing about.
  const said = new Set<Concept>([...portsExplain, ...partOfPorts, ...asideOfPorts]);
  const aside = [...reading.concepts.keys()].filter((concept) => !said.has(concept)).length + reading.plain.length;
  const score = (clear ? 0.94 : asks ? 0.91 : 0.6) * 0.72 ** part * stranger * 0.75 ** Math.min(aside, 4);
  const era = asked.era === undefined ? {} : { era: asked.era };
  return [
    {
      call: callOf(['ports'], { ...filters, ...era }, ['ports', ...Object.values(filters), ...Object.values(era)]),
      about: [],
      score,
      by: 'structure',
      explains: [...portsExplain, ...partOfPorts],
      remarks: [],
    },
  ];
}

/** The ports of what is named, or of everything. */
export function portsCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const all = reading.ports.filter(({ rows }) => rows.length > 0);
  // `can I close 25 if all use 587` is about 25.
  const main = all.filter(({ conditional }) => !conditional);
  const known = main.length > 0 ? main : all;
  const unknown = reading.ports.filter(({ rows }) => rows.length === 0);
  // `can I move Webmail to 8443` asks about Webmail.
  const moves = asksToMove(reading) && unknown.length === 1 && reading.services.length > 0;
  if (known.length === 0 && unknown.length > 0 && !moves) return [];
  const asked = readAsked(reading);
  if (known.length + reading.services.length === 0) return allPorts(reading, asked, knowledge);
  if (isNegated(reading)) return [];
  // Beside numbers, a service is what the numbers are asked about: `is 993 imap`.
  const services = known.length > 0 ? [] : reading.services;
  return [namedPorts(reading, asked, known, services, unknown, knowledge)];
}

const nobody: ReadonlySet<string> = new Set(['nobody', 'noone', 'keiner', 'niemand', 'nadie', 'ninguno']);

/** `which port goes without activesync`: the answer is not what ActiveSync needs. */
export function isNegated({ words, mentions, services, ports, yesNo, has }: Reading): boolean {
  // `what can I close if nobody uses POP`
  const unused = has('use') && has('close', 'unneeded', 'need') && words.some((word) => nobody.has(word));
  if (services.length > 0 && ports.length === 0 && !yesNo && unused) return true;
  return mentions.some(
    ({ at, named }) =>
      named.services.length > 0 &&
      /^(?:without|except|not|no|ohne|ausser|nicht|kein|keine|sin|excepto)$/.test(words[at - 1] ?? ''),
  );
}
