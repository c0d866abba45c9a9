// Preloaded into the program: writes the address of every module that is loaded to the file LOADS, at the end.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.LOADS, loaded.join('\n')));
