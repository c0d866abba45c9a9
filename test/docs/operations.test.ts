import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/program/metrics.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/operations.md');

/** Every metric that a process with all platforms tells. */
async function metricsTold(): Promise<readonly string[]> {
  const metrics = createMetrics();
  const failuresByCode = () => new Map([['x', 1]]);
  metrics.watchReadiness(() => ({ store: true }));
  metrics.watchPlatform({ name: 'slack', failuresByCode });
  metrics.watchPlatform({ name: 'discord', connectionState: () => 'standby', failuresByCode });
  metrics.observeDelivery({ kind: 'tick-dropped', tick: 'sweep' });
  const server = createServer(metrics.listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
  const text = await answer.text();
  server.close();
  return [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
}

/** The first cells of the table of metrics. */
const documented = [...page.slice(page.indexOf('## Metrics')).matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
);

describe('the page about operation', () => {
  it('names every metric once, and no other', async () => {
    expect([...documented].sort()).toEqual([...(await metricsTold())].sort());
  });

  it('has the five alerts, which rest on metrics there are', async () => {
    const { groups } = parse(read('docs/alerts.yaml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules).toHaveLength(5);
    const told = new Set(await metricsTold());
    for (const { alert, expr } of rules) {
      expect(page).toMatch(new RegExp(`^\\| \`${alert}\` \\|`, 'm'));
      const names = [...expr.matchAll(/\b(mdaemon_bot_\w+|up)\b(?=\{)/g)].map(([, name = '']) => name);
      expect(names.length, alert).toBeGreaterThan(0);
      for (const name of names)
        expect(name === 'up' || told.has(name.replace(/_(count|sum|bucket)$/, '')), name).toBe(true);
    }
    // The states that one of them asks for are those of the ledger.
    expect(page).toMatch(/`ambiguous`, `dead`, `parked`/);
  });
});
