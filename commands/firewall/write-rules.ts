import type { FormatId } from '../../knowledge/knowledge.ts';
import type { Action, Answer, RunContext, Section } from '../../src/bot/bot.ts';
import { type FirewallPlan, type FirewallRule, leftOutText, networkText } from '../../src/firewall/firewall.ts';
import { joinWords } from '../../src/text/text.ts';
import type { Services } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import { count } from '../vocabulary/phrases.ts';
import type { FirewallArguments } from './firewall-arguments.ts';
import { type ResolvedPlan, requireRules, resolvePlan } from './resolve-plan.ts';
import { chooseFormat, scriptFields, showScript } from './show-script.ts';

/** Answers with the rules for what was asked. */
export async function writeRules(
  args: FirewallArguments,
  { request, services }: RunContext<Services>,
): Promise<Answer> {
  const resolved = await resolvePlan(args, request, services);
  const { plan, rows, unread } = resolved;
  requireRules(plan);
  const format = await chooseFormat(args.format, request, services);
  const content = format.render(plan);
  const name = `${plan.group}.${format.extension}`;
  const shown = showScript(content, name, format, request.capabilities, `firewall ${plan.asked} ${format.id}`);
  const warnings = [
    format.warning?.(plan),
    ...gatewayWarning(plan, format.gateway === true),
    ...resolved.widened.map((text) => `${text}, the whole network. Write a single address without a length.`),
    plan.notes.find((note) => note.startsWith('25/tcp')),
    checkWarning(plan),
    leftOutWarning(plan),
  ];
  return {
    title: `Firewall rules: ${titleOf(plan)} (${format.name})`,
    lead: leadOf(resolved),
    sections: [
      ...unread,
      ...warnings.flatMap((text): Section[] => (text === undefined ? [] : [{ kind: 'note', tone: 'warning', text }])),
      ...(shown.inline ? [] : [tableOf(plan.rules)]),
      ...shown.sections,
      ...(shown.inline ? [] : plan.notes.slice(0, 2).map((text): Section => ({ kind: 'note', tone: 'info', text }))),
    ],
    sources: cite(services.knowledge.current(), rows),
    ...scriptFields(shown, { name, mediaType: format.mediaType, content }),
    actions: actionsOf(plan, format.id),
  };
}

function titleOf({ subjects, era }: FirewallPlan): string {
  const what = subjects.length > 4 ? `${subjects.length} things` : subjects.join(', ');
  return era === 'then' ? `${what}, 2008 to 2010` : what;
}

/** Says in one sentence what the rules open: `Opens 143/tcp and 993/tcp inbound for IMAP. Review before applying.` */
function leadOf({ plan, corrected, fromProfile }: ResolvedPlan): string {
  const { rules: of, subjects } = plan;
  const parts = (['inbound', 'outbound'] as const).flatMap((direction) => {
    const ports = of.filter((rule) => rule.direction === direction);
    return ports.length === 0
      ? []
      : [`${joinWords(ports.map((rule) => `${rule.port}/${rule.transport}`))} ${direction}`];
  });
  const limited = of.find(({ remotes }) => remotes.length > 0)?.remotes ?? [];
  const networks = limited.length > 3 ? count(limited.length, 'network') : joinWords(limited.map(networkText));
  const who =
    limited.length === 0
      ? ''
      : of.every(({ remotes }) => remotes.length > 0)
        ? `, to ${networks} only`
        : `, inbound to ${networks} only`;
  const shown = corrected.length === 0 ? '' : `Showing ${joinWords(corrected)}: `;
  const what = fromProfile
    ? "what this team's profile lists"
    : subjects.length > 4
      ? `${subjects.length} things`
      : joinWords(subjects);
  return `${shown}${shown === '' ? 'Opens' : 'opens'} ${parts.join('; ')} for ${what}${who}. Review before applying.`;
}

