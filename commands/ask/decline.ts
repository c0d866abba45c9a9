import type { Declined, DeclineReason, Entry } from '../../src/ask/ask.ts';
import { type Capabilities, UserError } from '../../src/bot/bot.ts';
import { joinWords } from '../parts/phrases.ts';
import { distinctLines } from './distinct-lines.ts';

/** Why a question is not answered, in one sentence. */
const messages: Readonly<Record<DeclineReason, (subject: string | undefined) => string>> = {
  unknown: (subject) =>
    subject === undefined
      ? 'I do not know that: nothing in my documents answers it.'
      : `I do not know that about ${subject}: nothing in my documents answers it.`,
  elsewhere: (subject) =>
    subject === undefined
      ? 'I know only MDaemon, and this is about something else.'
      : `I know only MDaemon; about ${subject} I know nothing.`,
  act: () => 'I only answer questions; I do nothing to a server.',
  secret: () => 'I hold no passwords, keys or other secrets, and cannot get them.',
  chat: () => 'I only answer questions about MDaemon: its ports, processes, updates and deadlines.',
  empty: () => 'There is no question in that.',
};

/** Why a line is refused by rule, if it is; nothing where it is only not known. */
export function whyNever({ reason, subject }: Declined): string | undefined {
  return reason === 'act' || reason === 'secret' ? messages[reason](subject) : undefined;
}

/** The refusal of a question that is not answered, with the nearest entries to look at. Code: `declined-<reason>`. */
export function decline({ reason, subject, others: found }: Declined, { prefix, buttons }: Capabilities): UserError {
  const others = distinctLines(reason === 'elsewhere' ? found.filter(showsNoNumber) : found);
  const lines = joinWords(
    others.map(({ line }) => `\`${prefix}${line}\``),
    'or',
  );
  const nearest = reason === 'elsewhere' ? 'What comes nearest in MDaemon' : 'What comes nearest';
  const near = buttons ? `${nearest} is on the buttons.` : `${nearest}: ${lines}.`;
  return new UserError({
    code: `declined-${reason}`,
    outcome: 'unknown',
    message: messages[reason](subject),
    remedy: others.length === 0 ? `\`${prefix}help\` lists what I can be asked.` : near,
    actions: [
      // Without buttons the lines above say the same.
      ...(buttons ? others.map(({ title, line }) => ({ label: title, command: line })) : []),
      { label: 'help', command: 'help' },
    ],
  });
}

/** A number of ours beside another product's name reads as its port. */
function showsNoNumber({ kind, title, line }: Entry): boolean {
  return kind === 'deadline' || !/\d\d/.test(`${title} ${line}`);
}
