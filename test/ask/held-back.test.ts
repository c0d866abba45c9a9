import { describe, expect, it } from 'vitest';
import { judgeCall } from './held-back.ts';
import { lineOf } from './judged-fixture.ts';

const imap = 'Ports: IMAP\n\nIMAP needs 993/tcp inbound.';

describe('an answer to a labelled question', () => {
  it.each([
    ['ports', 'ports imap inbound'],
    ['article:minger-what-it-is', 'article minger-what-it-is plain'],
    ['article:why-restart-then', 'why-restart'],
    ['ports:tls', 'ports tls'],
  ])('of the class %s is right with %s', (of, command) => {
    expect(judgeCall({ q: 'a question', class: of }, lineOf(imap, { command })).says).toBe('right');
  });

  it('of another class is wrong, and a wrong port where it shows one that the question does not name', () => {
    const of = 'article:minger-what-it-is';
    const line = lineOf(imap, { command: 'ports imap' });
    expect(judgeCall({ q: 'what is it', class: of }, line)).toMatchObject({ says: 'wrong', wrongPort: true });
    expect(judgeCall({ q: 'what is 993', class: of }, line)).toMatchObject({ says: 'wrong', wrongPort: false });
  });

  it('is declined rightly or wrongly', () => {
    const declined = lineOf('I do not know.', { answered: false, command: null });
    expect(judgeCall({ q: 'a', class: 'decline:act' }, declined).says).toBe('right');
    expect(judgeCall({ q: 'a', class: 'ports' }, declined).says).toBe('wrongly declined');
    expect(judgeCall({ q: 'a', class: 'decline:act' }, lineOf(imap))).toMatchObject({
      says: 'wrongly answered',
      wrongPort: true,
    });
  });
});
