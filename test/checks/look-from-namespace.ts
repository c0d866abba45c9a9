import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';

/*
 * Runs inside a network namespace with rules that the test has set: listens on the ports of the first argument, looks at
 * those of the second, lets nmap do the same, and prints the states that both give.
 */
const [listening = '', looked = ''] = process.argv.slice(2);
const numbers = (text: string) => text.split(',').map(Number);
const listen = (port: number) =>
  new Promise<void>((resolve) => {
    createServer((socket) => socket.on('error', () => {}).end()).listen(port, '127.0.0.1', resolve);
  });
await Promise.all(numbers(listening).map(listen));
const outcome = await createCheckService({ allowed: parseAllowed(['loopback']) ?? [] }).check({
  host: '127.0.0.1',
  probes: numbers(looked).map((port) => ({
    id: `${port}`,
    name: '',
    port,
    transport: 'tcp',
    protocol: 'none',
    tls: 'none',
  })),
});
if (outcome.kind !== 'checked') throw new Error(JSON.stringify(outcome));
const ours = Object.fromEntries(outcome.check.results.map(({ probe, state }) => [probe.id, state]));
// The kernel accepts connections while this process waits for nmap.
const said = spawnSync('nmap', ['-sT', '-Pn', '-n', '-p', looked, '-oG', '-', '127.0.0.1'], {
  encoding: 'utf8',
}).stdout;
const theirs = Object.fromEntries(
  [...said.matchAll(/(\d+)\/(open|closed|filtered)\/tcp/g)].map(([, port, state]) => [port, state]),
);
process.stdout.write(JSON.stringify({ ours, theirs }));
process.exit(0);
