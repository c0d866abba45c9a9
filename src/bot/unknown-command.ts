import type { Catalogue } from './catalogue.ts';
import { UserError } from './errors/user-error.ts';
import { quote } from './quote.ts';

/** A line that no command claims, with the commands its first word may have been meant for. */
export function unknownCommand<Services>(catalogue: Catalogue<Services>, words: readonly string[]): UserError {
  const first = words[0] ?? '';
  const others = quotable(words.slice(1));
  const near = catalogue.nearest(first).map((name) => [name, ...others].join(' '));
  const shown = near.map((line) => `\`${line}\``).join(' or ');
  return new UserError({
    code: 'unknown-command',
    message: `I know no command ${quote(first)}.`,
    remedy: near.length === 0 ? '`help` lists them all.' : `Did you mean ${shown}? \`help\` lists all commands.`,
    actions: [...near, 'help'].map((command) => ({ label: command.slice(0, 40), command })),
  });
}

/** Words that can be offered again behind another name; none where they are too many for a button. */
function quotable(words: readonly string[]): readonly string[] {
  return words.join(' ').length <= 60 && words.every((word) => /^[\w./:-]+$/.test(word)) ? words : [];
}
