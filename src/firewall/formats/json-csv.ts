import { networkText } from '../network.ts';
import type { FirewallPlan } from '../plan.ts';
import { commentLine, leftOutText } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** The plan itself as JSON, for tools that no other format suits. */
export const json: RuleFormat = {
  id: 'json',
  name: 'JSON',
  extension: 'json',
  mediaType: 'application/json',
  language: 'json',
  programs: true,
  render: (plan) => writeJson(plan, 'allow'),
  undo: (plan) => writeJson(plan, 'remove'),
};

function writeJson(plan: FirewallPlan, action: 'allow' | 'remove'): string {
  const { group, asked, subjects, era, knowledgeVersion, host, installFolder, programs, leftOut, notes } = plan;
  const document = {
    review: 'REVIEW BEFORE APPLYING.',
    action,
    group,
    asked: `firewall rules ${asked} json`,
    undo: plan.undo ?? `firewall undo ${asked} json`,
    subjects,
    era,
    knowledge: knowledgeVersion,
    server: host === undefined ? null : networkText(host),
    localhost: { address: '127.0.0.1', action: 'allow', reason: 'Nothing may block 127.0.0.1.' },
    rules: plan.rules.map(({ remotes, ...rule }) => ({ ...rule, remotes: remotes.map(networkText) })),
    programs: programs.map((program) => ({ ...program, directions: ['inbound', 'outbound'] })),
    programNote: plan.programNote ?? null,
    installFolder,
    leftOut,
    notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** CSV with one header row (RFC 4180). Programs, left-out ports and notes are rows of their own kinds. */
export const csv: RuleFormat = {
  id: 'csv',
  name: 'CSV',
  extension: 'csv',
  mediaType: 'text/csv',
  programs: true,
  render: (plan) => writeCsv(plan, 'allow'),
  undo: (plan) => writeCsv(plan, 'remove'),
};

/** The columns, in order. */
export const csvColumns = [
  'kind',
  'action',
  'direction',
  'transport',
  'port',
  'remote',
  'server',
  'program',
  'reason',
  'check',
  'sources',
  'group',
  'era',
  'knowledge',
] as const;

type Row = Partial<Record<(typeof csvColumns)[number], string>>;

function writeCsv(plan: FirewallPlan, action: 'allow' | 'remove'): string {
  const server = plan.host === undefined ? 'any' : networkText(plan.host);
  const rows: Row[] = [
    { kind: 'note', reason: `REVIEW BEFORE APPLYING. Asked: firewall rules ${plan.asked} csv` },
    {
      kind: 'rule',
      action: 'allow',
      direction: 'inbound',
      remote: '127.0.0.1',
      server: '127.0.0.1',
      reason: 'Localhost: nothing may block 127.0.0.1.',
    },
    ...plan.rules.map((rule) => ({
      kind: 'rule',
      action,
      direction: rule.direction,
      transport: rule.transport,
      port: String(rule.port),
      remote: rule.remotes.length === 0 ? 'any' : rule.remotes.map(networkText).join(' '),
      server,
      reason: `${rule.title}: ${rule.reasons.join(' ')}`,
      check: rule.checks.join(' '),
      sources: rule.sources.join(' '),
    })),
    ...plan.programs.map((program) => ({
      kind: 'program',
      action,
      program: program.name,
      reason: program.reason,
      sources: program.sources.join(' '),
    })),
    ...plan.leftOut.map((each) => ({
      kind: 'left-out',
      direction: each.direction,
      transport: each.transport,
      port: String(each.port),
      reason: leftOutText(each),
    })),
    ...plan.notes.map((note) => ({ kind: 'note', reason: note })),
  ];
  const common = { group: plan.group, era: plan.era, knowledge: plan.knowledgeVersion };
  const lines = rows.map((row) => csvColumns.map((column) => cell({ ...row, ...common }[column] ?? '')).join(','));
  return `${[csvColumns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** A cell, quoted where necessary. An apostrophe keeps a spreadsheet from taking it for a formula. */
function cell(text: string): string {
  const line = commentLine(text).replace(/^[=+\-@]/, "'$&");
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
