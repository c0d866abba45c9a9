import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { noRecords } from './no-records.ts';

/*
 * Runs in a network namespace whose rules the benchmark has set: listens on 14 ports of every loopback address, and prints
 * how long our check and nmap take, round by round.
 */
const ports = Array.from({ length: 14 }, (_, index) => 4_001 + index);
const list = ports.join(',');
const [rounds = 5, hostCount = 100] = process.argv.slice(2).map(Number);
const hosts = Array.from({ length: hostCount }, (_, index) => `127.0.1.${index + 1}`);

const listen = (port: number) =>
  new Promise<void>((resolve) => {
    createServer((socket) => socket.on('error', () => {}).end()).listen(port, '0.0.0.0', 511, resolve);
  });
await Promise.all(ports.map(listen));

const probes = ports.map(
  (port) => ({ id: `${port}`, name: '', port, transport: 'tcp', protocol: 'none', tls: 'none' }) as const,
);
const service = createCheckService({
  allowed: parseAllowed(['loopback']) ?? [],
  claimHosts: async () => true,
  resolver: () => noRecords,
});

async function look(host: string): Promise<string[]> {
  const outcome = await service.check({ host, probes });
  return outcome.kind === 'checked' ? outcome.check.results.map(({ state }) => state) : [outcome.kind];
}

async function scan(target: string, ...more: readonly string[]): Promise<string> {
  const child = spawn('nmap', ['-sT', '-Pn', '-n', ...more, '-p', list, '-oG', '-', target]);
  let printed = '';
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  await once(child, 'close');
  return printed;
}

const timed = async (run: () => Promise<unknown>) => {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
};

const fast = ['-T5', '--max-retries', '1'];
const ours = await look('127.0.0.1');
const theirs = [...(await scan('127.0.0.1')).matchAll(/\d+\/(open|closed|filtered)\/tcp/g)].map(([, state]) => state);
const times: Record<string, number[]> = {};
const note = async (name: string, run: () => Promise<unknown>) => {
  times[name] = [...(times[name] ?? []), await timed(run)];
};
for (let round = 0; round < rounds; round += 1) {
  await note('check, 1 host', () => look('127.0.0.1'));
  await note('nmap, 1 host', () => scan('127.0.0.1'));
  await note('nmap -T5 --max-retries 1, 1 host', () => scan('127.0.0.1', ...fast));
  await note(`check, ${hostCount} hosts`, () => Promise.all(hosts.map(look)));
  await note(`nmap -T5 --max-retries 1, ${hostCount} hosts`, () => scan(`127.0.1.1-${hostCount}`, ...fast));
}
process.stdout.write(JSON.stringify({ times, same: JSON.stringify(ours) === JSON.stringify(theirs) }));
process.exit(0);