function checkWarning({ rules }: FirewallPlan): string | undefined {
  const unsure = rules.filter(({ checks }) => checks.length > 0).map((rule) => `${rule.port}/${rule.transport}`);
  if (unsure.length === 0) return undefined;
  return `The evidence for ${joinWords([...new Set(unsure)])} is weak: read the CHECK lines in the rules first.`;
}

function leftOutWarning({ leftOut }: FirewallPlan): string | undefined {
  if (leftOut.length === 0) return undefined;
  if (leftOut.length < 3) return leftOut.map((each) => `Left out: ${leftOutText(each)}`).join(' ');
  const ports = [...new Set(leftOut.map(({ port, transport }) => `${port}/${transport}`))];
  return `Left out: ${joinWords(ports)}. They are obsolete or must not face the internet; the rules say why, and how to include them.`;
}

function gatewayWarning({ host }: FirewallPlan, gateway: boolean): string[] {
  return host === undefined && gateway
    ? ['For a firewall in front of the server, add its address, as in `to 192.0.2.25`.']
    : [];
}

function tableOf(of: readonly FirewallRule[]): Section {
  return {
    kind: 'table',
    columns: [{ header: 'Port' }, { header: 'Direction' }, { header: 'Other side' }, { header: 'What for' }],
    rows: of.map(({ port, transport, direction, remotes, title, checks }) => [
      `${port}/${transport}`,
      direction === 'inbound' ? 'in' : 'out',
      remotes.length === 0
        ? 'any'
        : remotes.length > 3
          ? count(remotes.length, 'network')
          : joinWords(remotes.map(networkText)),
      checks.length === 0 ? title : `${title} (check it first)`,
    ]),
  };
}

/** The formats people switch between most. */
const likely: readonly { id: FormatId; label: string }[] = [
  { id: 'powershell', label: 'Windows' },
  { id: 'nftables', label: 'nftables' },
  { id: 'cisco', label: 'Cisco' },
  { id: 'json', label: 'JSON' },
  { id: 'terraform-aws', label: 'Terraform' },
];

function actionsOf({ asked }: FirewallPlan, format: FormatId): Action[] {
  return [
    ...likely
      .filter(({ id }) => id !== format)
      .slice(0, 4)
      .map(({ id, label }) => ({ label, command: `firewall ${asked} ${id}` })),
    { label: 'Undo', command: `firewall undo ${asked} ${format}` },
  ];
}

/** Answers with what removes the rules of the same question. */
export async function writeUndo(args: FirewallArguments, { request, services }: RunContext<Services>): Promise<Answer> {
  const { plan, rows, unread } = await resolvePlan(args, request, services, 'firewall undo');
  requireRules(plan);
  const format = await chooseFormat(args.format, request, services);
  const content = format.undo(plan);
  const name = `${plan.group}.undo.${undoExtension(content, format.extension)}`;
  const shown = showScript(content, name, format, request.capabilities, `firewall undo ${plan.asked} ${format.id}`);
  const note: Section = {
    kind: 'note',
    tone: 'info',
    text: `The group’s name comes from the command: use the same services, direction, \`from\`, \`to\` and era as for the rules.`,
  };
  return {
    title: `Undo firewall rules: ${plan.subjects.join(', ')} (${format.name})`,
    lead: `Removes the rules of the group \`${plan.group}\`${format.undoWarning === undefined ? ', and no others' : ''}.`,
    sections: [
      ...unread,
      ...(format.undoWarning === undefined ? [] : [warning(format.undoWarning)]),
      ...shown.sections,
      note,
    ],
    sources: cite(services.knowledge.current(), rows),
    ...scriptFields(shown, { name, mediaType: format.mediaType, content }),
    actions: [{ label: 'The rules', command: `firewall ${plan.asked} ${format.id}` }],
  };
}

function warning(text: string): Section {
  return { kind: 'note', tone: 'warning', text };
}

/** Some formats are loaded by one program and removed by another. */
function undoExtension(content: string, extension: string): string {
  return content.startsWith('#!/bin/sh') ? 'sh' : extension;
}
