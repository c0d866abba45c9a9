import { type KnowledgeBase, normaliseName, type Process } from '../../../knowledge/knowledge.ts';
import { concepts } from '../lexicon.ts';
import type { Mention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { type Candidate, callOf } from './candidate.ts';

/** What a name of its own says of a program, a date or another name. Lists of all of them are left to the classifier. */
export function namedThings(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  return [...processes(reading, knowledge), ...deadlines(reading, knowledge), ...renames(reading)];
}

const ofProcesses = concepts(
  'process exempt firewall software open close need use which what why list rule server exists port connect internet now safe inbound outbound where update definitions spamrules mail antivirus',
);

/** A program that is named, or those of a service or number. */
function processes(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, words } = reading;
  const byName = reading.processes.length > 0;
  const found = byName ? reading.processes : has('process') ? processesBehind(reading, knowledge) : [];
  if (found.length === 0) return [];
  const names = found.map(({ name }) => name);
  const clear = has('process', 'exempt', 'firewall', 'software') || words.some((word) => word.endsWith('.exe'));
  const verdict = exemptVerdict(found, reading);
  return [
    {
      call: callOf(['process'], { name: names }, ['process', ...names]),
      about: found.map((row) => ({ kind: 'process', row })),
      score: !byName ? 0.85 : clear ? 0.95 : has('where') ? 0.8 : 0.91,
      by: 'structure',
      explains: ofProcesses,
      ...(verdict === undefined ? {} : { verdict }),
      remarks: [],
    },
  ];
}

/** The programs that go by a service's name, else those that use its ports or the numbers named. */
function processesBehind({ services, ports, mentions }: Reading, knowledge: KnowledgeBase): Process[] {
  const byName = mentions.flatMap(({ named }) => named.processes.slice(0, 1));
  if (byName.length > 0) return [...new Set(byName)];
  const rows = [
    ...ports.flatMap((each) => each.rows),
    ...services.flatMap((service) => [
      ...knowledge.portsOfService(service, 'now'),
      ...knowledge.portsOfService(service, 'then'),
    ]),
  ];
  const ids = new Set(rows.map(({ id }) => id));
  return knowledge.rows.processes.filter((row) => row.ports.some((id) => ids.has(id)));
}

/** `must CFEngine.exe be allowed`: the knowledge says which programs are to be left alone. Of several it is told one by one. */
function exemptVerdict(rows: readonly Process[], { has, yesNo, unused }: Reading): Verdict | undefined {
  const [row] = rows;
  if (!yesNo || rows.length !== 1 || row === undefined) return undefined;
  if (!has('exempt', 'open', 'close', 'firewall', 'need', 'software')) return undefined;
  // `without securityplus, is AVUpdate.exe needed`
  if (unused.length > 0 && row.condition !== undefined) return { says: 'depends', because: row.condition };
  const because = `${row.name} is ${row.exempt ? '' : 'not '}among the programs that a software firewall must leave alone${row.exempt ? ', inbound and outbound' : ''}.`;
  return { says: row.exempt !== has('close') ? 'yes' : 'no', because };
}

const ofDeadlines = concepts(
  'deadline when date what which list need update migrate gone off exists who product now past people danger version server changed renamed elapsed',
);

