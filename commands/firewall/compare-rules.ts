import type { Answer, RunContext, Section } from '../../src/bot/bot.ts';
import { diffPlan, type PlanDifference, portsText } from '../../src/firewall/firewall.ts';
import { cite } from '../parts/cite.ts';
import { joinWords } from '../parts/phrases.ts';
import type { Services } from '../services.ts';
import { fittingActions, showScript } from './answer-script.ts';
import type { FirewallArguments } from './arguments.ts';
import { chooseFormat } from './choose-format.ts';
import { diffScript } from './diff-script.ts';
import { diffTable } from './diff-table.ts';
import { readGiven } from './read-given.ts';
import { requireRules } from './require-rules.ts';
import { resolvePlan } from './resolve-plan.ts';

/** Answers with what existing rules lack and what they open without need. */
export async function compareRules(
  { have, ...args }: FirewallArguments & { readonly have?: string | undefined },
  { request, services }: RunContext<Services>,
): Promise<Answer> {
  const resolved = await resolvePlan(args, request, services);
  const { plan } = resolved;
  const existing = readGiven(have, request, plan.host);
  if (plan.rules.length === 0 && plan.leftOut.length === 0) requireRules(plan);
  const difference = diffPlan(plan, existing);
  const format = await chooseFormat(args.format ?? existing.format, request, services);
  const knowledge = services.knowledge.current();
  const content = diffScript(plan, difference, existing, format);
  const name = `${plan.group}.missing.${format.extension}`;
  const shown =
    content === undefined
      ? undefined
      : showScript(content, name, format, request.capabilities, `firewall diff ${plan.asked} ${format.id}`);
  const rows = diffTable(plan, difference, existing, knowledge);
  const inboundOpen = existing.openByDefault?.includes('inbound') === true;
  return {
    title: `Firewall diff: ${plan.subjects.join(', ')} (${existing.kind})`,
    lead: leadOf(difference, existing.directions),
    sections: [
      ...(inboundOpen
        ? [warning('Everything inbound is let through: the chain accepts by default, so no rule keeps anything out.')]
        : []),
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: ['State', 'Port', 'Open to', 'What'].map((header) => ({ header })),
              rows,
            },
          ]),
      ...(existing.family === undefined
        ? []
        : [
            info(
              `Only ${existing.family === 'ipv4' ? 'IPv4' : 'IPv6'} is compared: the text says nothing of the other.`,
            ),
          ]),
      ...existing.notes.map(info),
      ...(shown?.sections ?? []),
    ],
    sources: cite(knowledge, resolved.rows),
    ...(shown === undefined || shown.files.length === 0 ? {} : { files: shown.files }),
    actions: fittingActions([
      { label: 'All the rules', command: `firewall ${plan.asked} ${format.id}` },
      { label: 'All ports', command: 'ports' },
    ]),
  };
}

function info(text: string): Section {
  return { kind: 'note', tone: 'info', text };
}

function warning(text: string): Section {
  return { kind: 'note', tone: 'warning', text };
}

function leadOf({ missing, extra, open, uncertain }: PlanDifference, directions: readonly string[]): string {
  const ports = (rules: readonly { direction: string; port: number; transport: string }[]) =>
    joinWords(rules.map((rule) => `${rule.port}/${rule.transport} ${rule.direction}`));
  const needless = extra.filter(({ why }) => why === 'not-needed');
  const wide = extra.filter(({ why }) => why === 'wider');
  const names = (of: typeof extra) => joinWords([...new Set(of.map((each) => `${portsText(each)} ${each.direction}`))]);
  const unsaid = uncertain.length === 0 ? '' : ` Not said: ${ports(uncertain)}.`;
  if (missing.length + extra.length === 0) {
    const what = open.length === 0 ? 'nothing asked for can be judged' : 'what was asked for is open, and nothing else';
    return `No difference${directions.length === 1 ? ` ${directions[0]}` : ''}: ${what}.${unsaid}`;
  }
  return [
    ...(missing.length === 0 ? ['Nothing is missing.'] : [`Missing: ${ports(missing.map(({ rule }) => rule))}.`]),
    ...(needless.length === 0 ? [] : [`Open without need: ${names(needless)}.`]),
    ...(wide.length === 0 ? [] : [`Open wider than asked: ${names(wide)}.`]),
    ...(unsaid === '' ? [] : [unsaid.trim()]),
  ].join(' ');
}
