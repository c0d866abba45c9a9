import { describe, expect, it } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { judgeCall } from './held-back.ts';
import { lineOf } from './judged-fixture.ts';

const knowledge = (await openKnowledge()).current();

const imap = 'Ports: IMAP\n\nIMAP needs 993/tcp inbound.';

describe('an answer to a labelled question', () => {
  it.each([
    ['ports', 'ports imap inbound'],
    ['article:minger-what-it-is', 'article minger-what-it-is plain'],
    ['ports:tls', 'ports tls'],
  ])('of the class %s is right with %s', (of, command) => {
    expect(judgeCall({ q: 'a question', class: of }, lineOf(imap, { command }), knowledge).says).toBe('right');
  });

  it('is right too where another command says the same', () => {
    const { answer = '' } = knowledge.article('auto-update-now') ?? {};
    const line = lineOf(`Automatic updates\n\n${answer.replaceAll(' ', '  ')}`, { command: 'updates' });
    expect(judgeCall({ q: 'a', class: 'article:auto-update-now' }, line, knowledge).says).toBe('right');
  });

  it('of another class is wrong, and a wrong port where it shows one that the question does not name', () => {
    const of = 'article:minger-what-it-is';
    const line = lineOf(imap, { command: 'ports imap' });
    expect(judgeCall({ q: 'what is it', class: of }, line, knowledge)).toMatchObject({
      says: 'wrong',
      wrongPort: true,
    });
    expect(judgeCall({ q: 'what is 993', class: of }, line, knowledge)).toMatchObject({
      says: 'wrong',
      wrongPort: false,
    });
  });

  it('is declined rightly or wrongly', () => {
    const declined = lineOf('I do not know.', { answered: false, command: null });
    expect(judgeCall({ q: 'a', class: 'decline:act' }, declined, knowledge).says).toBe('right');
    expect(judgeCall({ q: 'a', class: 'ports' }, declined, knowledge).says).toBe('wrongly declined');
    expect(judgeCall({ q: 'a', class: 'decline:act' }, lineOf(imap), knowledge)).toMatchObject({
      says: 'wrongly answered',
      wrongPort: true,
    });
  });
});
