import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refreshAccess } from '../../docs/access-tables.ts';
import { commandReference } from '../../docs/command-reference.ts';
import { refreshExamples } from '../../docs/firewall-examples.ts';
import { formatIds } from '../../knowledge/firewall-formats.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['*.md', 'docs/**/*.md'].flatMap((pattern) => globSync(pattern, { cwd: root })).filter(isOurs);

function isOurs(path: string): boolean {
  return !path.includes('node_modules');
}

describe('the docs', () => {
  it('hold the command reference as the declarations have it; `npm run docs` writes it anew', () => {
    expect(read('docs/commands.md')).toBe(commandReference());
  });

  it('hold who may run and press what as it is declared; `npm run docs` writes it anew', () => {
    const page = read('docs/who-may-do-what.md');
    expect(refreshAccess(page)).toBe(page);
    expect(page).toMatch(/^\| `remind pause` \| – \| their own \| yes \| yes \|$/m);
    expect(page).toMatch(
      /^\| \*Done\* below a reminder \| members, and the person who got the post as a direct message \|$/m,
    );
  });

  it('hold the firewall examples as the commands print them; `npm run docs` writes them anew', async () => {
    const page = read('docs/firewall.md');
    expect(await refreshExamples(page)).toBe(page);
    for (const id of formatIds) expect(page).toMatch(new RegExp(`^\`firewall imaps.* ${id}\`$`, 'm'));
  });

  it('name every variable the program reads, and no other', () => {
    const sources = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n');
    const pattern =
      /(?:read|readPort|readUrl|readCount|readVariable|readProxy)\((?:env, )?'([A-Z_]+)'|environment\['([A-Z_]+)'\]/g;
    const variables = new Set([...sources.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? ''));
    // What the system sets is not ours to document.
    for (const name of ['TERM', 'HOME', 'LOCALAPPDATA', 'XDG_DATA_HOME']) variables.delete(name);
    const documented = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(documented.sort()).toEqual([...variables].sort());
    for (const variable of variables) expect(read('docs/settings.md')).toContain(variable);
  });

  it('link only to files that are there', () => {
    for (const page of pages) {
      for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(globSync(target, { cwd: join(root, dirname(page)) }), `${page} links to ${target}`).toHaveLength(1);
      }
    }
  });

  it('name files and folders that are there, where they say what is where', () => {
    const place = /^(?:src|commands|knowledge|test|docs|bench|bin|\.ci)\/[\w./*-]*$/;
    // The example of a recipe.
    const isMade = (path: string) => path === 'commands/count.ts';
    for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md', ...globSync('docs/decisions/*.md', { cwd: root })]) {
      for (const [, path = ''] of read(page).matchAll(/`([^`\n]+)`/g)) {
        if (!place.test(path) || isMade(path)) continue;
        expect(globSync(path, { cwd: root }).length, `${page} names ${path}`).toBeGreaterThan(0);
      }
    }
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const page of pages) {
      for (const [, script = ''] of read(page).matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
        expect(Object.keys(scripts), `${page} names npm run ${script}`).toContain(script);
      }
    }
  });
});
