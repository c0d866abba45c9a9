import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly hasInstallScript?: boolean;
}

const locked = Object.entries(read('package-lock.json').packages as Readonly<Record<string, Locked>>);
const names = (all: typeof locked) => all.map(([path]) => path);
/** Whether a package refuses one of the systems that the bot runs on, or one of their processors. */
const isBound = ({ os, cpu }: Locked) => lacks(os, ['linux', 'win32', 'darwin']) || lacks(cpu, ['x64', 'arm64']);
const lacks = (allowed: string | readonly string[] | undefined, wanted: readonly string[]) =>
  allowed !== undefined && wanted.some((each) => !allowed.includes(each));

describe('an install', () => {
  it('for production brings nothing that exists for some platforms only, and runs no script', () => {
    const production = locked.filter(([path, { dev }]) => path !== '' && dev !== true);
    expect(production.length).toBeGreaterThan(100);
    expect(names(production.filter(([, each]) => isBound(each)))).toEqual([]);
    expect(names(production.filter(([, { hasInstallScript }]) => hasInstallScript))).toEqual([]);
  });

  it('for development leaves out what exists for another platform, in place of failing there', () => {
    expect(names(locked.filter(([, each]) => isBound(each) && each.optional !== true))).toEqual([]);
  });

  it('for development brings the stand-in for Slack and a Node, which only Linux on x64 has', () => {
    const { optionalDependencies } = read('test/peers/package/package.json');
    for (const name of Object.keys(optionalDependencies)) {
      expect(Object.fromEntries(locked)[`node_modules/${name}`]).toMatchObject({ dev: true, optional: true });
    }
  });

  it('for production holds the packages that were named for it', () => {
    const { dependencies, devDependencies } = read('package.json');
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining(['@slack/bolt', 'discord.js', 'node-cron', 'zod']),
    );
    expect(devDependencies).toHaveProperty('vitest');
  });
});
