import type { KnowledgeBase, Process } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  'process',
  'exempt',
  'firewall',
  'software',
  'open',
  'close',
  'need',
  'use',
  'which',
  'what',
  'why',
  'list',
  'rule',
  'server',
  'exists',
  'port',
  'connect',
  'internet',
  'now',
  'safe',
  'inbound',
  'outbound',
  'where',
  'update',
  'definitions',
  'spamrules',
  'mail',
];

/** A program that is named, the one of a service or number, or those a software firewall must leave alone. */
export function processCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, processes } = reading;
  const found = processes.length > 0 ? processes : has('process') ? processesBehind(reading, knowledge) : [];
  if (found.length > 0) return [named(found, reading, processes.length > 0)];
  const software = has('software') && !has('port') && has('open', 'exempt', 'need', 'rule', 'close', 'which');
  const exempt = has('exempt') && has('firewall', 'software', 'process');
  const every = has('process') && has('product', 'list');
  const listed =
    every ||
    (has('process') && has('firewall', 'software', 'open', 'exempt', 'which', 'what', 'list', 'need', 'close'));
  if (!software && !exempt && !listed) return [];
  return [
    {
      call: callOf(['process'], { name: [] }, ['process']),
      about: knowledge.rows.processes.filter((row) => row.exempt).map((row) => ({ kind: 'process', row })),
      score:
        exempt || (has('process') && has('firewall', 'software', 'open')) || (software && has('product')) ? 0.92 : 0.8,
      by: 'structure',
      explains: [...explains, 'antivirus'],
      remarks: [],
    },
  ];
}

function named(rows: readonly Process[], reading: Reading, byName: boolean): Candidate {
  const { has } = reading;
  const names = rows.map(({ name }) => name);
  const clear = has('process', 'exempt', 'firewall', 'software') || reading.words.some((word) => word.endsWith('.exe'));
  const verdict = exemptVerdict(rows, reading);
  return {
    call: callOf(['process'], { name: names }, ['process', ...names]),
    about: rows.map((row) => ({ kind: 'process', row })),
    score: byName ? (clear ? 0.95 : has('where') ? 0.8 : 0.91) : 0.85,
    by: 'structure',
    explains,
    ...(verdict === undefined ? {} : { verdict }),
    remarks: [],
  };
}

/** `must CFEngine.exe be allowed`: the knowledge says which programs are to be left alone. */
function exemptVerdict(rows: readonly Process[], { has, yesNo, unused }: Reading): Verdict | undefined {
  const [row] = rows;
  if (!yesNo || rows.length !== 1 || row === undefined) return undefined;
  if (!has('exempt', 'open', 'close', 'firewall', 'need', 'software')) return undefined;
  // `without securityplus, is AVUpdate.exe needed`
  if (unused.length > 0 && row.condition !== undefined) return { says: 'depends', because: row.condition };
  const because = row.exempt
    ? `${row.name} is among the programs that a software firewall must leave alone, inbound and outbound.`
    : `${row.name} is not among the programs that a software firewall must leave alone.`;
  return { says: row.exempt !== has('close') ? 'yes' : 'no', because };
}

/** The programs that go by a service's name, else those that use its ports or the numbers named. */
function processesBehind({ services, ports, mentions }: Reading, knowledge: KnowledgeBase): Process[] {
  const byName = mentions.flatMap(({ named: { processes } }) => processes.slice(0, 1));
  if (byName.length > 0) return [...new Set(byName)];
  const ids = new Set([
    ...ports.flatMap(({ rows }) => rows.map(({ id }) => id)),
    ...services.flatMap((service) =>
      [...knowledge.portsOfService(service, 'now'), ...knowledge.portsOfService(service, 'then')].map(({ id }) => id),
    ),
  ]);
  return knowledge.rows.processes.filter((row) => row.ports.some((id) => ids.has(id)));
}
