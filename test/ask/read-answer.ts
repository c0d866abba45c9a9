import { portsIn } from './ports-in.ts';

/** An answer's plain text, taken apart. */
export interface ReadAnswer {
  /** The title, a yes or no, remarks and the first sentence, one each: what a person reads before anything else. */
  readonly lead: readonly string[];
  /** All of it without sources, related commands and what else might have been meant. */
  readonly body: string;
  /** The ports of its tables, which somebody in a hurry would open as well. */
  readonly tablePorts: readonly number[];
}

const bullet = /^(?:[-*!•] |\d+\. )/;
const note = /^[*!] /;
const afterAnswer = /^(?:Sources|More:|Not what you meant)/i;
const tableRow = /^\s*\d{1,5}\/(?:tcp|udp)\b/;

/** Takes an answer apart: blocks are divided by empty lines, and the lead ends where the first table or list begins. */
export function readAnswer(text: string): ReadAnswer {
  const blocks = text
    .split(/\n\s*\n/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block !== '');
  const end = blocks.findIndex((block) => afterAnswer.test(block));
  const own = end === -1 ? blocks : blocks.slice(0, end);
  const rows = own.flatMap((block) => block.split('\n')).filter((line) => tableRow.test(line));
  return {
    lead: leadOf(own),
    body: own.join('\n\n'),
    tablePorts: [...new Set(rows.flatMap((row) => portsIn(row.split(/\s{2,}/)[0] ?? '')))],
  };
}

function leadOf([first, ...others]: readonly string[]): string[] {
  if (first === undefined) return [];
  const lead = first.split('\n').filter((line) => !bullet.test(line) && !tableRow.test(line));
  for (const block of others) {
    // A note between the title and the first sentence is read with them; one below the sentence belongs to the body.
    if (note.test(block) && lead.length > 1) break;
    if (!note.test(block) && (block.includes('\n') || bullet.test(block))) break;
    lead.push(block.replace(note, ''));
  }
  return lead;
}
