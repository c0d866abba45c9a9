import type { KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import { entryOf, writeNames } from './entry-of.ts';
import { fold, readWords } from './read-words.ts';
import type { Asker, Entry, Understanding } from './understanding.ts';

/** Makes an asker over one knowledge base. What it needs is built at the first question. */
export function createAsker(knowledge: KnowledgeBase): Asker {
  return { understand: (text) => understand(text, knowledge) };
}

function understand(text: string, knowledge: KnowledgeBase): Understanding {
  const words = readWords(fold(text)).map((word) => word.text);
  if (words.length === 0) return { kind: 'declined', reason: 'empty', confidence: 1, others: [] };
  const names: string[] = [];
  const about: Entry[] = [];
  for (let at = 0; at < words.length; ) {
    const number = Number(/^\d+/.exec(words[at] ?? '')?.[0]);
    const rows = knowledge.portsByNumber(number);
    if (rows.length > 0) {
      names.push(words[at] ?? '');
      about.push(...rows.flatMap((row) => entryOf({ kind: 'port', row }) ?? []));
      at += 1;
      continue;
    }
    let used = 1;
    for (let length = 4; length > 0; length -= 1) {
      const row = knowledge.services.get(words.slice(at, at + length).join(''));
      if (row === undefined) continue;
      names.push(row.id);
      about.push(...[entryOf({ kind: 'service', row }) ?? []].flat());
      used = length;
      break;
    }
    at += used;
  }
  if (names.length === 0) {
    const row = knowledge.processes.get(words.join(''));
    const entry = row === undefined ? undefined : entryOf({ kind: 'process', row });
    if (row === undefined || entry === undefined) {
      return { kind: 'declined', reason: 'unknown', confidence: 0.5, others: [] };
    }
    return {
      kind: 'understood',
      call: { path: ['process'], values: { name: [row.name] }, line: entry.line },
      about: [entry],
      remarks: [],
      confidence: 0.9,
      sure: true,
      others: [],
    };
  }
  const what = writeNames(names, knowledge);
  return {
    kind: 'understood',
    call: { path: ['ports'], values: { what }, line: `ports ${what.join(' ')}` },
    about,
    remarks: [],
    confidence: 0.9,
    sure: true,
    others: [],
  };
}
