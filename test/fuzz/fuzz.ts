import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Act, catalogue, makeActs } from './acts.ts';
import { startFuzzed } from './fuzzed-program.ts';
import { hostileFiles } from './inputs.ts';
import { complaintsOf } from './shown.ts';
import { type Look, watchHealth } from './watch-health.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly acts: number;
  /** The most processor time of its own that the program may take between a look at `/healthz` and the answer. */
  readonly boundMs: number;
  /** Files of thousands of lines too, each in a process of its own. */
  readonly files: boolean;
  /** Told of every act that takes longer than a second on the clock. */
  readonly tell?: (line: string) => void;
}

export interface FuzzResult {
  readonly acts: number;
  readonly looks: number;
  /** Of looks at `/healthz`, in milliseconds of the program's own processor time. */
  readonly health: { readonly p50: number; readonly p99: number; readonly max: number };
  /** The acts during which `/healthz` waited longest. */
  readonly worst: readonly { readonly ownMs: number; readonly act: string }[];
  readonly complaints: readonly string[];
  readonly seconds: number;
}

const slowMs = 1_000;
const root = join(import.meta.dirname, '../..');

/** Does hostile things to the real program, one after another, while `/healthz` is asked every 20 ms. */
export async function runFuzz({ seed, acts, boundMs, files, tell = () => {} }: FuzzOptions): Promise<FuzzResult> {
  const begunAt = Date.now();
  const complaints: string[] = [];
  const done: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  const lines: string[] = [];
  const program = await startFuzzed();
  const health = watchHealth(program.healthPort, program.pid);
  try {
    // The first question, and a full list: what is slow is slow with them.
    const first = { way: 'slash', by: 'U02ROOT', what: 'an ordinary line', hostile: 'look' } as const;
    const usual = [
      'which port does imap need',
      'remind list',
      'remind preview',
      'deadlines',
      'firewall imap nftables',
      'status',
    ];
    const filling = Array.from(
      { length: Math.min(500, acts) },
      (_, at) => `remind add every day at ${at % 24}:00 look ${at}`,
    );
    for (const line of [...usual, ...filling, ...usual]) await take({ ...first, line });
    // An answer with a file, which goes to Discord as a form.
    const entry = catalogue.at(['deadlines', 'export']);
    if (entry !== undefined) await take({ ...first, way: 'discord', entry, line: entry.name });
    for (const act of makeActs(seed)) {
      if (done.length >= acts + filling.length) break;
      if (act.way === 'terminal') lines.push(act.line);
      await take(act);
    }
    for (const line of usual) await take({ ...first, line });
  } finally {
    complaints.push(...program.complaints());
    const stopping = program.stop();
    await stopping;
  }
  const looks = await health.stop();
  complaints.push(...(await inTerminal(lines)));
  if (files) complaints.push(...(await withFiles()));
  const times = looks.map(({ ownMs }) => ownMs).sort((one, other) => one - other);
  const at = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 10) / 10;
  const worst = findWorst(looks, done);
  for (const { ownMs, act } of worst) if (ownMs > boundMs) complaints.push(`/healthz waited ${ownMs} ms: ${act}`);
  return {
    acts: done.length,
    looks: looks.length,
    health: { p50: at(0.5), p99: at(0.99), max: at(1) },
    worst,
    complaints,
    seconds: Math.round((Date.now() - begunAt) / 1_000),
  };

  async function take(act: Parameters<typeof program.send>[0]): Promise<void> {
    const from = Date.now();
    const name = nameOf(act);
    try {
      complaints.push(...(await program.send(act)).map((what) => `${name}: ${what}`));
    } catch (error) {
      complaints.push(`${name}: ${String(error)}`);
    }
    const to = Date.now();
    done.push({ name, from, to });
    if (to - from > slowMs) tell(`${to - from} ms by the clock: ${name}`);
  }
}

function nameOf({ way, by, what, line }: Pick<Act, 'way' | 'by' | 'what' | 'line'>): string {
  return `${way} by ${by}, ${what}: ${JSON.stringify(line.slice(0, 120))}`;
}

/** The acts that fell into the longest looks, longest first, each once. */
function findWorst(looks: readonly Look[], done: readonly { name: string; from: number; to: number }[]) {
  const longest = [...looks].sort((one, other) => other.ownMs - one.ownMs).slice(0, 200);
  const worst = new Map<string, number>();
  for (const { sentAt, answeredAt, ownMs } of longest) {
    const during = done.filter(({ from, to }) => from <= answeredAt && to >= sentAt);
    const [slowest] = during.sort((one, other) => other.to - other.from - (one.to - one.from));
    const name = slowest?.name ?? 'nothing, or the start';
    if (!worst.has(name)) worst.set(name, Math.round(ownMs * 10) / 10);
  }
  return [...worst].slice(0, 15).map(([act, ownMs]) => ({ act, ownMs }));
}

/** Runs the program over a pipe and gives what is wrong with what it says. */
async function pipe(words: readonly string[], input: string, allowed: readonly number[]): Promise<string[]> {
  const child = spawn(process.execPath, [join(root, 'bin/mdaemon-bot.mjs'), ...words], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: mkdtempSync(join(tmpdir(), 'fuzz-')) },
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  const ended = status === null || !allowed.includes(status) ? [`it ended with ${status}`] : [];
  const complaints = [...ended, ...complaintsOf([said], () => undefined)];
  return complaints.map((what) => `terminal, ${words.join(' ') || 'lines of a pipe'}: ${what}`);
}

/** The lines over the terminal's pipe, and then everything that was stored by them. */
function inTerminal(lines: readonly string[]): Promise<string[]> {
  const stored = [
    'remind list all',
    'remind preview',
    'deadlines',
    'deadlines export',
    'settings',
    'profile',
    'hosts',
    'status',
  ];
  return pipe([], [...lines, ...stored].join('\n'), [0]);
}

async function withFiles(): Promise<string[]> {
  const complaints: string[] = [];
  for (const content of Object.values(hostileFiles)) {
    complaints.push(...(await pipe(['firewall', 'diff', 'imap'], content, [0, 2, 4, 5])));
  }
  return complaints;
}
