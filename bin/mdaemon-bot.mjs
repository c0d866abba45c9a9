#!/usr/bin/env node
// Plain JavaScript on purpose, and without a top-level `await`: a Node too old for the program has to be able to read this
// file (12 can), and is told kindly what to do.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

const wanted = [22, 18];
const [first] = process.argv.slice(2);
if (first === '--version' || first === '-V') {
  console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
} else if (first === '--help' || first === '-h') {
  import('./usage.mjs').then(({ usage }) => process.stdout.write(usage));
} else {
  start();
}

function start() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  // A checkout runs from its sources; a packed install has only the built files.
  const source = new URL('../src/main.ts', import.meta.url);
  const isCheckout = existsSync(source);
  if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
    console.error(`mdaemon-bot needs Node ${wanted.join('.')} or newer; this is ${process.versions.node}.`);
    console.error('Install Node 24 from https://nodejs.org, and run this again.');
    if (isCheckout)
      console.error(
        'Or on Linux x64 run `npm ci`, which brings Node 24 for `npm start` and `npm run -s mdaemon -- ports imap`.',
      );
    process.exitCode = 1;
    return;
  }
  if (major === 22) hideExperiments();
  // Before the first .ts file: where all of them come from the cache, Node never loads its type stripper (10 MiB).
  module.enableCompileCache();
  import(isCheckout ? source.href : new URL('../dist/main.js', import.meta.url).href);
}

/** Node 22 says at each start that its SQLite and its types are experiments. Whoever reads that can do nothing about it. */
function hideExperiments() {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message, stack }) => {
    if (name === 'ExperimentalWarning' && /^(SQLite|Type Stripping) /.test(message)) return;
    process.stderr.write(`(node:${process.pid}) ${stack || `${name}: ${message}`}\n`);
  });
}
