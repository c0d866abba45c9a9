import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/bot/answer.ts';
import { jsonLine } from '../../../src/platforms/terminal/answering.ts';
import { colourStyle, layoutFor, plainLayout, plainStyle } from '../../../src/platforms/terminal/layout.ts';
import { renderAnswer, renderText } from '../../../src/platforms/terminal/render-answer.ts';
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

const steering = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

it('shows nothing that steers a terminal, wherever somebody wrote it', () => {
  const typed = 'red\u001b[31m\u0000\u009b1m \u202egnp.exe\r';
  const hostile: Answer = {
    title: typed,
    lead: typed,
    sections: [
      { kind: 'table', title: typed, columns: [{ header: typed }, { header: 'What' }], rows: [[typed, typed]] },
      { kind: 'list', items: [typed] },
      { kind: 'code', text: `${typed}\n${typed}` },
      { kind: 'note', tone: 'warning', text: typed },
    ],
    sources: [{ id: 's', title: typed, publisher: typed, date: typed, url: typed }],
    files: [{ name: typed, mediaType: 'text/plain', content: typed }],
    actions: [{ label: typed, command: typed }],
  };
  const layout = { width: 80, style: plainStyle, related: true, sources: 4 };
  expect(renderAnswer(hostile, layout)).not.toMatch(steering);
  expect(renderText(hostile, layout)).not.toMatch(steering);
  expect(jsonLine(hostile)).not.toMatch(steering);
  expect(JSON.parse(jsonLine(hostile))).toEqual(hostile);
});

it('shows stored texts harmlessly', async () => {
  const { ask: askOwn, storage } = await openTestBot();
  await askOwn('remind add every day at 9 look \u001b]0;title\u0007\u202e');
  const [reminder] = await storage.ledger.list('terminal:local');
  await storage.ledger.addDeadline({
    id: 'own',
    team: 'terminal:local',
    title: 'Renew \u001b[31mit\u202e',
    date: '2027-01-15',
    createdBy: 'tester',
  });
  for (const line of [
    'remind preview',
    'remind list',
    `remind show ${reminder?.id}`,
    'deadlines',
    'deadlines export',
  ]) {
    const { answer: shown } = await askOwn(line);
    expect(renderAnswer(shown, plainLayout), line).not.toMatch(steering);
    expect((shown.artifact?.content ?? '').replaceAll('\r\n', '\n'), line).not.toMatch(steering);
  }
});

