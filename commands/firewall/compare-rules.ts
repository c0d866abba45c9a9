import type { Answer, Request, RunContext, Section } from '../../src/bot/bot.ts';
import { UserError } from '../../src/bot/bot.ts';
import {
  askedBy,
  diffPlan,
  type FirewallPlan,
  formats,
  type Judgement,
  judgeAside,
  listVerdicts,
  NotReadError,
  type PlanDifference,
  type RuleFormat,
  TooLargeError,
} from '../../src/firewall/firewall.ts';
import type { Services } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import { diffTable } from './diff-table.ts';
import { leadOf, leftOutNote, notesOf } from './diff-words.ts';
import type { FirewallArguments } from './firewall-arguments.ts';
import { requireRules, resolvePlan } from './resolve-plan.ts';
import { chooseFormat, showScript } from './show-script.ts';

interface DiffArguments extends FirewallArguments {
  readonly have?: string | undefined;
  readonly outside?: readonly string[] | undefined;
}

/** More rows than this go into a file, where the surface has files: verdict, change and table are a screenful. */
const mostRows = 8;

/** Answers with what existing rules lack and what they open without need. */
export async function compareRules(
  { have, outside = [], ...args }: DiffArguments,
  { request, services }: RunContext<Services>,
): Promise<Answer> {
  // A verdict on the team's own server needs its own ports: where they cannot be read, there is none.
  await services.teams.ownPorts(request.team);
  const resolved = await resolvePlan(args, request, services, 'firewall diff');
  const { plan } = resolved;
  if (plan.rules.length === 0 && plan.leftOut.length === 0) requireRules(plan);
  const texts = givenTexts(have, request);
  requireShort(texts, services.firewallCharacters);
  const judgement = await judgeGiven(plan, texts, outside);
  const difference = diffPlan(plan, judgement);
  const knowledge = services.knowledge.current();
  const format = await chooseFormat(args.format ?? judgement.format, request, services);
  const shown = scriptsOf(plan, difference, judgement, format).map(({ content, own }) =>
    showScript(
      content,
      `${plan.group}.missing.${own.extension}`,
      own,
      request.capabilities,
      `firewall diff ${plan.asked} ${own.id}`,
    ),
  );
  const rows = diffTable(plan, difference, knowledge);
  const table = showTable(rows, plan, request);
  const files = [...shown.flatMap((each) => each.files), ...table.files];
  return {
    title: `Firewall diff: ${plan.subjects.join(', ')} (${judgement.kind})`,
    lead: leadOf(plan, difference, judgement),
    sections: [
      ...shown.flatMap(({ sections }) => sections),
      ...notesOf(difference, judgement, outside),
      ...leftOutNote(plan),
      ...table.sections,
    ],
    sources: cite(knowledge, resolved.rows),
    verdicts: listVerdicts(judgement),
    ...(files.length === 0 ? {} : { files }),
    actions: [
      { label: 'All the rules', command: `firewall ${plan.asked} ${format.id}` },
      { label: 'All ports', command: 'ports' },
    ],
  };
}

/** The texts to judge: pasted, attached or piped in. */
function givenTexts(pasted: string | undefined, request: Request): { name: string; content: string }[] {
  const texts = [
    ...(pasted === undefined || pasted.trim() === '' ? [] : [{ name: 'what was pasted', content: pasted }]),
    ...(request.attachments ?? []).filter(({ content }) => content.trim() !== ''),
  ];
  if (texts.length > 0) return texts;
  throw new UserError({
    code: 'nothing-to-compare',
    message: 'There are no rules or ports to compare with.',
    remedy: `Write \`have\` and paste them after it, or pipe them in: what \`iptables-save\`, \`nft -j list ruleset\` or \`netsh advfirewall firewall show rule name=all verbose\` prints, or a list such as \`25 143/tcp 4069/udp\`.`,
  });
}

function requireShort(texts: readonly { content: string }[], limit = Number.POSITIVE_INFINITY): void {
  const length = texts.reduce((sum, { content }) => sum + content.length, 0);
  if (length <= limit) return;
  throw new UserError({
    code: 'rules-too-large',
    message: `That is ${length.toLocaleString('en')} characters of rules, and I can compare at most ${limit.toLocaleString('en')}.`,
    remedy: 'Send only the tables that filter, or compare them in a terminal.',
  });
}

/**
 * Judges the rules or ports that were given.
 *
 * @throws {UserError} `rules-not-understood` naming the text that was not, or `rules-too-large`.
 */
async function judgeGiven(
  plan: FirewallPlan,
  texts: readonly { name: string; content: string }[],
  outside: readonly string[],
): Promise<Judgement> {
  const options = {
    host: plan.host,
    outside,
    directions: plan.direction === undefined ? (['inbound', 'outbound'] as const) : [plan.direction],
  };
  try {
    return await judgeAside(
      texts.map(({ content }) => content),
      askedBy(plan),
      options,
    );
  } catch (error) {
    if (error instanceof NotReadError) {
      throw new UserError({
        code: 'rules-not-understood',
        message: `I cannot read ${texts.map(({ name }) => name).join(', ')} as rules or ports. ${error.message}`,
        remedy: error.remedy,
      });
    }
    if (error instanceof TooLargeError) {
      throw new UserError({
        code: 'rules-too-large',
        message: `The rule set is too large to judge: ${error.message}. So I can’t tell about any port.`,
        remedy:
          'Send only the tables that filter, such as what `iptables-save -t filter` prints, or scan with `nmap -oX -`.',
      });
    }
    throw error;
  }
}

