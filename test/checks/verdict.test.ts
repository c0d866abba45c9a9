import { describe, expect, it } from 'vitest';
import {
  type HostCheck,
  noRoute,
  type PortState,
  type ProbeResult,
  type ResultElsewhere,
} from '../../src/checks/check.ts';
import { judgeAll, judgeResult, judgeServices, type WantedService } from '../../src/checks/verdict.ts';
import { goodCertificate } from './good-certificate.ts';

type Need = WantedService['ports'][number]['need'];

const result = (port: number, found: PortState | Partial<ProbeResult>): ProbeResult => ({
  probe: { id: String(port), name: '', port, transport: port === 4069 ? 'udp' : 'tcp', protocol: 'none', tls: 'none' },
  state: 'open',
  tookMs: 1,
  ...(typeof found === 'string' ? { state: found } : found),
});

function judge(ports: readonly (readonly [number, Need, PortState | Partial<ProbeResult>])[]) {
  const check: HostCheck = {
    host: 'h',
    addresses: ['192.0.2.1'],
    lookedFrom: 'here',
    results: ports.map(([port, , found]) => result(port, found)),
    dns: undefined,
    startedAt: new Date(0),
    tookMs: 1,
    complete: true,
  };
  const service: WantedService = {
    id: 's',
    name: 'S',
    ports: ports.map(([port, need]) => ({ id: String(port), need, strictCertificate: true })),
  };
  const [verdict] = judgeServices(check, [service]);
  return verdict;
}

