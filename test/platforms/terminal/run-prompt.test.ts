import { it } from 'vitest';
import { completeLine } from '../../../src/bot/complete.ts';
import { runPrompt } from '../../../src/platforms/terminal/run-prompt.ts';
import { plainLayout } from '../../../src/platforms/terminal/terminal.ts';
import { catalogue } from '../../bot/fixture.ts';
import { until } from '../../peers/until.ts';
import { createTestRouter } from '../slack/test-router.ts';
import { createFakeTerminal } from './fake-terminal.ts';

it('completes a word with Tab, also from what is looked up first', async () => {
  const terminal = createFakeTerminal();
  const ended = runPrompt({
    router: createTestRouter(),
    context: { zone: 'UTC', now: () => new Date('2026-11-22T12:00:00Z'), newId: () => 'id', user: 'alice' },
    input: terminal.input,
    output: terminal.output,
    layout: () => plainLayout,
    complete: (line, request) => completeLine(line, { catalogue, services: {}, request }),
  });
  const shows = (line: string) => until(line, () => terminal.screen().at(-1) === line);
  await shows('>');
  terminal.type('fire\t');
  await shows('> firewall');
  terminal.type('ru\t');
  await shows('> firewall rules');
  terminal.type('nf\t');
  await shows('> firewall rules nftables');
  // Nothing begins like this, and one zone holds it.
  terminal.type('\u0015note zone berl\t');
  await shows('> note zone Europe/Berlin');
  terminal.type('\u0003');
  await ended;
});
