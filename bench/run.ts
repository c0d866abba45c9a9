import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { formatResult } from './measure/format-result.ts';
import type { SectionResult } from './measure/result.ts';

/** Each section is loaded when it is asked for, so that one does not weigh on another. */
const sections: Readonly<Record<string, () => Promise<SectionResult>>> = {
  http: async () => (await import('./http/run-http.ts')).runHttp(),
  dispatch: async () => (await import('./dispatch/run-dispatch.ts')).runDispatch(),
  ask: async () => (await import('./ask/run-ask.ts')).runAsk(),
  start: async () => (await import('./start/run-start.ts')).runStart(),
  memory: async () => (await import('./memory/run-memory.ts')).runMemory(),
  modules: async () => (await import('./memory/run-modules.ts')).runModules(),
  check: async () => (await import('./check/run-check.ts')).runCheckBench(),
  discord: async () => (await import('./discord/run-discord.ts')).runDiscord(),
  'discord-idle': async () => (await import('./discord/run-discord-idle.ts')).runDiscordIdle(),
  reminders: async () => (await import('./reminders/run-reminders.ts')).runReminders(),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const names = positionals.length === 0 ? Object.keys(sections) : positionals;
const unknown = names.filter((name) => sections[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}. There are: ${Object.keys(sections).join(', ')}.`);
  process.exit(2);
}

const machine = {
  node: process.versions.node,
  system: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
};
console.log(`Node ${machine.node}, ${machine.system}, ${machine.cores} cores (${machine.processor})`);
console.log('Machines differ and are noisy: the ratios within one run count, not the figures.');
console.log('Rates are compared round by round with the neighbour, and the median of these ratios is told.\n');

const results: Record<string, SectionResult> = {};
for (const name of names) {
  const result = await sections[name]?.();
  if (result === undefined) continue;
  results[name] = result;
  console.log(formatResult(result));
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
