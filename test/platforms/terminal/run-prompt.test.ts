import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayHoldSecret } from '../../../src/ask/unmet/unmet.ts';
import { completeLine } from '../../../src/bot/complete.ts';
import { runPrompt } from '../../../src/platforms/terminal/run-prompt.ts';
import { openHistory, plainLayout } from '../../../src/platforms/terminal/terminal.ts';
import { catalogue } from '../../bot/fixture.ts';
import { until } from '../../peers/until.ts';
import { createTestRouter } from '../slack/test-router.ts';
import { createFakeTerminal } from './fake-terminal.ts';

const end = '\u0003\u0003';

/** Opens a prompt in a terminal in memory. */
function open(more: Partial<Parameters<typeof runPrompt>[0]> = {}) {
  const terminal = createFakeTerminal();
  const ended = runPrompt({
    router: createTestRouter(),
    context: { zone: 'UTC', now: () => new Date('2026-11-22T12:00:00Z'), newId: () => 'id', user: 'alice' },
    input: terminal.input,
    output: terminal.output,
    layout: () => plainLayout,
    complete: (line, request) => completeLine(line, { catalogue, services: {}, request }),
    ...more,
  });
  const shows = (line: string) => until(line, () => terminal.screen().at(-1) === line);
  const says = (text: string) => until(text, () => terminal.screen().includes(text));
  return { ...terminal, ended, shows, says };
}

it('completes a word with Tab, also from what is looked up first', async () => {
  const { type, shows, ended } = open();
  await shows('>');
  type('fire\t');
  await shows('> firewall');
  type('ru\t');
  await shows('> firewall rules');
  type('nf\t');
  await shows('> firewall rules nftables');
  // Nothing begins like this, and one zone holds it.
  type('\u0015note zone berl\t');
  await shows('> note zone Europe/Berlin');
  type(end);
  await ended;
});

describe('Ctrl+C', () => {
  it('clears a line that is half typed, and ends on an empty one', async () => {
    const { type, shows, says, screen, ended } = open();
    await shows('>');
    type('echo half\u0001');
    await shows('> echo half');
    type('\u0003');
    await shows('>');
    expect(screen().slice(-2)).toEqual(['> echo half^C', '>']);
    type('echo whole\r');
    await says('You said “whole”.');
    await shows('>');
    type('\u0003');
    await ended;
  });

  it('clears a line that is longer than the window', async () => {
    const terminal = createFakeTerminal(20);
    const { ended } = open({ input: terminal.input, output: terminal.output });
    await until('the prompt', () => terminal.screen().at(-1) === '>');
    terminal.type('echo 1234567890 abcdefghij');
    await until('the echo', () => terminal.screen().at(-1) === 'cdefghij');
    terminal.type('\u0003');
    await until('the prompt again', () => terminal.screen().at(-1) === '>');
    expect(terminal.screen().slice(-3)).toEqual(['> echo 1234567890 ab', 'cdefghij^C', '>']);
    terminal.type('\u0003');
    await ended;
  });

  it('ends a command that takes a while, and nothing else', async () => {
    let begun = false;
    let aborted = false;
    const { type, shows, ended } = open({
      router: {
        ...createTestRouter(),
        dispatch: async (request, controls) => {
          const { signal } = controls ?? {};
          if (request.input.kind === 'text' && request.input.text === 'slow') {
            begun = true;
            await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
            aborted = true;
          }
          return createTestRouter().dispatch(request);
        },
      },
    });
    await shows('>');
    type('slow\r');
    await until('its beginning', () => begun);
    type('\u0003');
    await until('the end of it', () => aborted);
    await shows('>');
    type('\u0003');
    await ended;
  });
});

describe('pasted text', () => {
  const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;

  it('of several lines is one line, sent whole with Enter', async () => {
    const { type, shows, says, screen, ended } = open();
    await shows('>');
    type(`echo ${paste('one\rtwo\nthree\n')}`);
    await shows('> echo [3 lines pasted]');
    expect(screen().some((line) => line.includes('You said'))).toBe(false);
    type('\r');
    await says('You said “one two three”.');
    type(end);
    await ended;
  });

  it('of one line can be edited, and a tab in it completes nothing', async () => {
    const { type, shows, says, ended } = open();
    await shows('>');
    type(paste('echo a\tb'));
    await shows('> echo a b');
    type('c\r');
    await says('You said “a bc”.');
    type(end);
    await ended;
  });

  it('comes in any pieces', async () => {
    const { type, shows, says, ended } = open();
    await shows('>');
    for (const piece of ['echo \u001b[2', '00~on', 'e\rt', 'wo\u001b', '[201', '~ more\r']) type(piece);
    await says('You said “one two more”.');
    type(end);
    await ended;
  });

  it('of commands alone is answered one by one', async () => {
    const { type, shows, says, ended } = open({ isCommand: (line) => line.startsWith('echo ') });
    await shows('>');
    type(paste('echo one\necho two\n'));
    await shows('> [2 lines pasted]');
    type('\r');
    await says('You said “one”.');
    await says('You said “two”.');
    type(end);
    await ended;
  });
});

describe('the history', () => {
  const fileIn = () => join(mkdtempSync(join(tmpdir(), 'history-')), 'state', 'history');
  const keeps = (line: string) => !mayHoldSecret(line);

  it('is there again at the next start', async () => {
    const file = fileIn();
    const first = open({ history: openHistory(file, keeps) });
    await first.shows('>');
    first.type('echo before\r');
    await first.says('You said “before”.');
    first.type(end);
    await first.ended;
    const second = open({ history: openHistory(file, keeps) });
    await second.shows('>');
    second.type('\u001b[A');
    await second.shows('> echo before');
    second.type(end);
    await second.ended;
  });

  it('is for its owner alone, and holds no secret, no line with a blank before it and no paste', () => {
    const file = fileIn();
    const history = openHistory(file, keeps);
    for (const line of ['ports imap', 'my password is x', 'key Xk29-fQQz_8', ' ports smtp', 'a\nb', '', 'ports imap'])
      history.add(line);
    expect(readFileSync(file, 'utf8')).toBe('ports imap\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    openHistory(file, keeps);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is cut to its newest 500 lines, the newest first, and is no fault where it cannot be kept', () => {
    const file = fileIn();
    openHistory(file, keeps).add('ports');
    writeFileSync(file, Array.from({ length: 700 }, (_, index) => `ports ${index}\n`).join(''));
    const { lines } = openHistory(file, keeps);
    expect([lines.length, lines[0]]).toEqual([500, 'ports 699']);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(501);
    const nowhere = openHistory(join(file, 'below-a-file'), keeps);
    expect(nowhere.lines).toEqual([]);
    expect(() => nowhere.add('ports imap')).not.toThrow();
  });
});
