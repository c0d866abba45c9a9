import { portsIn } from './ports-in.ts';

/** An answer's plain text, taken apart. */
export interface ReadAnswer {
  /** A yes or no, remarks and the first sentence: what a person reads before anything else. A title, if there is one, is a line of its own. */
  readonly lead: readonly string[];
  /** All of it without sources, related commands and what else might have been meant. */
  readonly body: string;
  /** The ports of its tables, which somebody in a hurry would open as well. */
  readonly tablePorts: readonly number[];
}

const bullet = /^(?:[-*!•] |\d+\. )/;
const notOfAnswer = /^(?:[*!] )?Same as `|Not what you meant\?/;
const afterAnswer = /^(?:Sources$|More:)/i;
const tableRow = /^\s*\d{1,5}\/(?:tcp|udp)\S*\s{2,}\S/;

/** Takes an answer apart: blocks are divided by empty lines, and the lead ends where the first table, list or note begins. */
export function readAnswer(text: string): ReadAnswer {
  const blocks = text
    .split('\n')
    .filter((line) => !notOfAnswer.test(line))
    .join('\n')
    .split(/\n\s*\n/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block !== '');
  const end = blocks.findIndex((block) => afterAnswer.test(block.split('\n')[0] ?? ''));
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
  const end = others.findIndex((block) => block.includes('\n') || bullet.test(block));
  const lines = first.split('\n').filter((line) => !bullet.test(line) && !tableRow.test(line));
  return [...lines, ...(end === -1 ? others : others.slice(0, end))];
}
