import type { Explanation, Understanding } from '../../src/ask/ask.ts';
import type { Answer, Section } from '../../src/bot/bot.ts';

/** `ask --explain`: how a question is understood, and nothing of the answer itself. */
export function explanationAnswer(explanation: Explanation): Answer {
  const { understanding, writtenOut, language, slots, classes, calls, because } = explanation;
  const sections: readonly Section[] = [
    ...(writtenOut === undefined ? [] : [{ kind: 'code' as const, title: 'I read it as', text: writtenOut }]),
    {
      kind: 'list',
      title: 'It names',
      items: [
        `language: ${language}`,
        ...slots.map(({ kind, values }) => `${kind}: ${values.join(', ')}`),
        ...(slots.length === 0 ? ['nothing I know'] : []),
      ],
    },
    scores(
      'The classifier',
      'Kind of question',
      classes.map(({ of, likelihood }) => [of, likelihood]),
    ),
    scores(
      'The rules',
      'Call',
      calls.map(({ line, score }) => [line, score]),
    ),
  ];
  return {
    title: 'How I understand that',
    lead: `${outcomeOf(understanding)} ${because}`,
    sections,
    sources: [],
    data: { explanation: { ...explanation } },
  };
}

function outcomeOf(understanding: Understanding): string {
  if (understanding.kind === 'declined') return `I wouldn’t answer that (${understanding.reason}).`;
  const all = [understanding, ...(understanding.further ?? [])].map(({ call, verdict }) =>
    verdict === undefined
      ? `\`${call.line}\``
      : `\`${call.line}\` with ${verdict.says === 'depends' ? 'it depends' : verdict.says}`,
  );
  return `I would answer with ${all.join(', then ')}.`;
}

function scores(title: string, header: string, rows: readonly (readonly [string, number])[]): Section {
  if (rows.length === 0) return { kind: 'note', tone: 'info', text: `${title} find nothing.` };
  return {
    kind: 'table',
    title,
    columns: [{ header }, { header: 'likely', align: 'right' }],
    rows: rows.map(([name, value]) => [name, `${Math.round(100 * value)}%`]),
  };
}
