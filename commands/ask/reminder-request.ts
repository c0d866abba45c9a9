import { type RunContext, UserError } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';
import { loadCalendar, zoneOf } from '../vocabulary/dates.ts';

const polite =
  '(?:(?:hey|hi|hello|please|pls|kindly|just|can|could|would|will|you|bitte|kannst|könntest|du|puedes|podrías)[,!]?\\s+)*';
const asked = new RegExp(`^${polite}(?:remind|erinnere?)\\s+(me|us|mich|uns|[@#]\\S+)[,:]?\\s+(?=\\S)`, 'iu');
const askedInSpanish = new RegExp(`^${polite}recu[eé]rda(me|nos)[,:]?\\s+(?=\\S)`, 'iu');
const made = new RegExp(
  `^${polite}(?:set|make|create|add|schedule)\\s+(?:me\\s+)?(?:a\\s+)?(?:new\\s+)?reminder[,:]?\\s+(?:for\\s+)?(?=\\S)`,
  'iu',
);
const names: Readonly<Record<string, string>> = { mich: 'me', uns: 'us', nos: 'us' };

/**
 * A question that asks for a reminder, as the line that makes it. A question changes nothing by itself, so the line is
 * shown to be sent. `undefined` for another question.
 */
export async function reminderRequest(
  question: string,
  { services, request }: RunContext<Services>,
): Promise<UserError | undefined> {
  const [whole, whom] = asked.exec(question) ?? askedInSpanish.exec(question) ?? made.exec(question) ?? [];
  if (whole === undefined) return undefined;
  const target = whom === undefined ? '' : `${names[whom.toLowerCase()] ?? whom} `;
  const typed = `${target}${question.slice(whole.length)}`.replace(/[?\s]+$/u, '');
  const zone = zoneOf(undefined, await services.teams.settings(request.team), request);
  const { parseWhen } = await loadCalendar();
  const when = parseWhen(typed, { now: await services.reminders.now(), zone, targets: true });
  const line = when.kind === 'problem' ? typed : withoutPreposition(typed, when.text);
  const lines = (when.kind === 'problem' ? when.examples : [line]).map((each) => `remind add ${each}`);
  const shown = lines.map((each) => `\`${request.capabilities.prefix}${each}\``).join(' or ');
  return new UserError({
    code: 'reminder-asked-for',
    message: `Only a \`remind\` command sets a reminder.${when.kind === 'problem' ? ` ${when.message}` : ''}`,
    remedy: `Send ${shown}.`,
    actions: lines.map((each) => ({ label: each, command: each })),
  });
}

/** In English the calendar itself drops `to`, `that` and `about` before the text. */
const preposition = /^(?:an|dass|que|de)\s+(?=\S)/iu;

function withoutPreposition(line: string, text: string): string {
  return line.endsWith(text) ? line.slice(0, line.length - text.length) + text.replace(preposition, '') : line;
}
