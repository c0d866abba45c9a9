import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../../src/bot/answer.ts';
import { withoutFiles } from '../../../src/chat/files.ts';
import { renderAnswer } from '../../../src/platforms/slack/render-answer.ts';
import { explainMissingFile, UnsendableFile, uploadFiles } from '../../../src/platforms/slack/upload-files.ts';
import { replyWith } from './answers.ts';
import { hostileText } from './hostile-text.ts';
import { expectWithinLimits } from './within-limits.ts';

const textFile = (content: string, name = 'a.txt') => ({ name, mediaType: 'text/plain', content });

test.each([
  ['too large', [textFile('x'.repeat(1_000_001))]],
  ['too large in bytes', [textFile('ä'.repeat(500_001))]],
  ['empty', [textFile('')]],
  ['no text', [{ name: 'a.exe', mediaType: 'application/octet-stream', content: 'MZ' }]],
  ['too many', Array.from({ length: 6 }, () => textFile('x'))],
])('sends nothing that is %s, and calls nobody', async (_what, files) => {
  const uploading = uploadFiles({} as never, replyWith({ files }), { person: 'U1' });
  await expect(uploading).rejects.toThrow(UnsendableFile);
});

test.each([undefined, '', 'C01GEN'])('uploads nothing to one person where Slack names %j', async (channel) => {
  const client = { chat: { postMessage: async () => ({ ok: true, channel }) } };
  const sent = uploadFiles(client as never, replyWith({ files: [textFile('x')] }), { person: 'U1' });
  await expect(sent).rejects.toThrow('Slack named no direct message');
});

test('says the bounds where a file is beyond them', () => {
  expect(explainMissingFile(new UnsendableFile())).toContain('at most 5 text files of up to 1000 kB');
});

test('leaves an answer alone that shows all there is', () => {
  const whole: Partial<Answer> = { artifact: textFile('a\r\nb\r\n'), sections: [{ kind: 'code', text: 'a\nb' }] };
  for (const reply of [replyWith({}), replyWith(whole)]) expect(withoutFiles(reply, 'a remedy')).toBe(reply);
});

test.each([
  ['short', 'a\nb', 'a.txt', 'a\nb'],
  [
    'one endless line',
    'x'.repeat(9_000),
    'a.txt: the beginning of its first line. Don’t use only part of it.',
    `${'x'.repeat(2_800)}…`,
  ],
])('a file that is %s stands in the answer', (_what, content, title, text) => {
  const { answer } = withoutFiles(replyWith({ files: [textFile(content)] }), 'a remedy');
  expect(answer.files).toBeUndefined();
  expect(answer.sections).toEqual([
    { kind: 'code', title, text },
    { kind: 'note', tone: 'info', text: 'a remedy' },
  ]);
});

test('what stands in place of files is within Slack’s limits, whatever is in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(hostileText, fc.array(hostileText, { maxLength: 40 })), { maxLength: 5 }),
      (texts) => {
        const files = texts.map(([name, lines]) => textFile(lines.join('\n'), name));
        expectWithinLimits(renderAnswer(withoutFiles(replyWith({ files }), 'a remedy')));
      },
    ),
  );
});
