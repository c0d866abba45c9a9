import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/program/metrics.ts';
import { openTestBot, requestFor } from '../commands/fixture.ts';

const { ask } = await openTestBot();

describe('metrics', () => {
  it('count commands and deliveries, and hold nothing of what was typed', async () => {
    const metrics = createMetrics();
    const request = requestFor('ports imap');
    metrics.observeDispatch({ request, reply: await ask('ports imap'), durationMs: 2 });
    metrics.observeDispatch({ request, reply: await ask('secret words'), durationMs: 2 });
    metrics.observeDispatch({ request, reply: await ask('x'.repeat(5_000)), durationMs: 2 });
    metrics.observeDelivery({ kind: 'skipped', count: 3 });
    metrics.observeDelivery({ kind: 'tick-dropped', tick: 'sweep' });
    metrics.watchPlatform({
      name: 'discord',
      connectionState: () => 'standby',
      failuresByCode: () => new Map([['unknown-interaction', 2]]),
    });
    metrics.watchPlatform({ name: 'slack', failuresByCode: () => new Map([['slack-failed', 1]]) });
    const server = createServer(metrics.listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
    const text = await answer.text();
    server.close();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(
      /mdaemon_bot_command_seconds_count\{command="ports",outcome="answered",platform="terminal"\} 1/,
    );
    expect(text).toMatch(/command="ask",outcome="unknown"/);
    expect(text).toMatch(/command="none",outcome="usage"/);
    expect(text).toMatch(/mdaemon_bot_occurrences_skipped_total 3/);
    expect(text).toMatch(/mdaemon_bot_reminder_faults_total\{where="tick sweep"\} 1/);
    expect(text).toMatch(/mdaemon_bot_discord_gateway\{state="standby"\} 1/);
    expect(text).toMatch(/mdaemon_bot_discord_gateway\{state="connected"\} 0/);
    expect(text).toMatch(/mdaemon_bot_slack_failures_total\{code="slack-failed"\} 1/);
    expect(text).not.toMatch(/slack_gateway/);
    expect(text).toMatch(/mdaemon_bot_discord_failures_total\{code="unknown-interaction"\} 2/);
    expect(text).not.toMatch(/secret|tester/);
  });
});