describe('the terminal rendering', () => {
  it('sets every kind of section', () => {
    const layout = { width: 40, style: plainStyle, related: true, sources: 4 };
    expect(renderAnswer(answer, layout)).toMatchInlineSnapshot(`
      "Title

      Write \`help\`, or read on.

      Counts
      日本                                   7
      ports and everything else that has a  41
      rather long name

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

  it('sets off code on each line that it is broken over, and goes on with a warning behind it', () => {
    const code = (text: string) => `\u001b[36m${text}\u001b[39m`;
    const broken: Answer = {
      title: 'T',
      lead: 'Write `remind add every day` now.',
      sections: [{ kind: 'note', tone: 'warning', text: 'See `help` first, then go.' }],
      sources: [],
    };
    const lines = renderAnswer(broken, { width: 20, style: colourStyle, related: true, sources: 2 }).split('\n');
    expect(lines).toContain(`Write ${code('remind')} ${code('add')}`);
    expect(lines).toContain(`${code('every')} ${code('day')} now.`);
    expect(lines).toContain(`\u001b[33m! See ${code('help')}\u001b[33m first,\u001b[39m`);
    expect(lines).toContain('\u001b[33m  then go.\u001b[39m');
  });

  it('lines up the columns of a table that holds code', () => {
    const rows = [
      ['`a b`', 'one'],
      ['c', 'two'],
    ];
    const table: Answer = {
      title: 'T',
      lead: 'L',
      sections: [{ kind: 'table', columns: [{ header: 'X' }, { header: 'Y' }], rows }],
      sources: [],
    };
    const text = renderAnswer(table, { width: 40, style: colourStyle, related: true, sources: 2 });
    expect(stripVTControlCharacters(text)).toContain('a b  one\nc    two');
  });

  it('has at most two lines of sources, on one of which the rest is counted, in any window', async () => {
    for (const line of ['ports', 'ports activesync', 'why-restart', 'updates', 'process']) {
      const { answer: shown } = await ask(line);
      for (const width of [60, 80, 120]) {
        const text = renderAnswer(shown, { width, style: colourStyle, related: true, sources: 2 });
        const [, below = ''] = stripVTControlCharacters(text).split('\nSources\n');
        const lines = (below.split('\n\n')[0] ?? '').trimEnd().split('\n');
        expect(lines.length, line).toBeLessThanOrEqual(2);
        for (const each of lines) {
          expect(each).toMatch(/^ {2}\S/);
          expect(each.split('(').length, each).toBe(each.split(')').length);
        }
        if (shown.sources.length > 2) {
          expect(lines.at(-1)).toContain(`and ${shown.sources.length - 2} more`);
          expect(below).toContain('sources for');
        }
      }
    }
  });

  it('keeps a short command on one line, so that it can be copied', () => {
    const text = 'Not what you meant? `article activesync-autodiscovery`, `article activation-data` or `ports`.';
    const shown: Answer = { title: 'T', lead: 'L', sections: [{ kind: 'note', tone: 'info', text }], sources: [] };
    const commands = ['article activesync-autodiscovery', 'article activation-data'];
    for (const style of [plainStyle, colourStyle]) {
      for (let width = 54; width < 100; width += 1) {
        const layout = { width, style, related: true, sources: 2 };
        const lines = renderAnswer({ ...shown, actions: [{ label: 'Data', command: commands[1] ?? '' }] }, layout);
        const plain = stripVTControlCharacters(lines);
        for (const command of commands) expect(plain, String(width)).toContain(command);
        for (const line of plain.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
        expect(plain).not.toContain('\u00a0');
      }
    }
  });

  it('closes the bracket of a source that is cut, and begins no line with a dot between cells', () => {
    const source = { id: 's', title: 'The help', publisher: 'A publisher with a rather long name', date: '2026' };
    const rows = [['3000/tcp', 'in', 'then', 'WorldClient HTTP', 'LAN; 443 outside', 'list of 2008–2010']];
    const columns = ['Port', 'Direction', 'Era', 'What for', 'Open to', 'Number from'].map((header) => ({ header }));
    const shown: Answer = { title: 'T', lead: 'L', sections: [{ kind: 'table', columns, rows }], sources: [source] };
    const render = (width: number) => renderAnswer(shown, { width, style: plainStyle, related: true, sources: 2 });
    expect(render(40)).toContain('  The help (A publisher with a rather…)');
    expect(render(60)).toContain('  The help (A publisher with a rather long name, 2026)');
    for (let width = 30; width < 70; width += 1) {
      expect(render(width), String(width)).not.toMatch(/^\s*·/m);
      for (const line of render(width).split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  it('breaks no word and keeps every indent, in any window', async () => {
    for (const line of [
      'help',
      'help all',
      'help remind add',
      'ports',
      'process',
      'advisories',
      'why-restart',
      'about',
    ]) {
      const { answer: shown } = await ask(line);
      for (const width of [60, 80, 120]) {
        // Code stays as it is, to be copied.
        const sections = shown.sections.filter(({ kind }) => kind !== 'code');
        const text = renderAnswer({ ...shown, sections }, { width, style: plainStyle, related: true, sources: 2 });
        for (const each of text.split('\n')) {
          const longest = Math.max(...each.split(' ').map((word) => word.length));
          if (longest < width - 20) expect(stringWidth(each), each).toBeLessThanOrEqual(width);
        }
      }
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
