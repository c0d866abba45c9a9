import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities, Request } from '../../src/bot/request.ts';
import { decodeText } from '../../src/platforms/slack/mrkdwn.ts';
import { renderAnswer } from '../../src/platforms/slack/render-answer.ts';
import { buildBot } from '../../src/program/build-bot.ts';
import { withoutStore } from '../../src/program/local-store.ts';
import { propertyRuns } from '../property-runs.ts';

const faults: unknown[] = [];
const { router } = await buildBot({
  knowledgeDirectory: undefined,
  observe: ({ reply, error }) => {
    if (reply.outcome === 'failed') faults.push(error);
  },
  ...withoutStore(),
  connections: () => ({}),
  limitations: () => [],
});
const capabilities: Capabilities = { prefix: '/mdaemon ', buttons: true, files: false };
const requestOf = (text: string): Request => ({
  id: 'r1',
  team: 'slack:T1',
  actor: { id: 'U1', role: 'member' },
  conversation: { id: 'C1', private: false },
  zone: 'UTC',
  receivedAt: new Date('2026-11-22T12:00:00Z'),
  capabilities,
  input: { kind: 'text', text: decodeText(text) },
});

/** What Slack would act on; links to sources are ours. */
const live = /<[@#!]|<(?!https?:\/\/)/;

const words = [
  'which',
  'port',
  'ports',
  'imap',
  'activesync',
  'cfengine.exe',
  '587',
  '4069/udp',
  'not',
  'is',
  'then',
  'mysql',
  'help',
  'ask',
  'instead',
  'service:imap',
  'none',
  'updates',
  'warum',
  'puertos',
  'remnd',
  '<!channel>',
  '&lt;!here&gt;',
  '<@U012AB3CD>',
  '<#C012AB3CD|ops>',
  '@everyone',
  '`',
  '*x*',
  '\u202e',
  '"',
  '--',
  '=',
  '<https://evil.example|x>',
  '__proto__',
  '\ud800',
  '🔥',
  '?',
];

describe('any text as a question', () => {
  it('is answered without a fault, without a live mention and within Slack’s limits', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((parts) => parts.join(' ')),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const reply = await router.dispatch(requestOf(typed));
        expect(faults.splice(0)).toEqual([]);
        expect(reply.answer.lead.length).toBeGreaterThan(0);
        const message = renderAnswer(reply);
        expect(message.text).not.toMatch(live);
        for (const { blocks } of [message]) {
          const marked = JSON.stringify(blocks, (key, value) =>
            key === 'elements' && value?.[0]?.type === 'button' ? [] : value,
          );
          expect(marked).not.toMatch(live);
        }
        for (const { command, label } of reply.answer.actions ?? []) {
          expect(command.length).toBeLessThanOrEqual(90);
          expect(label.length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: propertyRuns(1_500) },
    );
  });
});
