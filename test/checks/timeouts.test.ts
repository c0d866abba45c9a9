import { describe, expect, it } from 'vitest';
import { Timeouts } from '../../src/checks/connection.ts';

describe('time-outs', () => {
  it('are a second at first, then follow the host within bounds', () => {
    const timeouts = new Timeouts();
    expect(timeouts.currentMs).toBe(1_000);
    timeouts.sample(1);
    expect(timeouts.currentMs).toBe(150);
    for (let time = 0; time < 20; time += 1) timeouts.sample(200);
    expect(timeouts.currentMs).toBeGreaterThan(300);
    timeouts.sample(60_000);
    expect(timeouts.currentMs).toBe(2_000);
  });

  it('tell who waits each time that they change, until nobody listens', () => {
    const timeouts = new Timeouts();
    let told = 0;
    const forget = timeouts.onChange(() => {
      told += 1;
    });
    timeouts.sample(1);
    timeouts.sample(2);
    forget();
    timeouts.sample(3);
    expect(told).toBe(2);
  });
});
