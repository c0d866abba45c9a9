import { describe, expect, it } from 'vitest';
import { createPromptScreen, runPrompt } from '../../../src/platforms/terminal/run-prompt.ts';
import { plainLayout } from '../../../src/platforms/terminal/terminal.ts';
import { createTerminalPoster, renderReminder } from '../../../src/platforms/terminal/terminal-poster.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { until } from '../../peers/until.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';
import { createTestRouter } from '../slack/test-router.ts';
import { createFakeTerminal } from './fake-terminal.ts';

const later = (minutes: number) => new Date(dueAt.getTime() + minutes * 60_000);
const target = { kind: 'terminal', id: 'terminal' } as const;

function open(columns?: number) {
  const terminal = createFakeTerminal(columns);
  const screen = createPromptScreen();
  const poster = createTerminalPoster({ screen, layout: () => plainLayout, now: () => dueAt, view: viewDelivery });
  const start = () =>
    runPrompt({
      router: createTestRouter(),
      context: { zone: 'Europe/Berlin', now: () => dueAt, newId: () => 'id', user: 'alice' },
      input: terminal.input,
      output: terminal.output,
      layout: () => plainLayout,
      complete: async () => [],
      screen,
    });
  return { terminal, poster, start };
}

const due = (more: Parameters<typeof delivery>[1] = {}) =>
  delivery([item({ target })], { team: 'terminal:local', target, ...more });

describe('a due reminder in the terminal', () => {
  it('stands above the prompt, and what was being typed goes on', async () => {
    const { terminal, poster, start } = open();
    const ended = start();
    await until('the prompt', () => terminal.screen().at(-1) === '>');
    terminal.type('echo a');
    await until('the echo', () => terminal.screen().at(-1) === '> echo a');
    const one = due();
    expect(await poster.post(one, { late: false })).toEqual({ kind: 'posted', messageId: one.id });
    await until('the prompt again', () => terminal.screen().at(-1) === '> echo a');
    expect(terminal.screen().slice(-6)).toEqual([
      '',
      'Reminder',
      '  Look at the bad queue',
      '  remind done r7k2 · remind snooze r7k2 · remind show r7k2',
      '',
      '> echo a',
    ]);
    terminal.type('bc\r');
    await until('the answer', () => terminal.screen().includes('You said “abc”.'));
    terminal.type('exit\r');
    await ended;
  });

  it.each([
    ['', 'with the cursor where typing left it'],
    ['\u0001\u0005', 'after going to its beginning and end, when readline counts its rows anew'],
    ['\u0001', 'with the cursor at its beginning'],
  ])('spares a line that is longer than the window %j: %s', async (moves) => {
    const { terminal, poster, start } = open(20);
    const ended = start();
    await until('the prompt', () => terminal.screen().at(-1) === '>');
    terminal.type(`echo 1234567890 abcdefghij 1234567890${moves}`);
    const typed = ['> echo 1234567890 ab', 'cdefghij 1234567890'];
    await until('the echo', () => terminal.screen().slice(-2).join() === typed.join());
    const before = terminal.screen();
    await poster.post(due(), { late: false });
    await until('the line again', () => terminal.screen().slice(-2).join() === typed.join());
    const after = terminal.screen();
    expect(after.slice(0, before.length - 2)).toEqual(before.slice(0, -2));
    expect(after.at(before.length - 2)).toBe('Reminder');
    expect(after.slice(-3)).toEqual(['', ...typed]);
    terminal.type('\u0003\u0003');
    await ended;
  });

  it('says how late it is, where the terminal was closed meanwhile', async () => {
    const { terminal, poster, start } = open();
    expect(await poster.post(due(), { late: false })).toMatchObject({ kind: 'refused' });
    const ended = start();
    await until('the prompt', () => terminal.screen().at(-1) === '>');
    await poster.post(due({ attemptStartedAt: later(72) }), { late: true });
    expect(terminal.screen()).toContain('Reminder · due 09:00, sent 10:12 (Europe/Berlin)');
    terminal.type('exit\r');
    await ended;
    expect(await poster.post(due(), { late: false })).toMatchObject({ kind: 'refused' });
  });

  it('is told where it cannot go, and what cannot be found again', async () => {
    const { poster } = open();
    expect(await poster.check('terminal:local', target)).toEqual({ ok: true });
    expect(await poster.check('terminal:local', { kind: 'channel', id: 'C01' })).toMatchObject({ ok: false });
    expect(await poster.find(due())).toMatchObject({ kind: 'cannot-tell' });
  });
});

it('nothing a person wrote steers the terminal', () => {
  const text = 'a\u001b[2J\u0007b\u202ec\r\nsecond line';
  const shown = renderReminder(viewDelivery(delivery([item({ text })]), [], dueAt), plainLayout);
  expect(shown).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  expect(shown).toContain('\n  second line\n');
});

it('a digest has a part for each reminder', () => {
  const two = delivery([item(), item({ id: 'm3x9', text: 'Check the certificate' }, { kind: 'escalation' })]);
  expect(renderReminder(viewDelivery(two, [], dueAt), plainLayout)).toMatchInlineSnapshot(`
    "2 reminders
      Look at the bad queue
      remind done r7k2 · remind snooze r7k2 · remind show r7k2
      Check the certificate
      again, since nobody has answered
      remind done m3x9 · remind snooze m3x9 · remind show m3x9"
  `);
});
