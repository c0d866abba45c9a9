import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { asideOfPorts, partOfPorts, portsExplain } from '../lexicon/ports-concepts.ts';
import type { Concept } from '../lexicon.ts';
import type { Asked } from '../read-asked.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';
import { usefulFilters } from './useful-filters.ts';

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
