import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const unit = join(import.meta.dirname, '../../packaging/systemd/mdaemon-bot.service');
const analyze = (...words: readonly string[]) => spawnSync('systemd-analyze', [...words, unit], { encoding: 'utf8' });
const isMissing = analyze('--version').error !== undefined;

describe.skipIf(isMissing)("systemd's unit, by systemd-analyze", () => {
  it('has no line that systemd does not know', () => {
    const { stderr } = analyze('verify', '--man=no');
    // Whether Node is at /usr/bin/node is up to the machine.
    const lines = stderr
      .split('\n')
      .filter((line) => line.includes('mdaemon-bot.service') && !line.includes('/usr/bin/node'));
    expect(lines).toEqual([]);
  });

  it('leaves little to whoever breaks in', () => {
    const [, level] = /Overall exposure level[^:]*: ([\d.]+)/.exec(analyze('security', '--offline=true').stdout) ?? [];
    expect(Number(level)).toBeLessThan(2);
  });
});
