import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/bot/answer.ts';
import { colourStyle, layoutFor, plainStyle } from '../../../src/platforms/terminal/layout.ts';
import { renderAnswer } from '../../../src/platforms/terminal/render-answer.ts';
import { openTestBot } from '../../commands/fixture.ts';

const { ask } = await openTestBot();

const answer: Answer = {
  title: 'Title',
  lead: 'Write `help`, or read on.',
  sections: [
    {
      kind: 'table',
      title: 'Counts',
      columns: [{ header: 'What' }, { header: 'Entries', align: 'right' }],
      rows: [
        ['日本', '7'],
        ['ports and everything else that has a rather long name', '41'],
      ],
    },
    { kind: 'steps', items: ['Open the screen.', 'Close it again, and look whether it is still there.'] },
    { kind: 'list', title: 'Points', items: ['one', 'two'] },
    { kind: 'code', text: 'a `b`\n  c' },
    { kind: 'note', tone: 'warning', text: 'Careful.' },
    { kind: 'note', tone: 'info', text: 'By the way.' },
  ],
  sources: [
    { id: 's', title: 'Source', publisher: 'Us', date: '2026', url: 'https://example.com/a/rather/long/address' },
  ],
  actions: [{ label: 'help', command: 'help' }],
};

describe('the terminal rendering', () => {
  it('sets every kind of section', () => {
    const layout = { width: 40, style: plainStyle, related: true, sources: 4 };
    expect(renderAnswer(answer, layout)).toMatchInlineSnapshot(`
      "Title

      Write \`help\`, or read on.

      Counts
      What                             Entries
      日本                                   7
      ports and everything else that        41
      has a rather long name

      1. Open the screen.
      2. Close it again, and look whether it
         is still there.

      Points
      - one
      - two

        a \`b\`
          c

      ! Careful.
      * By the way.

      Sources
        Source (Us, 2026)
          https://example.com/a/rather/long/address

      More: \`help\`"
    `);
  });

  it('keeps to the width of the window', async () => {
    const { answer: ports } = await ask('ports');
    for (const width of [40, 60, 80, 110]) {
      const text = renderAnswer(ports, { width, style: plainStyle, related: true, sources: 4 });
      const long = text.split('\n').filter((line) => stringWidth(line) > width && !/https?:|^\S+$/.test(line.trim()));
      expect(long).toEqual([]);
    }
  });

  it('colours only a terminal, and not with NO_COLOR', () => {
    expect(layoutFor({ isTTY: true }, {}).style).toBe(colourStyle);
    expect(layoutFor({ isTTY: true }, { NO_COLOR: '1' }).style).toBe(plainStyle);
    expect(layoutFor({ isTTY: true }, { TERM: 'dumb' }).style).toBe(plainStyle);
    expect(layoutFor({ isTTY: false }, {}).style).toBe(plainStyle);
    expect(renderAnswer(answer, { width: 80, style: colourStyle, related: true, sources: 4 })).toContain(
      '\u001b[1mTitle',
    );
    expect(layoutFor({ isTTY: true, columns: 300 }, {}).width).toBe(110);
    // A terminal that does not know its size says 0.
    expect(layoutFor({ isTTY: true, columns: 0 }, {}).width).toBe(80);
    expect(layoutFor({}, {}).width).toBe(Number.POSITIVE_INFINITY);
  });
});
