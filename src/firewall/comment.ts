import { asciiLine } from './one-line.ts';
import type { FirewallPlan, FirewallRule } from './plan.ts';

/** Comments are broken at this many characters. */
const widest = 112;

/** One remark as comment lines, each with the mark of the format in front; never more than the text itself. */
export function commentLines(text: string, mark: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of asciiLine(text).split(' ')) {
    if (line !== '' && mark.length + line.length + 1 + word.length > widest) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each) => `${mark}${each}`.trimEnd());
}

/** What every set of rules says of itself before its first rule. */
export function headerLines(plan: FirewallPlan, mark: string, format: string, usage: readonly string[] = []): string[] {
  const era = plan.era === 'now' ? 'now (MDaemon today)' : 'then (founding list, about 2008)';
  const texts = [
    `Firewall rules for ${plan.subjects.join(', ')}. REVIEW BEFORE APPLYING.`,
    `Asked: firewall rules ${plan.asked} ${format}`,
    `Era: ${era}. Knowledge: ${plan.knowledgeVersion}. Group: ${plan.group}`,
    `Undo: ${plan.undo ?? `firewall undo ${plan.asked} ${format}`}`,
    ...usage,
    ...plan.leftOut.map((each) => `Left out: ${leftOutText(each)}`),
    ...plan.notes.map((note) => `Note: ${note}`),
  ];
  return texts.flatMap((text) => commentLines(text, mark));
}

/** Why one rule is there, as comment lines. */
export function ruleComment(rule: FirewallRule, mark: string): string[] {
  return [
    ...commentLines(ruleReason(rule), mark),
    ...rule.checks.flatMap((check) => commentLines(`CHECK: ${check}`, mark)),
    ...commentLines(`Sources: ${rule.sources.join(', ')}`, mark),
  ];
}

/** The reasons of a rule as one text, its title first. */
export function ruleReason({ title, reasons }: FirewallRule): string {
  return `${title}: ${reasons.join(' ')}`;
}

/** A port that was left out, why, and how to include it. */
export function leftOutText({
  port,
  transport,
  direction,
  title,
  reason,
  remedy,
}: FirewallPlan['leftOut'][number]): string {
  return `${port}/${transport} ${direction} (${title}): ${reason} ${remedy}`;
}
