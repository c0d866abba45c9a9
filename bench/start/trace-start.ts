// Does what src/main.ts does, one part after the other, and prints how many milliseconds after the start of the process
// each was done. A part that an earlier one has already loaded costs nothing here.
import module from 'node:module';

const marks: Record<string, number> = {};
const mark = (name: string) => {
  marks[name] = performance.now();
};

mark('Node itself');
module.enableCompileCache();
await import('zod');
mark('zod');
await import('../../knowledge/open-knowledge.ts');
mark('knowledge: code and snapshot');
await import('../../commands/commands.ts');
mark('commands and their contract');
const { run } = await import('../../src/program/program.ts');
mark('terminal, configuration, the rest');
await run(['ports', 'activesync'], {});
mark('the answer');
console.log(`\n${JSON.stringify(marks)}`);
