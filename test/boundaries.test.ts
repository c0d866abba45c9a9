import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findViolations } from './boundaries.ts';

describe('import boundaries', () => {
  it('hold in the whole tree', () => {
    expect(findViolations(join(import.meta.dirname, '..'))).toEqual([]);
  });

  describe('a planted violation is found', () => {
    const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
    afterAll(() => rmSync(root, { recursive: true }));
    const plant = (path: string, text: string): string[] => {
      rmSync(root, { recursive: true });
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      return findViolations(root);
    };

    it.each([
      ['knowledge/a.ts', "import { x } from '../src/bot/answer.ts';"],
      ['knowledge/a.ts', "import type { x } from '../commands/ports.ts';"],
      ['src/bot/a.ts', "import { createKnowledgeBase } from '../../knowledge/knowledge-base.ts';"],
      ['src/bot/a.ts', "import type { App } from '@slack/bolt';"],
      ['src/bot/a.ts', "import type { Config } from '../config/config.ts';"],
      ['src/platforms/terminal/a.ts', "export { x } from '../slack/start-slack.ts';"],
      ['src/platforms/terminal/a.ts', "const slack = await import('@slack/web-api');"],
      ['src/platforms/slack/a.ts', "import { startHttp } from '../../http/start-http.ts';"],
      ['src/platforms/slack/a.ts', "import { ports } from '../../../commands/ports.ts';"],
      ['src/http/a.ts', "import type { x } from '../platforms/slack/start-slack.ts';"],
      ['src/config/a.ts', "import { Client } from 'discord.js';"],
      ['commands/a.ts', "import type { x } from '../src/platforms/slack/start-slack.ts';"],
      ['commands/a.ts', "import pg from 'pg';"],
      ['src/bot/a.ts', "/** x */ import {\n  y,\n} from '../platforms/terminal/style.ts';"],
    ])('%s: %s', (path, text) => {
      expect(plant(path, text)).toHaveLength(1);
    });

    it('but not what is allowed', () => {
      expect(plant('src/bot/a.ts', "import type { Source } from '../../knowledge/schema.ts';")).toEqual([]);
      expect(plant('src/platforms/slack/a.ts', "import { App } from '@slack/bolt';")).toEqual([]);
      expect(plant('src/main.ts', "import { x } from './platforms/slack/start-slack.ts';")).toEqual([]);
    });
  });
});
