import { type Action, UserError } from '../../src/bot/bot.ts';
import { capitalise, joinWords } from './phrases.ts';
import { type Term, termLabel } from './resolve-terms.ts';

/**
 * Where nothing that was asked for is known, the answer is that it is not, with the nearest names.
 *
 * @throws {UserError} `port-not-known` or `service-not-known`
 */
export function refuseUnknown(terms: readonly Term[]): void {
  if (terms.some((term) => term.kind === 'service' || (term.kind === 'port' && term.rows.length > 0))) return;
  const first = terms[0];
  if (first === undefined) return;
  if (first.kind === 'port') {
    throw new UserError({
      code: 'port-not-known',
      outcome: 'unknown',
      message: `${joinWords(terms.map(termLabel))} ${terms.length > 1 ? 'are' : 'is'} not in my documents: no source I have says that MDaemon uses ${terms.length > 1 ? 'them' : 'it'}.`,
      remedy: "MDaemon's ports can be moved: look at Setup > Server Settings > Ports. `ports` lists what I know.",
      actions: [{ label: 'All ports', command: 'ports' }],
    });
  }
  const near = terms.flatMap((term) => (term.kind === 'unknown' ? term.near : [])).slice(0, 3);
  const names = near.map((name) => `\`ports ${name.toLowerCase()}\``);
  throw new UserError({
    code: 'service-not-known',
    outcome: 'unknown',
    message: `I know no ports for ${joinWords(terms.map(termLabel), 'or')}: nothing in my documents goes by that name.`,
    remedy:
      names.length > 0 ? `Did you mean ${joinWords(names, 'or')}?` : '`ports` lists every port and what it is for.',
    actions: [...near.map((name) => portsAction(name.toLowerCase())), { label: 'All ports', command: 'ports' }],
  });
}

function portsAction(words: string): Action {
  const command = `ports ${words}`.trim();
  return { label: capitalise(command).slice(0, 40), command: command.slice(0, 90) };
}
