import { expect, test } from 'vitest';
import {
  hasShare,
  isEphemeral,
  type PressedMessage,
  sharedCopy,
  sharerOf,
  unchanged,
  withoutShare,
} from '../../../../src/platforms/discord/events/pressed-message.ts';

/** As Discord sends it: with numbers on every component, and addresses for files. */
const message = {
  id: '1',
  flags: 64 | (1 << 15),
  attachments: [{ id: '555', filename: 'rules.ps1' }],
  components: [
    {
      type: 17,
      id: 1,
      components: [
        { type: 10, id: 2, content: '**Opens 143/tcp.**' },
        {
          type: 13,
          id: 3,
          file: { url: 'https://cdn.discordapp.com/attachments/1/2/rules.ps1?ex=1' },
          name: 'rules.ps1',
          size: 9,
        },
        { type: 1, id: 4, components: [{ type: 2, id: 5, style: 2, label: 'Again', custom_id: 'run:0:script' }] },
        {
          type: 1,
          id: 6,
          components: [{ type: 2, id: 7, style: 2, label: 'Share', custom_id: 'share:#r1' }],
        },
      ],
    },
  ],
} as unknown as PressedMessage;
const ids = ({ components }: { components: unknown }) => JSON.stringify(components).match(/(?:run|share):[^"]*/g);

test('loses its Share button, and nothing else', () => {
  const { components, kept } = withoutShare(message);
  expect(ids({ components })).toEqual(['run:0:script']);
  expect(JSON.stringify(components)).toContain('{"type":13,"file":{"url":"attachment://rules.ps1"}}');
  expect(kept).toEqual([{ id: '555', filename: 'rules.ps1' }]);
  // A row that is empty is refused.
  expect(JSON.stringify(components)).not.toContain('"components":[]');
});

test('is put back as it was', () => {
  expect(ids(unchanged(message))).toEqual(['run:0:script', 'share:#r1']);
});

test('is copied for all without its file, and says who shared it', () => {
  const copy = sharedCopy(message, '42');
  expect(ids(copy)).toEqual(['run:0:script']);
  expect(JSON.stringify(copy.components)).not.toContain('attachment');
  expect(sharerOf({ ...message, components: [...copy.components] })).toBe('42');
  expect(copy.files).toEqual([]);
});

test('says what it is', () => {
  expect([hasShare(message), isEphemeral(message), sharerOf(message)]).toEqual([true, true, undefined]);
  expect(isEphemeral({ ...message, flags: 1 << 15 })).toBe(false);
  expect(withoutShare({ id: '1' } as PressedMessage).components).toEqual([]);
});
