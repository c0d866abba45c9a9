import { z } from 'zod';
import type { Article, KnowledgeBase, Process } from '../knowledge/knowledge.ts';
import {
  type Answer,
  argument,
  matchSuggestions,
  type NoteSection,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { cite, requireArticle } from './vocabulary/citations.ts';
import { didYouMean } from './vocabulary/phrases.ts';

/** Explains a process of MDaemon, or lists those a software firewall must leave alone. */
export const processCommand = defineCommand({
  name: 'process',
  aliases: ['processes'],
  summary: 'Explain a process, or list those a firewall must leave alone',
  access: 'everyone',
  examples: ['process', 'process worldclient', 'process CFEngine.exe'],
  arguments: z.object({
    name: argument(z.array(z.string().max(100)).max(10).default([]), {
      written: 'position',
      description: 'Process names, with or without .exe',
      placeholder: 'name',
      suggest: suggestProcesses,
    }),
  }),
  run({ name }, { services }) {
    const knowledge = services.knowledge.current();
    if (name.length === 0) return exemptions(knowledge);
    const found = resolveProcesses(name, knowledge);
    const [only] = found;
    return found.length === 1 && only !== undefined ? describe(only, knowledge) : compare(found, knowledge);
  },
});

interface FoundProcess {
  readonly process: Process;
  readonly misspelt: boolean;
}

/** The five to exempt, and the address that must never be blocked. */
function exemptions(knowledge: KnowledgeBase): Answer {
  const exempt = knowledge.rows.processes.filter((row) => row.exempt);
  const rule = requireArticle(knowledge, 'firewall-processes');
  const localhost = requireArticle(knowledge, 'localhost-rule');
  return {
    title: 'Processes a software firewall must leave alone',
    lead: `Give ${joinWords(exempt.map((row) => row.name))} unrestricted access, inbound and outbound, and never block 127.0.0.1.`,
    sections: [
      {
        kind: 'table',
        columns: [{ header: 'Process' }, { header: 'What it is' }],
        rows: exempt.map((row) => [
          row.name,
          row.condition === undefined ? row.purpose : `${row.purpose} ${row.condition}`,
        ]),
      },
      { kind: 'note', tone: 'warning', text: localhost.note ?? localhost.answer },
      ...noteOf(rule),
    ],
    sources: cite(knowledge, [rule, localhost, ...exempt]),
    actions: [
      { label: 'Inbound ports', command: 'ports inbound' },
      { label: 'Outbound ports', command: 'ports outbound' },
      { label: 'Rules for Windows', command: 'firewall all powershell' },
    ],
  };
}

function describe({ process: row, misspelt }: FoundProcess, knowledge: KnowledgeBase): Answer {
  const rule = row.exempt
    ? 'A software firewall must give it unrestricted access, inbound and outbound.'
    : 'It is not among the processes to exempt in a software firewall.';
  const ports = portsOf(row, knowledge);
  const details = [
    ...(ports === '' ? [] : [`Ports: ${ports}`]),
    ...(row.condition === undefined ? [] : [row.condition]),
    ...row.notes,
  ];
  return {
    title: `Process: ${row.name}`,
    lead: `${misspelt ? `Showing ${row.name}: ` : `${row.name}: `}${row.purpose} ${rule}`,
    sections: details.length === 0 ? [] : [{ kind: 'list', items: details }],
    sources: cite(knowledge, [row]),
    actions: [{ label: 'Processes to exempt', command: 'process' }],
  };
}

function compare(found: readonly FoundProcess[], knowledge: KnowledgeBase): Answer {
  const exempt = found.filter(({ process }) => process.exempt).map(({ process }) => process.name);
  return {
    title: `Processes: ${found.map(({ process }) => process.name).join(', ')}`,
    lead:
      exempt.length === 0
        ? 'None of these is among the processes to exempt in a software firewall.'
        : `A software firewall must leave ${joinWords(exempt)} alone, inbound and outbound.`,
    sections: [
      {
        kind: 'table',
        columns: [{ header: 'Process' }, { header: 'Exempt' }, { header: 'What it is' }],
        rows: found.map(({ process }) => [process.name, process.exempt ? 'yes' : 'no', process.purpose]),
      },
    ],
    sources: cite(
      knowledge,
      found.map(({ process }) => process),
    ),
    actions: [{ label: 'Processes to exempt', command: 'process' }],
  };
}

/** Resolves each word, or all of them together where that is one name (`spam filter`). */
function resolveProcesses(words: readonly string[], knowledge: KnowledgeBase): FoundProcess[] {
  const together = knowledge.processes.get(words.join(' '));
  if (together !== undefined) return [{ process: together, misspelt: false }];
  const found = new Map<string, FoundProcess>();
  for (const word of words) {
    const match = knowledge.processes.find(word);
    if (match.kind === 'none') throw notKnown(word, match.near);
    found.set(match.row.id, { process: match.row, misspelt: match.kind === 'corrected' });
  }
  return [...found.values()];
}

function notKnown(word: string, near: readonly string[]): UserError {
  const names = near.map((name) => `\`process ${name}\``);
  return new UserError({
    code: 'process-not-known',
    outcome: 'unknown',
    message: `${quote(word)} is not in my documents: I don’t know whether it belongs to MDaemon.`,
    remedy: didYouMean(names, '`process` shows those a firewall must leave alone.'),
    actions: [
      ...near.map((name) => ({ label: name, command: `process ${name}` })),
      { label: 'Processes to exempt', command: 'process' },
    ],
  });
}

/** The ports of a process: today's where any are known, else those of the list of 2008 to 2010. */
function portsOf(row: Process, knowledge: KnowledgeBase): string {
  const ports = row.ports.flatMap((id) => knowledge.port(id) ?? []).sort((a, b) => a.port - b.port);
  const now = ports.filter((port) => port.era === 'now');
  const shown = now.length > 0 ? now : ports;
  const list = (direction: 'inbound' | 'outbound') => {
    const labels = shown
      .filter((port) => port.directions.includes(direction))
      .map((port) => `${port.port}/${port.transports.join('+')}`);
    return labels.length === 0 ? [] : [`${direction} ${joinWords([...new Set(labels)])}`];
  };
  const text = [...list('inbound'), ...list('outbound')].join('; ');
  return text === '' || now.length > 0 ? text : `${text} (by the list of 2008 to 2010)`;
}

function noteOf(article: Article): NoteSection[] {
  return article.note === undefined ? [] : [{ kind: 'note', tone: 'info', text: article.note }];
}

/** Completes process names. */
function suggestProcesses({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return matchSuggestions(
    typed,
    rows.processes.map(({ name, purpose }) => ({ value: name, hint: purpose })),
  );
}