describe('a service', () => {
  it.each(['closed', 'filtered', 'not-serving'] as const)('is a no where a port it requires is %s', (state) => {
    expect(
      judge([
        [443, 'required', state],
        [3000, 'default', 'open'],
      ]),
    ).toMatchObject({ verdict: 'no' });
  });

  it('is a yes where all it requires answers, whatever is optional', () => {
    expect(
      judge([
        [443, 'required', 'open'],
        [80, 'optional', 'closed'],
        [3000, 'default', 'filtered'],
      ]),
    ).toMatchObject({
      verdict: 'yes',
      because: ['443 answers'],
    });
  });

  it('cannot be told where one of two alternatives answers, and is a no where none does', () => {
    expect(
      judge([
        [993, 'alternative', 'open'],
        [143, 'alternative', 'closed'],
      ]),
    ).toMatchObject({
      verdict: 'cannot-tell',
      because: ['993 answers and 143 is closed'],
    });
    expect(
      judge([
        [993, 'alternative', 'filtered'],
        [143, 'alternative', 'closed'],
      ]),
    ).toMatchObject({ verdict: 'no' });
    expect(
      judge([
        [993, 'alternative', 'open'],
        [143, 'alternative', 'open'],
      ]),
    ).toMatchObject({ verdict: 'yes' });
  });

  it('is never a no by ports that are only there by default', () => {
    expect(
      judge([
        [1000, 'default', 'closed'],
        [444, 'default', 'closed'],
      ]),
    ).toMatchObject({ verdict: 'cannot-tell' });
  });

  it('is never a yes or a no by UDP that is silent, or by a port that says nothing', () => {
    expect(judge([[4069, 'required', { state: 'unknown', reason: 'no answer' }]])).toMatchObject({
      verdict: 'cannot-tell',
    });
    expect(judge([[25, 'required', { doubt: 'it says nothing' }]])).toMatchObject({ verdict: 'cannot-tell' });
  });

  it('is judged by the path at which it answers, and by no other', () => {
    const at = (path: string, answers: boolean | undefined) => ({
      method: path.includes('ActiveSync') ? ('OPTIONS' as const) : ('GET' as const),
      path,
      answers,
      detail: 'status 200, which does not say',
    });
    const judged = (activeSync: boolean | undefined, autoDiscover: boolean | undefined, path?: string) =>
      judgeResult(
        result(443, {
          paths: [
            at('/', true),
            at('/Microsoft-Server-ActiveSync', activeSync),
            at('/autodiscover/autodiscover.xml', autoDiscover),
          ],
        }),
        true,
        path,
      );
    const phone = '/Microsoft-Server-ActiveSync';
    expect(judged(true, false, phone).verdict).toBe('yes');
    expect(judged(false, true, phone)).toEqual({ verdict: 'no', why: `443 answers, but not at ${phone}` });
    // What says nothing of ActiveSync, or did not come, is no ActiveSync that answers.
    expect(judged(undefined, true, phone)).toEqual({
      verdict: 'cannot-tell',
      why: `443 answers, but at ${phone} it gave status 200, which does not say`,
    });
    expect(judged(false, false, '/').verdict).toBe('yes');
    expect(judged(true, undefined).verdict).toBe('cannot-tell');
    expect(judged(true, false, '/autodiscover/autodiscover.xml').verdict).toBe('cannot-tell');
  });

  it.each([
    [{ daysLeft: -1 }, 'no', 'the certificate on 993 expired less than a day ago'],
    [{ daysLeft: -2 }, 'no', 'the certificate on 993 expired a day ago'],
    [{ daysLeft: -31 }, 'no', 'the certificate on 993 expired 30 days ago'],
    [{ notYetValid: true }, 'no', 'the certificate on 993 is not valid until 2026-01-01'],
    [{ weakness: 'its key has only 1024 bits' }, 'cannot-tell', '993 answers, but its key has only 1024 bits'],
    [
      { inSubjectOnly: true },
      'cannot-tell',
      '993 answers, but its certificate has its name where today’s programs do not look',
    ],
  ] as const)('is not said to work with a certificate that is %j', (of, verdict, why) => {
    const certificate = { ...goodCertificate, matchesName: true, ...of };
    const tls = { protocol: 'TLSv1.3', certificate };
    expect(judge([[993, 'required', { tls }]])).toMatchObject({ verdict, because: [why] });
  });

  it.each(['TLSv1', 'TLSv1.1'])('is not said to work with %s at best', (protocol) => {
    expect(judge([[993, 'required', { tls: { protocol } }]])).toMatchObject({ verdict: 'cannot-tell' });
    expect(judge([[993, 'required', { tls: { protocol: 'TLSv1.3' } }]])).toMatchObject({ verdict: 'yes' });
  });

  const six = '2001:db8::1';
  it.each<[string, Partial<ProbeResult>, Omit<ResultElsewhere, 'address' | 'tookMs'>, string, string]>([
    ['filtered there', {}, { state: 'filtered' }, 'cannot-tell', `25 answers, but is filtered on ${six}`],
    ['refused there', {}, { state: 'not-serving' }, 'cannot-tell', `25 answers, but is not serving on ${six}`],
    [
      'broken there',
      {},
      { state: 'open', tlsFailure: 'it does not speak TLS' },
      'cannot-tell',
      `25 answers, but on ${six} on 25 it does not speak TLS`,
    ],
    ['closed here alone', { state: 'closed' }, { state: 'open' }, 'cannot-tell', `25 is closed, but answers on ${six}`],
    ['closed on both', { state: 'closed' }, { state: 'closed' }, 'no', '25 is closed'],
    ['closed here, and filtered there', { state: 'closed' }, { state: 'filtered' }, 'no', '25 is closed'],
    ['right on both', {}, { state: 'open' }, 'yes', '25 answers'],
    ['right, and without a route there', {}, { state: 'unknown', reason: noRoute }, 'yes', '25 answers'],
    [
      'doubtful there',
      { state: 'closed' },
      { state: 'open', doubt: 'it says nothing' },
      'cannot-tell',
      `25 is closed, but on ${six} 25: it says nothing`,
    ],
  ])('whose other address differs: %s', (_what, here, there, verdict, why) => {
    const elsewhere = [{ address: six, tookMs: 1, ...there }];
    expect(judge([[25, 'required', { ...here, elsewhere }]])).toEqual(
      expect.objectContaining({ verdict, because: [why] }),
    );
  });
});

describe('all services', () => {
  const of = (verdict: 'yes' | 'no' | 'cannot-tell') => ({
    service: { id: '', name: '', ports: [] },
    verdict,
    because: [],
  });
  it('are a yes only where each is, and everything was looked at', () => {
    expect(judgeAll([of('yes'), of('yes')], true)).toBe('yes');
    expect(judgeAll([of('yes')], false)).toBe('cannot-tell');
    expect(judgeAll([], true)).toBe('cannot-tell');
    expect(judgeAll([of('yes'), of('cannot-tell')], true)).toBe('cannot-tell');
    expect(judgeAll([of('cannot-tell'), of('no')], true)).toBe('no');
  });
});
