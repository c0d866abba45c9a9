import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import {
  canonicalZone,
  inSlices,
  knownZones,
  machineZone,
  sleep,
  untilAborted,
  withinTime,
} from '../../src/time/time.ts';

describe('time zones', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Europe/Belin', undefined],
    ['', undefined],
    ['Berlin', undefined],
  ])('%j is %j', (typed, name) => {
    expect(canonicalZone(typed)).toBe(name);
  });

  test('two names of one zone become one', () => {
    expect(canonicalZone('Asia/Kolkata')).toBe(canonicalZone('Asia/Calcutta'));
  });

  test('the zones that are listed, and that of the machine, are zones', () => {
    expect(knownZones().filter((zone) => canonicalZone(zone) !== zone)).toEqual([]);
    expect(canonicalZone(machineZone())).toBe(machineZone());
  });
});

describe('waiting', () => {
  const never = new Promise<never>(() => {});

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  describe('withinTime', () => {
    test('is what the work brings, where that is in time', async () => {
      const late = vi.fn();
      expect(await withinTime(Promise.resolve('done'), 1_000, late)).toBe('done');
      await expect(withinTime(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
      expect(late).not.toHaveBeenCalled();
    });

    test('is what `late` returns once the time is over', async () => {
      const result = withinTime(never, 1_000, () => 'late');
      await vi.advanceTimersByTimeAsync(999);
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(await result).toBe('late');
    });

    test('rejects with what `late` throws', async () => {
      const result = withinTime(never, 1_000, () => {
        throw new Error('too late');
      });
      const failed = expect(result).rejects.toThrow('too late');
      await vi.advanceTimersByTimeAsync(1_000);
      await failed;
    });

    test('drops an error that comes late', async () => {
      const { promise: work, reject } = Promise.withResolvers<string>();
      const result = withinTime(work, 1_000, () => 'late');
      await vi.advanceTimersByTimeAsync(1_000);
      reject(new Error('nobody hears this'));
      expect(await result).toBe('late');
    });

    test('takes a timer of the caller', async () => {
      const cancel = vi.fn();
      const result = await withinTime(
        never,
        1_000,
        () => 'late',
        (delayMs, run) => {
          expect(delayMs).toBe(1_000);
          run();
          return cancel;
        },
      );
      expect(result).toBe('late');
      expect(cancel).toHaveBeenCalledOnce();
    });
  });

  describe('untilAborted', () => {
    test('is what the work brings, and leaves no listener behind', async () => {
      const { signal } = new AbortController();
      const remove = vi.spyOn(signal, 'removeEventListener');
      expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
      expect(remove).toHaveBeenCalledOnce();
    });

    test('rejects with the reason of the signal', async () => {
      const abort = new AbortController();
      const result = untilAborted(never, abort.signal);
      abort.abort(new Error('stopping'));
      await expect(result).rejects.toThrow('stopping');
      await expect(untilAborted(Promise.reject(new Error('unheard')), abort.signal)).rejects.toThrow();
    });
  });

  describe('sleep', () => {
    test('ends after its time', async () => {
      const done = vi.fn();
      void sleep(1_000).then(done);
      await vi.advanceTimersByTimeAsync(999);
      expect(done).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(done).toHaveBeenCalledOnce();
    });

    test('of no time needs no timer', async () => {
      await sleep(0);
      await sleep(-1, new AbortController().signal);
    });

    test('ends with the reason of the signal, at once where that is aborted', async () => {
      const abort = new AbortController();
      const result = sleep(1_000, abort.signal);
      abort.abort(new Error('stopping'));
      await expect(result).rejects.toThrow('stopping');
      await expect(sleep(0, abort.signal)).rejects.toThrow('stopping');
    });
  });
});

describe('long work', () => {
  function* work(steps: number, each: () => void): Generator<void, string> {
    for (let step = 0; step < steps; step += 1) {
      each();
      yield;
    }
    return 'done';
  }

  it('does all steps, and gives what they return', async () => {
    let steps = 0;
    const count = () => {
      steps += 1;
    };
    expect(await inSlices(work(100, count))).toBe('done');
    expect(steps).toBe(100);
  });

  it('lets others have a turn before long work is done', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('another'));
    const untilAnotherWasThere = function* (): Generator<void, void> {
      while (!order.includes('another')) yield;
      order.push('done');
    };
    await inSlices(untilAnotherWasThere());
    expect(order).toEqual(['another', 'done']);
  });

  it('throws what a step throws', async () => {
    const fail = () => {
      throw new Error('no');
    };
    await expect(inSlices(work(1, fail))).rejects.toThrow('no');
  });
});