/** A date that is named. A name that is also that of a service or a version says nothing about dates by itself. */
function deadlines(reading: Reading, { version }: KnowledgeBase): Candidate[] {
  const { has, mentions, yesNo, words } = reading;
  const asksDate = has('deadline', 'when', 'date');
  const found = [...new Set(mentions.flatMap(({ named }) => named.deadlines))];
  const own = mentions.some(
    ({ named, concept }) =>
      named.deadlines.length > 0 && named.services.length + named.renames.length === 0 && concept === undefined,
  );
  // `is SecurityPlus 4 safe`: a date says nothing of that.
  if ((!asksDate && (!own || has('safe'))) || (has('amount') && !has('deadline'))) return [];
  return found.slice(0, 2).map((row, index) => {
    const named = mentions.filter((each) => each.named.deadlines.includes(row));
    const byVersion = named.every(({ at }) => /^v?\d/.test(words[at] ?? ''));
    const isOwn = !byVersion && named.some((each) => each.named.services.length === 0) && !yesNo && !has('need', 'how');
    const asked = asksDate && !(byVersion && has('version') && !has('deadline'));
    // A deadline that had passed when the knowledge was written has passed now.
    const passed = yesNo && (has('elapsed') || words.includes('over')) && row.date < version.replaceAll('.', '-');
    return {
      call: callOf(['deadlines', 'list'], { name: [row.id] }, ['deadlines', row.id]),
      about: [{ kind: 'deadline' as const, row }],
      score:
        (asked ? 0.93 : has('gone', 'changed') || isOwn ? 0.9 : 0.76) - 0.03 * index + (named.length > 1 ? 0.06 : 0),
      by: 'structure' as const,
      explains: ofDeadlines,
      ...(passed ? { verdict: { says: 'yes' as const, because: 'The day has passed.' } } : {}),
      remarks: [],
    };
  });
}

const ofRenames = concepts(
  'renamed same difference what which when now past changed list product use antivirus server exists gone version who find where why',
);
const stillWords: ReadonlySet<string> = new Set(['still', 'noch', 'todavia', 'aun', 'sigue']);

/** `what is WorldClient called today`, `worldclient or webmail`. */
function renames({ has, mentions, words, yesNo }: Reading): Candidate[] {
  const named = mentions.filter((each) => each.named.renames.length > 0);
  const [first, second] = named;
  if (first === undefined) return [];
  const typed = words.slice(first.at, first.at + first.words);
  const asksName = has('renamed');
  const sameThing =
    second !== undefined &&
    shareService(first, second) &&
    (yesNo || has('same', 'difference', 'when', 'migrate') || words.some((word) => ['or', 'oder', 'o'].includes(word)));
  const isOld = first.named.renames.some(
    ({ from, to }) => normaliseName(from).includes(typed.join('')) && !normaliseName(to).includes(typed.join('')),
  );
  const onlyName = first.named.services.length === 0 && first.concept === undefined;
  const becameOf =
    (isOld && has('now', 'gone', 'changed', 'migrate') && !has('port', 'use', 'need')) ||
    (onlyName && has('gone', 'changed', 'migrate', 'move', 'who', 'what', 'where'));
  if (!asksName && !sameThing && !becameOf && !onlyName) return [];
  const rows = [...new Set(named.flatMap((each) => each.named.renames))];
  const verdict =
    yesNo && (sameThing || asksName) ? renamedVerdict(first, sameThing ? second : undefined, words) : undefined;
  return [
    {
      call: callOf(['renames'], { name: typed }, ['renames', ...typed]),
      about: rows.slice(0, 4).map((row) => ({ kind: 'rename', row })),
      score: has('port') ? 0.5 : asksName || sameThing || becameOf ? 0.93 : 0.8,
      by: 'structure',
      explains: ofRenames,
      ...(verdict === undefined ? {} : { verdict }),
      remarks: [],
    },
  ];
}

/** `are they the same`, `was it renamed`, `is it still called so`. */
function renamedVerdict(first: Mention, other: Mention | undefined, words: readonly string[]): Verdict {
  const row = first.named.renames.find((each) => other?.named.renames.includes(each)) ?? first.named.renames[0];
  const still = other === undefined && words.some((word) => stillWords.has(word));
  return { says: still ? 'no' : 'yes', because: `${row?.from} became ${row?.to}.` };
}

function shareService(a: Mention, b: Mention): boolean {
  const ids = new Set(a.named.renames.flatMap(({ services }) => services));
  return b.named.renames.some((row) => a.named.renames.includes(row) || row.services.some((id) => ids.has(id)));
}
