import type { Section } from '../../src/bot/bot.ts';
import {
  type ExtraPorts,
  type FirewallPlan,
  type Judgement,
  leftOutText,
  networkText,
  type PlanDifference,
  type PlannedPort,
} from '../../src/firewall/firewall.ts';
import { joinWords } from '../../src/text/text.ts';
import { familyNames, joinRows, mostNamed, shownExtra } from './diff-table.ts';

/** Reasons that a lead gives for ports of one kind; the table has all. */
const mostReasons = 2;

/**
 * The verdict in a few sentences: what cannot be told comes first, then what is closed, limited and open, then what is open
 * without being asked for.
 */
export function leadOf(plan: FirewallPlan, { ports, wider, extra }: PlanDifference, judgement: Judgement): string {
  const of = (state: PlannedPort['state']) => ports.filter((port) => port.state === state);
  const sentences = [
    ...openByDefaultText(judgement),
    ...unknownText(of('unknown')),
    ...closedText(of('closed'), plan, judgement),
    ...limitedText(of('limited')),
    ...unsaidText(of('unsaid')),
    ...openText(of('open'), ports, plan),
    ...(wider.length === 0 ? [] : [`${portList(wider)} ${isOrAre(wider)} open to more than you asked for.`]),
    ...extraText(plan, extra, judgement),
    ...familyText(ports, judgement),
  ];
  return sentences.length === 0 ? 'I can’t judge any of what you asked for.' : sentences.join(' ');
}

function isOrAre(ports: readonly unknown[]): string {
  return ports.length === 1 ? 'is' : 'are';
}

function openByDefaultText({ openByDefault, families }: Judgement): string[] {
  const open = openByDefault.filter(({ direction }) => direction === 'inbound').map(({ family }) => family);
  if (open.length === 0) return [];
  const over =
    open.length === 2 || families.length === 1 ? '' : ` over ${joinWords(open.map((family) => familyNames[family]))}`;
  return [`Everything inbound is open by default${over}: no rule keeps anything out.`];
}

/** Ports in groups with the same reason, in a sentence each; the last ones share one. */
function byReason(
  ports: readonly PlannedPort[],
  reasonOf: (port: PlannedPort) => string,
  say: (own: readonly PlannedPort[], reason: string) => string,
): string[] {
  const groups = new Map<string, PlannedPort[]>();
  for (const port of ports) {
    const reason = reasonOf(port);
    groups.set(reason, [...(groups.get(reason) ?? []), port]);
  }
  const all = [...groups];
  const named = all.length <= mostReasons ? all : all.slice(0, mostReasons - 1);
  const others = all.slice(named.length).flatMap(([, own]) => own);
  return [...named.map(([reason, own]) => say(own, reason)), ...(others.length === 0 ? [] : [say(others, '')])];
}

function unknownText(ports: readonly PlannedPort[]): string[] {
  const reason = ({ findings }: PlannedPort) =>
    findings.find(({ covered }) => covered === 'unknown')?.verdict.because ?? '';
  return byReason(ports, reason, (own, because) => {
    const depends = because === '' ? '' : `: that depends on ${because}`;
    return `I cannot tell whether ${portList(own)} ${isOrAre(own)} open${depends}.`;
  });
}

function closedText(ports: readonly PlannedPort[], plan: FirewallPlan, { listed }: Judgement): string[] {
  const reason = ({ findings }: PlannedPort) => findings.find(({ covered }) => covered === 'no')?.why ?? '';
  // A list or a scan is one place's view, and rules for some networks were not meant for the internet.
  const isLimited = listed || plan.rules.some(({ remotes }) => remotes.length > 0);
  return byReason(ports, reason, (own, why) => {
    const inbound = own.every(({ rule }) => rule.direction === 'inbound');
    const to = inbound && !isLimited ? ' to the internet' : '';
    const because = why === '' ? '' : `: ${own.length === 1 ? why : inPlural(why)}`;
    return `${portList(own)} ${isOrAre(own)} closed${to}${because}.`;
  });
}

/** A reason for one port, as it is said of several. */
function inPlural(why: string): string {
  return why.replace(/\bit\b/g, 'them').replace(/\bits answers\b/g, 'their answers');
}

function limitedText(ports: readonly PlannedPort[]): string[] {
  const reasonOf = ({ findings }: PlannedPort) => {
    const short = findings.filter(({ covered }) => covered === 'no');
    const texts = short.map(({ verdict: { open, to, family } }) =>
      open === 'nobody'
        ? `nobody over ${familyNames[family]}`
        : `${joinWords(to.slice(0, 3))}${to.length > 3 ? ' and others' : ''}`,
    );
    const nobody = texts.filter((text) => text.startsWith('nobody over'));
    const whom = [...new Set([...texts.filter((text) => !nobody.includes(text)), ...nobody])].join(', and ');
    const isWayBack =
      short.length > 0 && short.every(({ stopped }) => stopped.includes('answer') && !stopped.includes('first'));
    return isWayBack ? `${whom}, since the rules drop the answers to everybody else` : whom;
  };
  return byReason(ports, reasonOf, (own, to) => {
    return `${portList(own)} ${isOrAre(own)} open only to some${to === '' ? '' : `: ${to}`}.`;
  });
}

function unsaidText(ports: readonly PlannedPort[]): string[] {
  if (ports.length === 0) return [];
  const reasons = new Set(ports.flatMap(({ findings }) => findings.map(({ verdict }) => verdict.because)));
  const [only] = reasons;
  return [`I don’t know about ${portList(ports)}${reasons.size === 1 && only !== undefined ? `: ${only}` : ''}.`];
}

