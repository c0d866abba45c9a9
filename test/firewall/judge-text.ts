import type { Judgement } from '../../src/firewall/judge/judge-texts.ts';
import { judgeTexts } from '../../src/firewall/judge/judge-texts.ts';
import { parseHost } from '../../src/firewall/network.ts';

interface JudgeText {
  /** Ports in the words of an answer: `25`, `53/udp`. Default: 25 over TCP. */
  readonly ports?: readonly (number | string)[];
  readonly to?: string;
  readonly outside?: readonly string[];
  readonly direction?: 'inbound' | 'outbound';
}

/** Enough for every test, and too little for what must be refused. */
export const testLimits = { nodes: 150_000, steps: 1_000_000 };

/** Judges texts for ports that should be open to anybody. */
export function judgeText(
  text: string | readonly string[],
  { ports = [25], to, outside = [], direction = 'inbound' }: JudgeText = {},
): Judgement {
  const asked = ports.map((each) => {
    const [port, transport = 'tcp'] = String(each).split('/');
    return { direction, transport: transport as 'tcp' | 'udp', port: Number(port), remotes: [] };
  });
  const host = to === undefined ? undefined : parseHost(to);
  return judgeTexts(
    typeof text === 'string' ? [text] : text,
    asked,
    { host, outside, directions: [direction] },
    testLimits,
  );
}

/** Verdicts of one family in a few characters each: `25 anybody`, `143 some eth1`. */
export function verdicts(
  text: string | readonly string[],
  options: JudgeText & { readonly family?: 'ipv4' | 'ipv6' } = {},
): string[] {
  const { family = 'ipv4' } = options;
  return judgeText(text, options)
    .findings.filter(({ verdict }) => verdict.family === family)
    .map(({ verdict: { port, transport, open, to, except } }) =>
      [
        `${port}${transport === 'udp' ? '/udp' : ''}`,
        open,
        ...to,
        ...(except === undefined ? [] : ['except', ...except]),
      ].join(' '),
    );
}

/** The reason of the first verdict of one family. */
export function because(
  text: string | readonly string[],
  options: JudgeText & { readonly family?: 'ipv4' | 'ipv6' } = {},
): string {
  const { family = 'ipv4' } = options;
  return judgeText(text, options).findings.find(({ verdict }) => verdict.family === family)?.verdict.because ?? '';
}

/** What is open without being asked for, in a few characters each: `in 143/tcp 10.0.0.0/8`. */
export function others(text: string | readonly string[], options: JudgeText = {}): string[] {
  return judgeText(text, { ports: [], ...options })
    .others.filter(({ family }) => family === 'ipv4')
    .map(({ port, lastPort, transport, open, to }) =>
      [`${port}${lastPort === undefined ? '' : `-${lastPort}`}/${transport}`, open, ...to].join(' '),
    );
}

/** A filter table of `iptables-save` from its lines. */
export function filter(...lines: readonly string[]): string {
  return ['*filter', ...lines, 'COMMIT'].join('\n');
}
