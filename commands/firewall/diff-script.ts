import type { Existing, FirewallPlan, PlanDifference, RuleFormat } from '../../src/firewall/firewall.ts';

/**
 * The rules that are missing, under a group of their own so that nothing that is there is touched, with their undoing
 * and what would close the rest as comments. `undefined` where nothing is missing and nothing can be closed in words.
 */
export function diffScript(
  plan: FirewallPlan,
  { missing, extra }: PlanDifference,
  existing: Existing,
  format: RuleFormat,
): string | undefined {
  const mark = format.comment;
  const closing = mark === undefined ? [] : closingLines(extra, format);
  const close = closing.length === 0 ? [] : [closingWords, ...closing].map((line) => `${mark}${line}`);
  if (missing.length === 0) return close.length === 0 ? undefined : `${close.join('\n')}\n`;
  const additions: FirewallPlan = {
    ...plan,
    group: `${plan.group}-missing`,
    rules: missing.map(({ rule, remotes }) => ({ ...rule, remotes })),
    programs: [],
    leftOut: [],
    notes: ['These are the missing rules only, in a group of their own.'],
    undo: undoWords(format),
  };
  if (format.renderAdditions !== undefined) {
    return [format.renderAdditions(additions, existing).trimEnd(), ...close, ''].join('\n');
  }
  const rules = format.render(additions);
  if (mark === undefined) return rules;
  const undo = format
    .undo(additions)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(mark.trim()) && !line.startsWith('@echo'));
  return [rules.trimEnd(), '', `${mark}To undo:`, ...undo.map((line) => `${mark}${line}`), ...close, ''].join('\n');
}

function undoWords({ comment, renderAdditions }: RuleFormat): string {
  if (renderAdditions !== undefined) return 'delete the rules by their handle';
  return comment === undefined ? 'remove the rules of this group' : 'the last lines of this file';
}

const closingWords = 'To close what nothing of what was asked for needs. Other programs may need it: look first.';

function closingLines(extra: PlanDifference['extra'], format: RuleFormat): string[] {
  return extra.filter(({ why }) => why === 'not-needed').flatMap((rule) => format.close?.(rule) ?? []);
}
