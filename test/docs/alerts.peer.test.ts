import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const call = promisify(execFile);

/** Prometheus' own tool, of Debian's package `prometheus`. */
const promtool = process.env['PROMTOOL'] ?? 'promtool';
const missing = await call(promtool, ['--version']).then(
  () => undefined,
  () => 'promtool, of Debian’s package prometheus, is not installed',
);

describe('the alerts', () => {
  it('are taken by Prometheus, and fire on what they should', async ({ skip }) => {
    skip(missing !== undefined, missing);
    await call(promtool, ['check', 'rules', join(root, 'docs/alerts.yaml')]);
    await call(promtool, ['test', 'rules', join(root, 'test/docs/alerts.test.yaml')]);
  });
});
