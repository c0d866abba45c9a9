import { describe, expect, it } from 'vitest';
import { openTestBot } from '../commands/fixture.ts';
import { knowledgeEntries } from './entry-answers.ts';
import { judge } from './judge.ts';
import { openPossibleAnswers } from './possible-answers.ts';
import { type Question, readQuestions } from './question.ts';

const { services } = await openTestBot();

const questions = readQuestions(new URL('questions.jsonl', import.meta.url));
const { rows } = services.knowledge.current();

function answerable(question: Question) {
  return 'declines' in question.expects ? [] : [{ ...question, expects: question.expects }];
}

/** Written after the halves were, in the wordings of other people, so that the engine is not fitted to those of one. */
function isLater({ id }: Question): boolean {
  return id.startsWith('w-');
}

function doubles(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('the questions', () => {
  it('are many, and many must be declined', () => {
    expect(questions.length).toBeGreaterThanOrEqual(450);
    expect(questions.length - questions.flatMap(answerable).length).toBeGreaterThanOrEqual(110);
  });

  it('differ from each other', () => {
    expect(doubles(questions.map(({ id }) => id))).toEqual([]);
    expect(doubles(questions.map(({ question }) => question))).toEqual([]);
  });

  it('are split in halves, each topic too', () => {
    const halved = questions.filter((each) => !isLater(each));
    const difference = (some: readonly Question[]) =>
      some.reduce((sum, { part }) => sum + (part === 'tune' ? 1 : -1), 0);
    expect(Math.abs(difference(halved))).toBeLessThan(0.02 * halved.length);
    for (const topic of new Set(halved.map((each) => each.topic))) {
      expect(Math.abs(difference(halved.filter((each) => each.topic === topic))), topic).toBeLessThanOrEqual(3);
    }
  });

  it('are joined by later ones in other wordings, all of them to tune on, many to be declined', () => {
    const later = questions.filter(isLater);
    expect(later.filter(({ part }) => part !== 'tune')).toEqual([]);
    expect(later.length).toBeGreaterThanOrEqual(400);
    expect(later.length - later.flatMap(answerable).length).toBeGreaterThanOrEqual(110);
    for (const language of ['de', 'es']) {
      expect(later.filter((each) => each.language === language).length, language).toBeGreaterThanOrEqual(40);
    }
  });

  it.each(['de', 'es'])('are asked in %s too, about ports, processes, restarts and deadlines above all', (language) => {
    const own = questions.flatMap(answerable).filter((each) => each.language === language);
    const main = own.filter(({ topic }) => /^(?:ports?-|processes|restart|deadlines)/.test(topic));
    expect(main.length).toBeGreaterThanOrEqual(35);
    for (const topic of ['ports-mail', 'processes', 'restart', 'deadlines']) {
      expect(own.filter((each) => each.topic === topic).length, topic).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('against the knowledge', () => {
  const ids = knowledgeEntries().map(({ id }) => id);

  it('every row that can answer is asked about, and nothing that is no row', () => {
    const asked = new Set(questions.flatMap(({ about }) => about));
    expect(ids.filter((id) => !asked.has(id))).toEqual([]);
    expect([...asked].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('every question to answer says what it is about, and no other', () => {
    for (const { id, about, expects } of questions) expect(about.length > 0, id).toBe(!('declines' in expects));
  });

  it('every port expected or allowed is a row', () => {
    const known = new Set(rows.ports.map(({ port }) => port));
    const named = questions
      .flatMap(answerable)
      .flatMap(({ id, expects: { ports = [], mayName = [] } }) => [...ports, ...mayName].map((port) => ({ id, port })));
    expect(named.filter(({ port }) => !known.has(port))).toEqual([]);
  });

  it('every question to answer can be answered by a command, but few answers pass for it', async () => {
    const possible = await openPossibleAnswers();
    const unanswerable: string[] = [];
    let passed = 0;
    let offered = 0;
    // Wordings of one thing expect the same.
    const things = new Map(questions.map((each) => [JSON.stringify([each.about, each.expects]), each]));
    for (const question of things.values()) {
      const answers = await possible(question);
      const right = answers.filter((line) => judge(question, line).says === 'right').length;
      // Where declining is fair as well, no command need have the answer.
      if (right === 0 && answerable(question).some(({ expects }) => !expects.mayDecline))
        unanswerable.push(question.id);
      offered += answers.length;
      passed += right;
    }
    expect(unanswerable).toEqual([]);
    expect(passed / offered).toBeLessThan(0.04);
  });
});
