import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';
import { timeCertificate } from './time-certificate.ts';

const rounds = 3;
const hostCount = 100;
/** Of nmap -T5, where three of the ports swallow packets. */
const aimSilent = 0.6;
/** Of openssl s_client, which is two processes each time. */
const aimCertificate = 0.1;
const certificateRounds = 30;

interface Timed {
  readonly times: Readonly<Record<string, readonly number[]>>;
  readonly same: boolean;
}

/** A host with 14 ports, and a hundred of them, beside nmap. Wants root, nmap and iptables: it makes a network namespace. */
export async function runCheckBench(): Promise<SectionResult> {
  const certificate = await timeCertificate(certificateRounds);
  const answering = timeWith([]);
  const silent = timeWith([4_003, 4_007, 4_011]);
  const rowsOf = ({ times }: Timed, what: string) =>
    Object.entries(times).map(([name, ms]): Row => ({ name: `${name}, ${what}`, unit: 'ms', values: summarise(ms) }));
  const ratio = ({ times }: Timed, ours: string, theirs: string) =>
    summarise(times[ours] ?? []).median / summarise(times[theirs] ?? []).median;
  const many = `${hostCount} hosts`;
  const fast = 'nmap -T5 --max-retries 1';
  const aim = (what: string, reached: number, most: number) => ({
    what,
    wanted: `at most ${most}`,
    reached: reached.toFixed(2),
    met: reached <= most,
  });
  return {
    title: 'check: 14 ports a host, from the first packet to the verdicts',
    rows: [
      ...rowsOf(answering, 'all answer'),
      ...rowsOf(silent, 'three silent'),
      { name: 'check, last day of a certificate', unit: 'ms', values: summarise(certificate.ours) },
      { name: 'openssl s_client, the same', unit: 'ms', values: summarise(certificate.openssl) },
    ],
    aims: [
      aim('one host, all answer, of nmap', ratio(answering, 'check, 1 host', 'nmap, 1 host'), 1),
      aim(`one host, three silent, of ${fast}`, ratio(silent, 'check, 1 host', `${fast}, 1 host`), aimSilent),
      aim(`${many}, three silent, of ${fast}`, ratio(silent, `check, ${many}`, `${fast}, ${many}`), aimSilent),
      aim(
        'the last day of a certificate, of openssl s_client',
        summarise(certificate.ours).median / summarise(certificate.openssl).median,
        aimCertificate,
      ),
      {
        what: 'the same verdicts as nmap',
        wanted: 'yes',
        reached: answering.same && silent.same ? 'yes' : 'no',
        met: answering.same && silent.same,
      },
    ],
    notes: ['nmap is a process that starts each time; the check runs in one that is there, as in a bot.'],
  };
}

function timeWith(swallowed: readonly number[]): Timed {
  const rules = swallowed.map((port) => `iptables -A INPUT -p tcp --dport ${port} -j DROP`);
  const run = `"${process.execPath}" "${join(import.meta.dirname, 'time-check.ts')}" ${rounds} ${hostCount}`;
  const script = ['set -e', 'ip link set lo up', ...rules, run].join('\n');
  return JSON.parse(execFileSync('unshare', ['-n', 'sh', '-c', script], { encoding: 'utf8' })) as Timed;
}
