import { type Entry, entryKey, type Understood, type Verdict } from '../../src/ask/ask.ts';
import type { Action, Answer, Capabilities, NoteSection } from '../../src/bot/bot.ts';
import { joinWords } from '../parts/phrases.ts';
import { distinctLines } from './distinct-lines.ts';
import { sayOnce } from './say-once.ts';

/** An answer shows five buttons; this many of them are the command's own. */
const ownActions = 2;
/** A button's command, on every platform. */
const longestCommand = 90;
const verdictWords: Readonly<Record<Verdict['says'], string>> = { yes: 'Yes.', no: 'No.', depends: 'It depends.' };

/** The command's own answer as the answer to a question: the verdict first, how sure, and what else may be meant. */
export function composeAnswer(
  understood: Understood,
  own: Answer,
  { prefix, buttons }: Pick<Capabilities, 'prefix' | 'buttons'>,
  rephrased: readonly string[] = [],
): Answer {
  const { call, remarks, verdict, sure, confidence } = understood;
  const others = distinctLines(understood.others).filter(({ line }) => line !== call.line);
  const first = [...(verdict === undefined ? [] : [verdict.because]), ...remarks];
  const { lead, sections } = sayOnce({ first, lead: own.lead, sections: own.sections });
  const doubt = sure
    ? []
    : [note('warning', `I am not sure this is what you meant: about ${tenths(confidence)} in 10.`)];
  const inOtherWords =
    rephrased.length === 0 ? [] : [note('info', `In other words, by a language model: ${rephrased.join(' ')}`)];
  const same = `Same as \`${prefix}${call.line}\`.`;
  const lines = joinWords(
    others.map(({ line }) => `\`${prefix}${line}\``),
    'or',
  );
  const instead = others.length === 0 ? '' : ` Not what you meant?${buttons ? '' : ` ${lines}.`}`;
  return {
    ...own,
    lead: verdict === undefined ? lead : `${verdictWords[verdict.says]} ${lead}`,
    sections: [...doubt, ...inOtherWords, ...sections, note('info', same + instead)],
    // Without buttons the lines above say the same.
    actions:
      buttons && others.length > 0
        ? [
            ...others.map((entry) => insteadAction(understood.about[0], entry)),
            ...(own.actions ?? []).slice(0, ownActions),
          ]
        : (own.actions ?? []),
    ran: call.line,
  };
}

/** Never 10 in 10: that would be sure. */
function tenths(confidence: number): number {
  return Math.min(9, Math.max(1, Math.round(confidence * 10)));
}

/** A press also tells that the answer was not what was meant. One whose ids are too long only shows the entry. */
function insteadAction(shown: Entry | undefined, { title, ...wanted }: Entry): Action {
  const command = `instead ${shown === undefined ? 'none' : entryKey(shown)} ${entryKey(wanted)}`;
  return { label: title, command: command.length <= longestCommand ? command : wanted.line };
}

function note(tone: NoteSection['tone'], text: string): NoteSection {
  return { kind: 'note', tone, text };
}
