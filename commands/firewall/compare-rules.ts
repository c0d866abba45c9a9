import { isLimited, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type Answer, quote, type Request, type RunContext, type Section, UserError } from '../../src/bot/bot.ts';
import {
  diffPlan,
  type Existing,
  type FirewallPlan,
  mergeExisting,
  type Network,
  networkText,
  type PlanDifference,
  portsText,
  type RuleFormat,
  readExisting,
} from '../../src/firewall/firewall.ts';
import { joinWords } from '../../src/text/text.ts';
import type { Services } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import type { FirewallArguments } from './firewall-arguments.ts';
import { requireRules, resolvePlan } from './resolve-plan.ts';
import { chooseFormat, fittingActions, showScript } from './show-script.ts';

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

const whatIsRead =
  '`nft -j list ruleset`, `iptables-save`, `netsh advfirewall firewall show rule name=all`, `Get-NetFirewallRule` as JSON, `nmap -oX`, our own rules, or a list such as `25 143/tcp 4069/udp`';

/**
 * Reads the rules or ports that were pasted, attached or piped in.
 *
 * @throws {UserError} `nothing-to-compare`, or `rules-not-understood` naming the text that was not.
 */
export function readGiven(pasted: string | undefined, request: Request, host: Network | undefined): Existing {
  const texts = [
    ...(pasted === undefined || pasted.trim() === '' ? [] : [{ name: 'what was pasted', content: pasted }]),
    ...(request.attachments ?? []),
  ];
  const readings = texts.map(({ name, content }) => {
    const existing = readExisting(content, host);
    if (existing !== undefined) return existing;
    throw new UserError({
      code: 'rules-not-understood',
      message: `I cannot read ${name} as rules or ports; it begins with ${quote(content.trim(), 40)}.`,
      remedy: `I read ${whatIsRead}.`,
    });
  });
  const [first, ...others] = readings;
  if (first !== undefined) return mergeExisting([first, ...others]);
  throw new UserError({
    code: 'nothing-to-compare',
    message: 'Compare with what? No rules or ports are given.',
    remedy: `Write \`have\` and paste them behind it, or pipe them in. I read ${whatIsRead}.`,
  });
}

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

/** More rows than this are not read. */
const mostRows = 40;

/** The rows of a comparison: what is missing, what is open too widely or without need, and what is not known. */
export function diffTable(
  plan: FirewallPlan,
  difference: PlanDifference,
  existing: Existing,
  knowledge: KnowledgeBase,
): string[][] {
  const anybody = existing.fromOnePlace === true ? 'the scanner' : 'anybody';
  const { missing, extra, uncertain } = difference;
  const rows = [
    ...missing.map(({ rule, remotes, partly }) => [
      partly ? 'missing for some' : 'missing',
      `${rule.port}/${rule.transport} ${way(rule.direction)}`,
      remotes.length === 0 ? 'to be anybody' : `to be ${joinWords(remotes.map(networkText))}`,
      rule.title,
    ]),
    ...extra.map((each) => [
      each.why === 'wider' ? 'wider than asked' : 'not needed',
      `${portsText(each)} ${way(each.direction)}`,
      each.partly === true ? 'some' : each.remotes.length === 0 ? anybody : joinWords(each.remotes.map(networkText)),
      whatIs(each, plan, knowledge),
    ]),
    ...uncertain.map((rule) => ['not said', `${rule.port}/${rule.transport} ${way(rule.direction)}`, '', rule.title]),
  ];
  return rows.length <= mostRows
    ? rows
    : [...rows.slice(0, mostRows), ['and more', '', '', `${rows.length - mostRows} rows not shown`]];
}

function way(direction: string): string {
  return direction === 'inbound' ? 'in' : 'out';
}

/** A few words about an open port that the plan doesn't have. */
function whatIs(rule: PlanDifference['extra'][number], plan: FirewallPlan, knowledge: KnowledgeBase): string {
  if (rule.from !== rule.to) return 'more ports than anything of MDaemon needs';
  const rows = knowledge
    .portsByNumber(rule.from)
    .filter((row) => row.transports.includes(rule.transport) && row.directions.includes(rule.direction));
  const row = rows.find(({ era }) => era === plan.era) ?? rows[0];
  if (row === undefined) return 'no port of MDaemon that I know';
  if (row.status === 'obsolete') return `${row.name}: obsolete`;
  const everybody = rule.remotes.length === 0 && rule.partly !== true;
  return isLimited(row) && everybody ? `${row.name}: must not face the internet` : `${row.name}: not asked for`;
}
