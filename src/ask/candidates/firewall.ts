import { formatsInSentences, type KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { writeNames } from '../entries.ts';
import { concepts } from '../lexicon.ts';
import { readAsked } from '../read-ports.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains = concepts(
  `firewall software rule open port list what which how need inbound outbound past now product server restrict
  private only mail script internet close use make create`,
);

/** Words by which somebody asks for a text to paste. */
const makers: ReadonlySet<string> = new Set(
  `generate make create write produce print build give script snippet paste command commands erzeuge erstelle generiere
  schreibe gib genera crea escribe dame`.split(/\s+/),
);

/** Rules in the language of a firewall, where one is named or rules are to be written. Nothing is done to any server. */
export function firewallCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, words, services } = reading;
  const format = formatIn(words);
  const asked = has('rule', 'firewall', 'open', 'port', 'script');
  const made = has('rule') && (words.some((word) => makers.has(word)) || has('script'));
  if (reading.yesNo || has('close', 'why', 'difference') || !asked || (format === undefined && !made)) return [];
  const ports = reading.ports.filter(({ rows }) => rows.length > 0);
  if (reading.ports.length > ports.length) return [];
  const what = [
    ...ports.map(({ port, transport }) => (transport === undefined ? String(port) : `${port}/${transport}`)),
    ...writeNames(
      services.map(({ id }) => id),
      knowledge,
    ),
  ];
  const named = what.length > 0;
  if (!named && !has('product')) return [];
  const { direction, era } = readAsked(reading);
  const from = words.filter(
    (word, index) => /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(word) && isSource(words[index - 1]),
  );
  const list = named ? what : ['all'];
  return [
    {
      call: callOf(
        ['firewall', 'rules'],
        {
          services: list,
          ...(format === undefined ? {} : { format }),
          ...(direction === undefined ? {} : { direction }),
          ...(from.length === 0 ? {} : { from }),
          ...(era === 'then' ? { era } : {}),
        },
        [
          'firewall',
          ...list,
          ...[format ?? [], direction ?? []].flat(),
          ...(from.length === 0 ? [] : ['from', ...from]),
          ...(era === 'then' ? [era] : []),
        ],
      ),
      about: services.map((row) => ({ kind: 'service', row })),
      score: format !== undefined && has('rule', 'firewall') ? 0.97 : format !== undefined ? 0.9 : 0.96,
      by: 'structure',
      explains,
      remarks: [],
    },
  ];
}

function formatIn(words: readonly string[]): string | undefined {
  for (let length = 3; length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const format = formatsInSentences.get(words.slice(at, at + length).join(' '));
      if (format !== undefined) return format;
    }
  }
  return undefined;
}

function isSource(before: string | undefined): boolean {
  return before !== undefined && ['from', 'von', 'desde', 'only', 'nur', 'for', 'and', 'und', 'y'].includes(before);
}
