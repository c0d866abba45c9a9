import { expect, test } from 'vitest';
import { jsonReply } from '../../../src/platforms/terminal/answering.ts';

test('says instants in words alone', () => {
  const shown = 'Mon 7 Dec 2026, 09:00 UTC';
  const answer = { title: 'Reminder', lead: `On ${shown}.`, sections: [], sources: [] };
  const reply = { command: 'remind show', outcome: 'answered', answer } as const;
  const instants = [{ shown, at: new Date('2026-12-07T09:00:00Z') }];
  expect(jsonReply({ ...reply, answer: { ...answer, instants } })).toEqual(jsonReply(reply));
  expect(jsonReply(reply).answer).toEqual(answer);
});
