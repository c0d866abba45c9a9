import { createBotAsker } from './ask-bot.ts';
import { askBaseline } from './baseline.ts';
import { knowledgeEntries, showLine } from './entry-answers.ts';
import { readQuestions } from './question.ts';
import { askAll, missedAims, scoreOf } from './score.ts';
import { tuneBaseline } from './tune-baseline.ts';
import { writeReport } from './write-report.ts';

// Asks all questions, and prints how many were answered rightly, beside a plain search over the same entries. Ends with
// status 1 where an aim is missed on the part to report on. `--all` lists the failures of that part as well; who tunes
// the engine must not look at them.
const questions = readQuestions(new URL('questions.jsonl', import.meta.url));
const tune = questions.filter(({ part }) => part === 'tune');
const baseline = await tuneBaseline(knowledgeEntries(), tune, showLine);

const bot = await askAll(questions, createBotAsker());
const plain = await askAll(questions, askBaseline(baseline, showLine));

console.log(writeReport(bot, plain, { all: process.argv.includes('--all') }));
const missed = missedAims(scoreOf(bot.filter(({ question }) => question.part === 'report')));
console.log(missed.length === 0 ? '\nAll aims are met.' : `\nMissed: ${missed.join('; ')}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
