import { parseArgs } from 'node:util';

/** Whose API the bots speak. */
export type CrashPlatform = 'slack' | 'discord';

/** What a run of the crash test is asked for. */
export interface CrashOptions {
  /** SIGKILLs before the bots are left to settle. */
  readonly kills: number;
  readonly engine: 'sqlite' | 'postgres';
  readonly platform: CrashPlatform;
  /** Bots at a time. SQLite allows one. */
  readonly replicas: number;
  readonly seed: number;
  /** The peer lets the bots read its history. */
  readonly history: boolean;
  /** Breaks the bot on purpose, so that the test can be seen to fail: it never looks before it posts again. */
  readonly plant: 'nothing' | 'no-look';
}

/**
 * Reads the command line.
 *
 * @throws {Error} with what is wanted instead.
 */
export function readCrashOptions(words: readonly string[], randomSeed: number): CrashOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      kills: { type: 'string', default: '20' },
      engine: { type: 'string', default: 'sqlite' },
      platform: { type: 'string', default: 'slack' },
      replicas: { type: 'string' },
      seed: { type: 'string' },
      'no-history': { type: 'boolean', default: false },
      plant: { type: 'string', default: 'nothing' },
    },
  });
  const { engine, platform, plant } = values;
  if (engine !== 'sqlite' && engine !== 'postgres') throw new Error('--engine is sqlite or postgres');
  if (platform !== 'slack' && platform !== 'discord') throw new Error('--platform is slack or discord');
  if (plant !== 'nothing' && plant !== 'no-look') throw new Error('--plant is nothing or no-look');
  const replicas = wholeNumber('--replicas', values.replicas ?? (engine === 'sqlite' ? '1' : '3'));
  if (engine === 'sqlite' && replicas !== 1) throw new Error('--replicas is 1 on SQLite: one process delivers from it');
  return {
    kills: wholeNumber('--kills', values.kills),
    engine,
    platform,
    replicas,
    seed: wholeNumber('--seed', values.seed ?? String(randomSeed)),
    history: !values['no-history'],
    plant,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is a whole number, not "${text}"`);
  return Number(text);
}
