import { describe, expect, it } from 'vitest';
import { checkPosts } from './check-posts.ts';
import { readCrashOptions } from './crash-options.ts';
import { runCrashTest } from './crash-test.ts';

describe.concurrent('the crash test', () => {
  const timeout = 600_000;

  it('loses and doubles nothing on SQLite', { timeout }, async () => {
    const result = await runCrashTest(readCrashOptions(['--kills', '4', '--seed', '11'], 0));
    expect(result).toMatchObject({ lost: [], doubled: [], ambiguous: 0, unsettled: 0, complaints: [] });
    expect(result.owed).toBeGreaterThan(10);
  });

  it('reports each one it cannot tell about where the history is closed', { timeout }, async () => {
    const result = await runCrashTest(readCrashOptions(['--kills', '6', '--seed', '12', '--no-history'], 0));
    expect(result).toMatchObject({ lost: [], doubled: [], unsettled: 0 });
    expect(result.ambiguous).toBeGreaterThan(0);
  });

  it('fails for a bot that does not look before it posts again', { timeout }, async () => {
    const result = await runCrashTest(readCrashOptions(['--kills', '9', '--seed', '13', '--plant', 'no-look'], 0));
    expect(result.doubled.length).toBeGreaterThan(0);
  });

  it('loses and doubles nothing in Discord', { timeout }, async () => {
    const result = await runCrashTest(readCrashOptions(['--kills', '3', '--seed', '15', '--platform', 'discord'], 0));
    expect(result).toMatchObject({ lost: [], doubled: [], ambiguous: 0, unsettled: 0, complaints: [] });
    expect(result.owed).toBeGreaterThan(10);
  });

  it('loses and doubles nothing on PostgreSQL', { timeout }, async (context) => {
    const options = readCrashOptions(['--kills', '4', '--seed', '14', '--engine', 'postgres', '--replicas', '2'], 0);
    const result = await runCrashTest(options).catch((error: Error) => {
      if (/binaries are not installed/.test(error.message)) return context.skip(error.message);
      throw error;
    });
    expect(result).toMatchObject({ lost: [], doubled: [], ambiguous: 0, unsettled: 0 });
  });
});

describe('the checker', () => {
  const at = (ms: number) => new Date(ms);
  const owed = ['a', 'b', 'c'].map((key, index) => ({ key, scheduledFor: at(index * 1_000) }));

  it('finds what is lost and what is doubled, whatever the bot says', () => {
    const seen = [
      { keys: ['a', 'b'], at: at(1_500) },
      { keys: ['b'], at: at(9_000) },
    ];
    const verdict = checkPosts(owed, seen, new Set(['c']), true);
    expect(verdict).toMatchObject({ lost: ['c'], doubled: ['b'], messages: 2, unseenButTold: [] });
    expect(verdict.lateness).toEqual({ median: 1_500, p95: 1_500, max: 1_500 });
  });

  it('excuses an unseen one only if it was told and the history was closed', () => {
    const seen = [{ keys: ['a'], at: at(0) }];
    expect(checkPosts(owed, seen, new Set(['b']), false)).toMatchObject({ lost: ['c'], unseenButTold: ['b'] });
  });

  it('counts what the rule for missed ones left out by itself, and nothing else with it', () => {
    const seen = [{ keys: ['a'], at: at(0) }];
    expect(checkPosts(owed, seen, new Set(), true, new Set(['b']))).toMatchObject({ lost: ['c'], leftOut: ['b'] });
  });
});

describe('the options', () => {
  it('are refused with what is wanted', () => {
    expect(() => readCrashOptions(['--engine', 'mysql'], 1)).toThrow('--engine is sqlite or postgres');
    expect(() => readCrashOptions(['--platform', 'irc'], 1)).toThrow('--platform is slack or discord');
    expect(() => readCrashOptions(['--replicas', '2'], 1)).toThrow('one process delivers');
    expect(() => readCrashOptions(['--kills', 'many'], 1)).toThrow('--kills is a whole number');
  });
});