function openText(open: readonly PlannedPort[], ports: readonly PlannedPort[], plan: FirewallPlan): string[] {
  if (open.length === 0) return [];
  const limited = plan.rules.some(({ remotes }) => remotes.length > 0);
  const places = new Set(open.flatMap(({ findings }) => findings.flatMap(({ verdict }) => verdict.to)));
  const [place] = places;
  // A scan says where it was made.
  const seen = !limited && places.size === 1 && place?.startsWith('where ') === true ? ` ${place}` : '';
  const asAsked = limited ? ' as asked' : seen;
  if (open.length === ports.length) return [`Nothing is missing: ${portList(open)} ${isOrAre(open)} open${asAsked}.`];
  return [`${portList(open)} ${isOrAre(open)} open${asAsked}.`];
}

function extraText(plan: FirewallPlan, extra: readonly ExtraPorts[], { openByDefault }: Judgement): string[] {
  const own = shownExtra(plan, extra).filter(
    ({ direction, family }) => !openByDefault.some((each) => each.direction === direction && each.family === family),
  );
  const named = (rows: readonly ExtraPorts[]) => {
    const names = [
      ...new Set(
        joinRows(rows).map(({ ports, first }) => (first.direction === 'inbound' ? ports : `${ports} outbound`)),
      ),
    ];
    return names.length <= mostNamed
      ? joinWords(names)
      : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
  };
  const of = (open: ExtraPorts['open']) => own.filter((each) => each.open === open);
  const sentence = (words: string, rows: readonly ExtraPorts[]) =>
    rows.length === 0 ? [] : [`${words} ${named(rows)}.`];
  return [
    ...sentence('Open but not needed:', of('anybody')),
    ...sentence('Open to some though you didn’t ask for it:', of('some')),
    ...sentence('I cannot tell about', of('unknown')),
  ];
}

/** That one IP version is not judged at all. */
function familyText(ports: readonly PlannedPort[], { families, listed }: Judgement): string[] {
  const unsaid = (['ipv4', 'ipv6'] as const).filter(
    (family) =>
      !families.includes(family) &&
      ports.some(({ findings }) => findings.some(({ verdict }) => verdict.family === family)),
  );
  if (unsaid.length !== 1 || listed) return [];
  return unsaid.map((family) => `I cannot tell about ${familyNames[family]}: the text doesn’t mention it.`);
}

/** Ports by their numbers. What goes out says so; the rest comes in. */
function portList(ports: readonly PlannedPort[]): string {
  const names = ports.map(portText);
  return names.length <= mostNamed
    ? joinWords(names)
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}

/** A port as a sentence names it: `25/tcp`, `25/tcp outbound`. */
function portText({ rule }: PlannedPort): string {
  const way = rule.direction === 'inbound' ? '' : ' outbound';
  return `${rule.port}/${rule.transport}${way}`;
}

/** Warnings about what the verdicts leave open and how to settle it, then remarks on how the rules were read. */
export function notesOf({ ports }: PlanDifference, judgement: Judgement, outside: readonly string[]): Section[] {
  const interfaces = [...new Set(ports.flatMap(({ findings }) => findings.flatMap(({ openOn }) => openOn)))];
  return [
    ...(judgement.unsure.length === 0
      ? []
      : [
          note(
            'warning',
            `${whatDepends(judgement.unsure)} on something that is not in the text. To settle it, scan from outside with \`nmap -Pn -oX -\` and send me the XML.`,
          ),
        ]),
    ...(interfaces.length === 0 || outside.length > 0
      ? []
      : [
          note(
            'info',
            `If ${joinWords(
              interfaces.slice(0, 4).map((name) => (name === '*' ? 'an interface without a rule of its own' : name)),
              'or',
            )} faces the internet, that is open to anybody there. Tell me which interface does: \`outside ${interfaces[0] === '*' ? 'eth0' : (interfaces[0] ?? 'eth0')}\`.`,
          ),
        ]),
    ...judgement.notes.map((text) => note('info', text)),
    ...lackingNotes(ports),
  ];
}

/** Ports that were named and that nobody needs open, or only networks that were not. */
export function leftOutNote({ leftOut }: FirewallPlan): Section[] {
  if (leftOut.length === 0) return [];
  const ports = leftOut.map(
    (port) => `${port.port}/${port.transport}${port.direction === 'inbound' ? '' : ' outbound'}`,
  );
  const text =
    leftOut.length <= 2
      ? leftOut.map(leftOutText).join(' ')
      : `${ports.length <= 8 ? joinWords(ports) : `${ports.slice(0, 8).join(', ')} and ${ports.length - 8} more`}. \`firewall rules\` says why each is left out.`;
  return [note('info', `Not counted as missing: ${text}`)];
}

/** The rules by their chains and numbers; their texts stand in the verdicts. */
function whatDepends(unsure: readonly string[]): string {
  const places = unsure.map((rule) => rule.slice(0, rule.indexOf(': ')));
  return places.length <= 5
    ? `${joinWords(places)} ${places.length === 1 ? 'depends' : 'depend'}`
    : `${places.slice(0, 5).join(', ')} and ${places.length - 5} more rules depend`;
}

function lackingNotes(ports: readonly PlannedPort[]): Section[] {
  const lacking = ports.filter(({ lacking: networks }) => networks.length > 0);
  return lacking
    .slice(0, 3)
    .map((port) =>
      note('info', `${portText(port)} is not open to ${joinWords(port.lacking.slice(0, 4).map(networkText))}.`),
    );
}

function note(tone: 'info' | 'warning', text: string): Section {
  return { kind: 'note', tone, text };
}
