import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';
import { readMemory } from './read-memory.ts';

/** In the order in which a start needs them; each line has those before it as well. */
const steps: readonly (readonly [string, string])[] = [
  ['Node', ''],
  ['@slack/bolt', "import '@slack/bolt';"],
  ['zod', "import 'zod';"],
  ['node:sqlite', "import { DatabaseSync } from 'node:sqlite'; globalThis.open = new DatabaseSync(':memory:');"],
  ['kysely', "import 'kysely';"],
  ['pino', "import 'pino';"],
  ['prom-client', "import 'prom-client';"],
  ['temporal-polyfill', "import 'temporal-polyfill';"],
  ['croner', "import 'croner';"],
  ['node-cron', "import 'node-cron';"],
  ['undici', "import 'undici';"],
];
/** Libraries that the bot loads only when it needs them. Each is measured in a process that loads nothing else. */
const late = [
  'discord.js',
  'pg',
  'pg-boss',
  '@modelcontextprotocol/sdk/server/mcp.js',
  'ical.js',
  'rrule-temporal',
  'yaml',
  'minisearch',
];
const rounds = 5;

/** Measures how much memory each library of the bot takes once it is loaded and idle. Linux only. */
export async function runModules(): Promise<SectionResult> {
  const begun = steps.map(([name], index) => ({
    name: index === 0 ? name : `+ ${name}`,
    code: codeOf(steps.slice(0, index + 1)),
  }));
  const alone = late.map((name) => ({ name: `${name}, alone`, code: `import '${name}';` }));
  const all = [...begun, ...alone];
  const seen = new Map(all.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, code } of all) seen.get(name)?.push(await ownOf(code));
  }
  const rows: Row[] = [...seen].map(([name, values]) => ({ name, unit: 'MiB of its own', values: summarise(values) }));
  return {
    title: 'modules: what each library holds, loaded from node_modules and idle',
    rows,
    aims: [],
    notes: ['A line that begins with + has everything above it loaded, too.'],
  };
}

function codeOf(loaded: readonly (readonly [string, string])[]): string {
  return loaded.map(([, code]) => code).join('\n');
}

async function ownOf(code: string): Promise<number> {
  const text = `${code}\nglobalThis.gc(); setInterval(() => {}, 1e6); setTimeout(() => console.log('ready'), 300);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', text], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    if (child.pid === undefined) throw new Error('The process did not start');
    return (await readMemory(child.pid)).own;
  } finally {
    child.kill('SIGKILL');
  }
}
