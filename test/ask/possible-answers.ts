import type { AskLine } from './ask-line.ts';
import { knowledgeEntries, showLine } from './entry-answers.ts';
import type { Question } from './question.ts';

/** Lines that belong to no single entry. */
const others = [
  ...[
    'ports',
    'ports inbound',
    'ports outbound',
    'ports udp',
    'ports tls',
    'ports starttls',
    'ports then',
    'ports both',
  ],
  ...['ports pop3 starttls', 'ports imap starttls', 'ports smtp outbound', 'ports 80 outbound', 'ports 443 outbound'],
  ...[
    'process',
    'process mdspamd avupdate',
    'deadlines',
    'renames',
    'updates',
    'why-restart',
    'advisories all',
    'releases',
  ],
];
const words = { yes: 'Yes. ', no: 'No. ', depends: 'It depends. ' } as const;

/** Tells for a question which answers of the commands could be given to it. */
export type PossibleAnswers = (question: Question) => Promise<readonly AskLine[]>;

/**
 * Every answer that the commands can give: one for each entry, some for several together, and for each question what its
 * own services and ports make when they are asked for at once. A yes or no that is expected is put in front, since no
 * command says it.
 */
export async function openPossibleAnswers(): Promise<PossibleAnswers> {
  const lines = [...new Set([...knowledgeEntries().map(({ line }) => line), ...others])];
  const shown = await Promise.all(lines.map(showLine));
  const known = new Map<string, Promise<AskLine>>();
  const showOnce = (line: string): Promise<AskLine> => {
    const once = known.get(line) ?? showLine(line);
    known.set(line, once);
    return once;
  };
  return async ({ about, expects }) => {
    const own = await Promise.all(combined(about).map(showOnce));
    const [verdict] = 'declines' in expects ? [] : [expects.verdict ?? []].flat();
    const prefix = verdict === undefined ? '' : words[verdict];
    return [...shown, ...own].map((line) => ({ ...line, text: prefix + line.text }));
  };
}

function combined(about: readonly string[]): string[] {
  const services = about.flatMap((id) => /^service\/(.+)$/.exec(id)?.[1] ?? []);
  const ports = about.flatMap((id) => /^port\/.*-(\d+)-(?:now|then)$/.exec(id)?.[1] ?? []);
  return [services, ports]
    .filter(({ length }) => length > 0)
    .flatMap((terms) => [`ports ${terms.join(' ')}`, `ports ${terms.join(' ')} then`]);
}
