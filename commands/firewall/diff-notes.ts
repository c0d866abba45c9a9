import type { Section } from '../../src/bot/bot.ts';
import {
  type FirewallPlan,
  type Judgement,
  leftOutText,
  networkText,
  type PlanDifference,
  type PlannedPort,
} from '../../src/firewall/firewall.ts';
import { joinWords } from '../../src/text/text.ts';
import { portText } from './diff-lead.ts';

/** What could not be told and how to settle it, and what to know about the reading. */
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
