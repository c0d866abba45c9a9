import { printableLine } from '../text/text.ts';
import type { FirewallPlan, FirewallRule } from './plan.ts';

/** Comments are wrapped at this many characters, so that a terminal of 80 columns breaks none of their words. */
const commentWidth = 76;

/** One remark as comment lines. Whatever the text holds, it cannot end the comment. */
export function commentLines(text: string, mark: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of asciiLine(text).split(' ')) {
    if (line !== '' && mark.length + line.length + 1 + word.length > commentWidth) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each) => `${mark}${each}`.trimEnd());
}

/** A sentence, or a command that somebody copies, which stays on one line. */
type UsageLine = string | { readonly command: string };

/** The comment at the beginning of a script: what was asked, how to undo it, what was left out, and notes. */
export function headerLines(
  plan: FirewallPlan,
  mark: string,
  format: string,
  usage: readonly UsageLine[] = [],
): string[] {
  const era = plan.era === 'now' ? 'now (MDaemon today)' : 'then (the list of 2008 to 2010)';
  const linesOf = (text: UsageLine) =>
    typeof text === 'string' ? commentLines(text, mark) : [`${mark}${asciiLine(text.command)}`];
  return [
    `Firewall rules for ${plan.subjects.join(', ')}. REVIEW BEFORE APPLYING.`,
    { command: `Asked: firewall rules ${plan.asked} ${format}` },
    `Era: ${era}. Knowledge: ${plan.knowledgeVersion}.`,
    `Group: ${plan.group}`,
    plan.undo === undefined ? { command: `Undo: firewall undo ${plan.asked} ${format}` } : `Undo: ${plan.undo}`,
    ...usage,
    ...plan.leftOut.map((each) => `Left out: ${leftOutText(each)}`),
    ...plan.notes.map((note) => `Note: ${note}`),
  ].flatMap(linesOf);
}

/** The comment above rules that are added to somebody's own, and no more of it than has to be read before. */
export function additionLines(plan: FirewallPlan, mark: string, usage: readonly string[]): string[] {
  const about = `The missing rules for ${plan.subjects.join(', ')}. Review before applying.`;
  return [about, ...usage, ...plan.notes].flatMap((text) => commentLines(text, mark));
}

/** What to look at before a rule is added. */
export function checkLines(rule: FirewallRule, mark: string): string[] {
  return rule.checks.flatMap((check) => commentLines(`CHECK: ${check}`, mark));
}

/** The comment above a rule: why it is there, what to verify, and its sources. */
export function ruleComment(rule: FirewallRule, mark: string): string[] {
  return [
    ...commentLines(`${rule.title}: ${rule.reasons.join(' ')}`, mark),
    ...checkLines(rule, mark),
    ...commentLines(`Sources: ${rule.sources.join(', ')}`, mark),
  ];
}

/** A sentence on a port that was left out: which, why, and how to include it. */
export function leftOutText({
  port,
  transport,
  direction,
  title,
  reason,
  remedy,
}: FirewallPlan['leftOut'][number]): string {
  return `${port}/${transport} ${direction} (${title}) ${reason} ${remedy}`;
}

/**
 * Text as one line that can neither end a comment nor steer a terminal, without the backticks that mark code in the
 * knowledge.
 */
export function commentLine(text: string): string {
  return printableLine(text.replaceAll('`', ''));
}

/** Like `commentLine`, in ASCII only: accents are dropped, other characters become question marks. */
export function asciiLine(text: string): string {
  const plain = commentLine(text)
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replaceAll('\u2026', '...');
  return plain
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, '?');
}

/** Text for a field of a rule: ASCII, with blanks for the characters the field may not hold, cut at its limit. */
export function fieldText(text: string, forbidden: RegExp, maxLength: number): string {
  const allowed = asciiLine(text).replace(forbidden, ' ').replace(/\s+/g, ' ').trim();
  return allowed.length <= maxLength ? allowed : `${allowed.slice(0, maxLength - 3).trimEnd()}...`;
}
