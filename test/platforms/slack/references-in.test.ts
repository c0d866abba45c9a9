import { expect, test } from 'vitest';
import { decodeText } from '../../../src/platforms/slack/decode-text.ts';
import { referencesIn } from '../../../src/platforms/slack/references-in.ts';

const channel = (shown: string, id: string) => ({ shown, kind: 'channel', id });
const person = (shown: string, id: string) => ({ shown, kind: 'person', id });

const cases: readonly (readonly [encoded: string, references: readonly unknown[], what: string])[] = [
  ['ports imap', [], 'plain text'],
  ['to <#C01GEN|general> check', [channel('#general', 'C01GEN')], 'a channel'],
  ['to <#C01GEN>', [channel('#C01GEN', 'C01GEN')], 'a channel without a name'],
  ['to <#C01GEN|>', [channel('#C01GEN', 'C01GEN')], 'a channel whose name is hidden'],
  ['to <@U01ALICE|alice>', [person('@alice', 'U01ALICE')], 'a person'],
  ['to <@W01ALICE>', [person('@W01ALICE', 'W01ALICE')], 'a person without a name'],
  ['to <#C01|r&amp;d>', [channel('#r&d', 'C01')], 'an entity in a name'],
  [
    '<@U01ALICE|alice> in <#C01GEN|general> and <@U02BOB|bob>',
    [person('@alice', 'U01ALICE'), channel('#general', 'C01GEN'), person('@bob', 'U02BOB')],
    'several',
  ],
  ['<#C01GEN|general> <#C01GEN|general>', [channel('#general', 'C01GEN')], 'one named twice'],
  ['<@U0BOT|mdaemon> to <@U01ALICE|alice>', [person('@alice', 'U01ALICE')], 'the bot, who is asked'],
  ['&lt;#C01GEN|general&gt; &lt;@U01ALICE&gt;', [], 'what somebody typed as text'],
  ['<!channel> <!subteam^S012|@admins> <https://example.com|#general>', [], 'broadcasts, groups and links'],
  ['<#c01gen|general> <@U01 ALICE> <@> <#>', [], 'what is no id'],
];

test.each(cases)('%j names %j: %s', (encoded, references) => {
  expect(referencesIn(encoded, 'U0BOT')).toEqual(references);
  const line = decodeText(encoded, 'U0BOT');
  for (const { shown } of referencesIn(encoded, 'U0BOT')) expect(line).toContain(shown);
});

test('is quick on hostile text', () => {
  const startedAt = performance.now();
  referencesIn('<@'.repeat(50_000));
  referencesIn(`<@U1|${'|'.repeat(50_000)}`);
  referencesIn('<#C1|'.repeat(50_000));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
