import { describe, expect, it } from 'vitest';
import type { AskerSource } from '../../src/ask/understanding.ts';
import type { QuestionLog } from '../../src/ask/unmet/question-log.ts';
import { createQuestionService } from '../../src/ask/unmet/question-service.ts';
import type { TeamKey } from '../../src/bot/request.ts';
import { createRouter } from '../../src/bot/router.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/terminal.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { services: base, clock, storage } = await openTestBot();

const questions = createQuestionService({ log: storage.questions, keepTexts: true, logger: createSilentLogger() });

/** Knows nothing at all. */
const asker: AskerSource = {
  current: async () => ({
    ...(await base.asker.current()),
    understand: () => ({ kind: 'declined', reason: 'unknown', confidence: 1, others: [] }),
  }),
};

async function ask(text: string, team: TeamKey, role: 'member' | 'administrator' = 'administrator', log?: QuestionLog) {
  const desk =
    log === undefined ? questions : createQuestionService({ log, keepTexts: true, logger: createSilentLogger() });
  const services = { ...base, asker, questions: desk };
  const router = createRouter({ catalogue, services, emptyCommand: 'help', fallback: 'ask', nowMs: () => 0 });
  const request = requestFor(text, clock.now.toISOString());
  const reply = await router.dispatch({ ...request, team, actor: { id: 'U1', role } });
  await questions.settled();
  return reply;
}

describe('unanswered', () => {
  it('lists what a team asked that found nothing, or was not meant', async () => {
    for (const line of [
      'which folder zzz',
      'which folder zzz',
      'www vvv',
      'my password is zzz',
      'instead service:imap service:pop3',
    ])
      await ask(line, 'slack:T1', 'member');
    await ask('which queue of theirs', 'slack:T2', 'member');
    const { answer } = await ask('unanswered', 'slack:T1');
    expect(answer.lead).toBe('5 questions since 2026-10-23 got no answer, or the wrong one.');
    expect(renderAnswer(answer, plainLayout)).toMatch(/nothing near +4 +not known/);
    expect(renderAnswer(answer, plainLayout)).toMatch(/service imap +1 +wanted service pop3/);
    expect(renderAnswer(answer, plainLayout)).toContain('“which folder …”, 2 times');
    expect(JSON.stringify(answer)).not.toMatch(/password|queue|zzz|vvv/);
  });

  it('counts what it does not list too', async () => {
    const { answer: none } = await ask('unanswered', 'slack:T3');
    expect(none.lead).toMatch(/^Every question/);
    const keys = base.knowledge.current().rows.articles.slice(0, 23);
    for (const { id } of keys) await ask(`instead none article:${id}`, 'slack:T3', 'member');
    const { answer } = await ask('unanswered', 'slack:T3');
    expect(answer.lead).toBe('23 questions since 2026-10-23 got no answer, or the wrong one.');
    expect(answer.sections[0]).toMatchObject({ title: 'The 20 most frequent of 23' });
    expect((answer.sections[0] as { rows: readonly unknown[] }).rows).toHaveLength(20);
  });

  it.each(['7doors', '4weeksago'])('refuses %s as how far back', async (since) => {
    expect((await ask(`unanswered since ${since}`, 'slack:T1')).outcome).toBe('usage');
  });

  it('adds all teams up for whoever starts the program', async () => {
    const { answer } = await ask('unanswered', 'terminal:local');
    expect(JSON.stringify(answer)).toContain('which queue of');
  });

  it('is for administrators', async () => {
    expect(await ask('unanswered', 'slack:T1', 'member')).toMatchObject({ command: 'unanswered', outcome: 'usage' });
  });

  it('says that all was answered where it was', async () => {
    expect((await ask('unanswered since 2026-11-01', 'slack:T9')).answer.lead).toBe(
      'Every question asked here since 2026-11-01 was answered.',
    );
  });

  it.each(['soon', '2026-13-01', '7', '0000-00-00'])('refuses %s as a day', async (day) => {
    expect((await ask(`unanswered since ${day}`, 'slack:T1')).outcome).toBe('usage');
  });
});

describe('a store that fails', () => {
  it('breaks no answer', async () => {
    const log: QuestionLog = {
      add: () => Promise.reject(new Error('gone')),
      list: () => Promise.reject(new Error('gone')),
      forgetTexts: async () => {},
    };
    expect(await ask('zzz qqq', 'slack:T1', 'member', log)).toMatchObject({ command: 'ask', outcome: 'unknown' });
  });
});
