import type { Section } from '../../src/bot/bot.ts';
import { type Judgement, networkText, type PlanDifference, type PlannedPort } from '../../src/firewall/firewall.ts';
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
            `Where ${joinWords(
              interfaces.slice(0, 4).map((name) => (name === '*' ? 'an interface without a rule of its own' : name)),
              'or',
            )} faces the internet, that is open to anybody there. Tell me which one does: \`outside ${interfaces[0] === '*' ? 'eth0' : (interfaces[0] ?? 'eth0')}\`.`,
          ),
        ]),
    ...judgement.notes.map((text) => note('info', text)),
    ...lackingNotes(ports),
  ];
}

/** The rules by their chains and numbers; a single one stands in the verdict already. */
function whatDepends(unsure: readonly string[]): string {
  if (unsure.length === 1) return 'That rule depends';
  const places = unsure.map((rule) => rule.slice(0, rule.indexOf(': ')));
  return places.length <= 5
    ? `${joinWords(places)} depend`
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
