import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { entryOf } from '../entries.ts';
import type { QuestionClass } from '../question-class.ts';
import type { Asked } from '../read-ports.ts';
import type { AskCall } from '../understanding.ts';
import { type Candidate, callOf } from './candidate.ts';

/** Calls that need nothing from the question, by their class. */
const calls: Readonly<Record<QuestionClass, AskCall>> = {
  'ports:all': callOf(['ports'], {}, ['ports']),
  'ports:inbound': callOf(['ports'], { direction: 'inbound' }, ['ports', 'inbound']),
  'ports:outbound': callOf(['ports'], { direction: 'outbound' }, ['ports', 'outbound']),
  'ports:tls': callOf(['ports'], { encryption: 'tls' }, ['ports', 'tls']),
  'ports:udp': callOf(['ports'], { transport: 'udp' }, ['ports', 'udp']),
  'ports:then': callOf(['ports'], { era: 'then' }, ['ports', 'then']),
  'ports:both': callOf(['ports'], { era: 'both' }, ['ports', 'both']),
  processes: callOf(['process'], { name: [] }, ['process']),
  deadlines: callOf(['deadlines', 'list'], { name: [] }, ['deadlines']),
  renames: callOf(['renames'], { name: [] }, ['renames']),
  releases: callOf(['releases'], {}, ['releases']),
  updates: callOf(['updates', 'show'], {}, ['updates']),
  'why-restart': callOf(['why-restart'], {}, ['why-restart']),
};

/**
 * The call of a class that the rules did not think of; `undefined` for a class whose call takes a name, since a name is
 * read from the question and never guessed.
 */
export function candidateOfClass(
  of: QuestionClass,
  likelihood: number,
  knowledge: KnowledgeBase,
  asked?: Asked,
): Candidate | undefined {
  const base = { score: likelihood, by: 'text' as const, explains: [], remarks: [] };
  const call = Object.hasOwn(calls, of) ? calls[of] : undefined;
  if (call !== undefined) return { ...base, call: ofEra(call, asked?.era), about: [] };
  const id = /^article:(.+)$/.exec(of)?.[1];
  const row = id === undefined ? undefined : knowledge.article(id);
  if (row === undefined) return undefined;
  const entry = entryOf({ kind: 'article', row });
  return entry === undefined
    ? undefined
    : { ...base, call: callOf(['article'], { name: row.id }, [entry.line]), about: [{ kind: 'article', row }] };
}

/** Commands that tell of a time, which a question may name: `why did it restart back then`. */
const ofTimes: ReadonlySet<string> = new Set(['why-restart', 'updates']);

function ofEra(call: AskCall, era: Asked['era']): AskCall {
  const [path = ''] = call.path;
  // What restarts it in both times is what the command shows anyway.
  if (era === undefined || !ofTimes.has(path) || (path === 'why-restart' && era === 'both')) return call;
  return callOf(call.path, { ...call.values, era }, [call.line, era]);
}