function showTable(
  rows: readonly string[][],
  plan: FirewallPlan,
  { capabilities }: Request,
): { sections: Section[]; files: { name: string; mediaType: string; content: string }[] } {
  if (rows.length === 0) return { sections: [], files: [] };
  const whole = capabilities.wholeCode === true || rows.length <= mostRows;
  const shown = whole ? rows : rows.slice(0, mostRows);
  const left = rows.length - shown.length;
  const columns = ['Port', 'State', 'Open to', 'Because'].map((header) => ({ header }));
  return {
    sections: [
      { kind: 'table', columns, rows: shown },
      ...(left === 0
        ? []
        : [
            {
              kind: 'note' as const,
              tone: 'info' as const,
              text: `${left} more rows${capabilities.files ? ' are in the file' : ': ask in a terminal, or for fewer services'}.`,
            },
          ]),
    ],
    files:
      left > 0 && capabilities.files
        ? [
            {
              name: `${plan.group}.ports.csv`,
              mediaType: 'text/csv',
              content: [['port', 'state', 'open to', 'because'], ...rows]
                .map((row) => `${row.map(csvCell).join(',')}\r\n`)
                .join(''),
            },
          ]
        : [],
  };
}

/** A cell that no spreadsheet takes for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The scripts of what is missing: one, or one for each IP version where the firewall's language knows one only. */
function scriptsOf(
  plan: FirewallPlan,
  difference: PlanDifference,
  { chains, families, format: read }: Judgement,
  format: RuleFormat,
): { content: string; own: RuleFormat }[] {
  const both = format.id === 'iptables' && read === 'iptables' && families.length === 2;
  return (both ? [formats.iptables, formats.ip6tables] : [format]).flatMap((own) => {
    const content = diffScript(plan, difference, chains, own);
    return content === undefined ? [] : [{ content, own }];
  });
}

/**
 * The rules that are missing, under a group of their own so that nothing that is there is touched, with their undoing
 * and what would close the rest as comments. `undefined` where nothing is missing and nothing can be closed in words.
 *
 * A port that is open over some interfaces is not missing: which one faces the internet is for the reader to say.
 */
export function diffScript(
  plan: FirewallPlan,
  { ports, extra }: PlanDifference,
  chains: Judgement['chains'],
  format: RuleFormat,
): string | undefined {
  const mark = format.comment;
  const missing = ports.filter(
    ({ state, findings, families }) =>
      (state === 'closed' || state === 'limited') &&
      findings.every(({ openOn }) => openOn.length === 0) &&
      (format.id !== 'ip6tables' || families.includes('ipv6')) &&
      (format.id !== 'iptables' || families.includes('ipv4')),
  );
  const needless = extra.filter(
    ({ open, direction }) => open === 'anybody' && (direction === 'inbound' || plan.direction === 'outbound'),
  );
  const closing =
    mark === undefined
      ? []
      : needless.filter(({ port }) => !administration.has(port)).flatMap((row) => format.close?.(row) ?? []);
  const close = closing.length === 0 ? [] : [closingWords, ...closing].map((line) => `${mark}${line}`);
  if (missing.length === 0) return close.length === 0 ? undefined : `${close.join('\n')}\n`;
  const additions: FirewallPlan = {
    ...plan,
    group: `${plan.group}-missing`,
    // Where only the answers are stopped, a rule for them is all it takes.
    rules: missing
      .filter(({ findings }) => format.renderAdditions === undefined || !needsAnswersOnly(findings))
      .map(({ rule, lacking }) => ({ ...rule, remotes: lacking })),
    programs: [],
    leftOut: [],
    notes: format.renderAdditions === undefined ? ['These are only the missing rules.'] : [],
    undo: undoWords(format),
  };
  if (format.renderAdditions !== undefined) {
    const answers = missing.filter(({ findings }) => findings.some(({ stopped }) => stopped.includes('answer')));
    const directions = [...new Set(answers.map(({ rule }) => rule.direction))];
    return [format.renderAdditions(additions, chains, directions).trimEnd(), ...close, ''].join('\n');
  }
  const rules = format.render(additions);
  if (mark === undefined) return rules;
  const undo = format
    .undo(additions)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(mark.trim()) && !line.startsWith('@echo'));
  return [rules.trimEnd(), '', `${mark}To undo:`, ...undo.map((line) => `${mark}${line}`), ...close, ''].join('\n');
}

/** SSH, Remote Desktop, WinRM: who reads this may be connected by one of them. */
const administration = new Set([22, 3389, 5985, 5986]);

function needsAnswersOnly(findings: PlanDifference['ports'][number]['findings']): boolean {
  const stopped = new Set(findings.flatMap((each) => each.stopped));
  return stopped.has('answer') && !stopped.has('first');
}

function undoWords({ comment, renderAdditions }: RuleFormat): string {
  if (renderAdditions !== undefined) return 'delete the rules one by one';
  return comment === undefined ? 'remove the rules of this group' : 'the last lines of this file';
}

const closingWords =
  'This closes ports that nothing you asked for needs. Check first whether another program uses them.';
