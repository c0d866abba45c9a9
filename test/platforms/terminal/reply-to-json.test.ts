import { expect, test } from 'vitest';
import { replyToJson } from '../../../src/platforms/terminal/reply-to-json.ts';

test('says instants in words alone', () => {
  const shown = 'Mon 7 Dec 2026, 09:00 UTC';
  const answer = { title: 'Reminder', lead: `On ${shown}.`, sections: [], sources: [] };
  const reply = { command: 'remind show', outcome: 'answered', answer } as const;
  const instants = [{ shown, at: new Date('2026-12-07T09:00:00Z') }];
  expect(replyToJson({ ...reply, answer: { ...answer, instants } })).toEqual(replyToJson(reply));
  expect(replyToJson(reply).answer).toEqual(answer);
});
