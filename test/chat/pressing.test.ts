import { expect, it } from 'vitest';
import type { Actor, Request } from '../../src/bot/bot.ts';
import type { ReminderPressed } from '../../src/chat/adapter.ts';
import type { ChatContext } from '../../src/chat/chat-context.ts';
import { answerReminderPress } from '../../src/chat/pressing.ts';
import type { DeliveryService } from '../../src/reminders/reminders.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';

/*
 * In Discord a direct message is its person's own place, which they administer. What is posted there may be a server's.
 */
it.each(['done', 'show'] as const)('takes %s in a direct message for a member’s of the server', async (how) => {
  const actors: [string, Actor][] = [];
  const keep = (team: string, actor: Actor) => actors.push([team, actor]);
  const deliveries = {
    press: async ({ team, actor }) => {
      keep(team, actor);
      return { kind: 'gone' };
    },
  } as Partial<DeliveryService> as DeliveryService;
  const reply = {
    command: 'remind show',
    outcome: 'answered',
    answer: { title: '', lead: '', sections: [], sources: [] },
  };
  const context = {
    deliveries,
    adapter: { render: { note: (text: string) => text, answer: () => ({ message: '', pages: 1 }) }, limits: {} },
    dispatch: async ({ team, actor }: Request) => {
      keep(team, actor);
      return reply;
    },
    findActor: async (_team: string, actor: Actor) => actor,
    inspect: () => ({ line: undefined, changes: false }),
    startTimer: () => () => {},
    logger: silentLogger,
  } as unknown as ChatContext<string>;
  const actor: Actor = { id: '7', role: 'administrator' };
  const quietly = async () => {};
  const event = {
    kind: 'reminder',
    delivery: 'd1',
    reminder: 'r7k2',
    how,
    actor,
    findTeam: async () => 'discord:77',
    requestLine: () => ({
      team: 'discord:dm-7',
      actor,
      conversation: { id: '88', private: true },
      input: { kind: 'text' },
    }),
    audience: 'everyone',
    respond: { announce: quietly, answer: quietly, tell: quietly, update: quietly },
  } as unknown as ReminderPressed<string>;
  await answerReminderPress(context, event);
  expect(actors).toEqual([['discord:77', { id: '7', role: 'member' }]]);
});
