import { createBotAsker } from './ask-bot.ts';
import { askBaseline } from './baseline.ts';
import { knowledgeEntries, showLine } from './entry-answers.ts';
import { askLabelled } from './held-back.ts';
import { readFresh, readQuestions } from './question.ts';
import { askAll, missedAims, scoreOf } from './score.ts';
import { isTested, readLabelled, readTestPart } from './training/labelled.ts';
import { createNearness } from './training/near-duplicates.ts';
import { tuneBaseline } from './tune-baseline.ts';
import { type UnseenSet, writeReport, writeUnseen } from './write-report.ts';

// Asks all questions, and prints how many were answered rightly, beside a plain search over the same entries: those
// written for it, the labelled ones that the classifier was not trained on, and the fresh ones, where there are any. Ends
// with status 1 where an aim is missed on the part to report on. `--all` lists the failures of every part; who tunes the
// engine must not look at them.
const all = process.argv.includes('--all');
const questions = readQuestions(new URL('questions.jsonl', import.meta.url));
const tune = questions.filter(({ part }) => part === 'tune');
const baseline = await tuneBaseline(knowledgeEntries(), tune, showLine);
const ask = createBotAsker();
const search = askBaseline(baseline, showLine);

const bot = await askAll(questions, ask);
console.log(writeReport(bot, await askAll(questions, search), { all }));

const isNear = createNearness(readLabelled().filter((each) => !isTested(each)));
const heldBack = readTestPart();
const distinct = heldBack.filter(({ q }) => !isNear(q));
const labelled = async (title: string, some: typeof heldBack, by: UnseenSet['by']): Promise<UnseenSet> => ({
  title,
  bot: await askLabelled(some, ask),
  baseline: await askLabelled(some, search),
  by,
});
const fresh = readFresh(new URL('../../knowledge/language/fresh/', import.meta.url));
const unseen: UnseenSet[] = [
  await labelled('Labelled questions that were held back', heldBack, ['topic', 'language']),
  await labelled(
    `The same without the ${heldBack.length - distinct.length} that are nearly the same as one trained on`,
    distinct,
    [],
  ),
  ...(fresh.length === 0
    ? []
    : [
        {
          title: 'Fresh questions',
          bot: await askAll(fresh, ask),
          baseline: await askAll(fresh, search),
          by: ['topic', 'kind', 'language'] as const,
        },
      ]),
];
for (const set of unseen) console.log(`\n${writeUnseen(set, { all })}`);

const missed = missedAims(scoreOf(bot.filter(({ question }) => question.part === 'report')));
console.log(missed.length === 0 ? '\nAll aims are met.' : `\nMissed: ${missed.join('; ')}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
