import { describe, expect, it } from 'vitest';
import { type DnsResolver, readDns } from '../../src/checks/dns.ts';

type Zone = Readonly<Record<string, readonly unknown[]>>;

const host = 'mail.example.org';
const address = '203.0.113.25';

/** A zone in which all is as it should be. Keys are the kind of record and the name. */
const good: Zone = {
  'MX example.org': [{ exchange: 'mail.example.org', priority: 10 }],
  'A mail.example.org': [address],
  'PTR 203.0.113.25': ['mail.example.org'],
  'TXT example.org': [['some-verification=1'], ['v=spf1 ', 'mx -all']],
  'TXT _dmarc.example.org': [['v=DMARC1; p=reject']],
  'TXT _mta-sts.example.org': [['v=STSv1; id=1']],
  'CNAME autodiscover.example.org': ['mail.example.org'],
  'A autodiscover.example.org': [address],
};

const coded = (code: string) => Object.assign(new Error(code), { code });

/** Answers from a zone as Node's resolver does: a record that is not there rejects with ENOTFOUND. */
function resolverOf(zone: Zone, failing: readonly string[] = [], code = 'ESERVFAIL'): DnsResolver {
  const look =
    <Row>(kind: string) =>
    async (name: string): Promise<readonly Row[]> => {
      const key = `${kind} ${name}`;
      if (failing.includes(key)) throw coded(code);
      const rows = zone[key];
      if (rows === undefined) throw coded('ENOTFOUND');
      return rows as readonly Row[];
    };
  return {
    resolveMx: look('MX'),
    resolve4: look('A'),
    resolve6: look('AAAA'),
    resolveTxt: look('TXT'),
    resolveCname: look('CNAME'),
    resolveSrv: look('SRV'),
    reverse: look('PTR'),
  };
}

async function read(zone: Zone, failing: readonly string[] = [], code?: string) {
  const resolver = resolverOf(zone, failing, code);
  const { domain, findings } = await readDns({ host, isName: true, addresses: [address], resolver });
  const of = (record: string) => findings.find((finding) => finding.record.startsWith(record));
  return { domain, of, states: findings.map(({ record, state }) => `${record} ${state}`) };
}

const without = (...keys: readonly string[]): Zone =>
  Object.fromEntries(Object.entries(good).filter(([key]) => !keys.includes(key)));

describe('the DNS of a mail server', () => {
  it('is all found where it is all there', async () => {
    const { domain, states, of } = await read(good);
    expect(domain).toBe('example.org');
    expect(states).toEqual([
      'A found',
      'PTR of 203.0.113.25 found',
      'MX found',
      'SPF found',
      'DMARC found',
      'MTA-STS found',
      'AutoDiscover found',
    ]);
    expect(of('SPF')?.detail).toBe('v=spf1 mx -all');
  });

  it.each([
    ['A mail.example.org', 'A'],
    ['PTR 203.0.113.25', 'PTR'],
    ['TXT example.org', 'SPF'],
    ['TXT _dmarc.example.org', 'DMARC'],
    ['TXT _mta-sts.example.org', 'MTA-STS'],
    ['CNAME autodiscover.example.org', 'AutoDiscover'],
  ])('says that %s is missing where it is', async (key, record) => {
    expect((await read(without(key, 'A autodiscover.example.org'))).of(record)?.state).toBe('missing');
  });

  it.each([
    ['A mail.example.org', 'A'],
    ['PTR 203.0.113.25', 'PTR'],
    ['MX mail.example.org', 'MX'],
    ['TXT example.org', 'SPF'],
    ['TXT _dmarc.example.org', 'DMARC'],
    ['TXT _mta-sts.example.org', 'MTA-STS'],
  ])('cannot tell where the look-up of %s failed', async (key, record) => {
    for (const code of ['ESERVFAIL', 'ETIMEOUT', 'EREFUSED', 'ECONNREFUSED']) {
      const finding = (await read(good, [key], code)).of(record);
      expect(finding?.state, code).toBe('unknown');
      expect(finding?.detail).toContain(code);
    }
  });

  it('cannot tell about AutoDiscover where one of its look-ups failed and no other found it', async () => {
    const key = 'CNAME autodiscover.example.org';
    const zone = without(key, 'A autodiscover.example.org');
    expect((await read(zone, ['SRV _autodiscover._tcp.example.org'])).of('AutoDiscover')?.state).toBe('unknown');
    const srv = { ...zone, 'SRV _autodiscover._tcp.example.org': [{ name: 'mail.example.org', port: 443 }] };
    expect((await read(srv, [key])).of('AutoDiscover')).toMatchObject({ state: 'found', detail: /port 443/ });
  });

  it('takes an answer without data for none, as a record that was removed gives it', async () => {
    expect((await read(good, ['TXT _dmarc.example.org'], 'ENODATA')).of('DMARC')?.state).toBe('missing');
  });

  it('calls a name that does not lead back to the address wrong, and two SPF records as well', async () => {
    const zone = {
      ...good,
      'PTR 203.0.113.25': ['host-25.provider.example'],
      'A host-25.provider.example': ['203.0.113.99'],
      'TXT example.org': [['v=spf1 mx -all'], ['v=spf1 a -all']],
    };
    const { of } = await read(zone);
    expect(of('PTR')?.state).toBe('wrong');
    expect(of('SPF')?.state).toBe('wrong');
  });

  it('takes what only looks like SPF or DMARC for none', async () => {
    const zone = {
      ...good,
      'TXT example.org': [['v=spf10 mx -all']],
      'TXT _dmarc.example.org': [['v=DMARC10; p=none']],
    };
    const { of } = await read(zone);
    expect(of('SPF')?.state).toBe('missing');
    expect(of('DMARC')?.state).toBe('missing');
  });

  it('says that mail comes in through another host where the MX is one', async () => {
    const zone = {
      ...good,
      'MX example.org': [{ exchange: 'filter.example.net', priority: 10 }],
      'A filter.example.net': ['198.51.100.7'],
    };
    expect((await read(zone)).of('MX')).toMatchObject({ state: 'found', detail: /which is another host/ });
    expect((await read(zone, ['AAAA filter.example.net'])).of('MX')?.state).toBe('unknown');
  });

  it('reports no domain where neither the host nor anything above it takes mail, and asks no top-level domain', async () => {
    const asked: string[] = [];
    const resolver = resolverOf(without('MX example.org'));
    const resolveMx: DnsResolver['resolveMx'] = (name) => {
      asked.push(name);
      return resolver.resolveMx(name);
    };
    const watched = { ...resolver, resolveMx };
    const { domain, findings } = await readDns({ host, isName: true, addresses: [address], resolver: watched });
    expect(domain).toBeUndefined();
    expect(findings.find(({ record }) => record === 'MX')?.state).toBe('missing');
    expect(asked).toEqual(['mail.example.org', 'example.org']);
  });

  it.each<[string, string, readonly string[], Zone]>([
    ['a domain that takes no mail', 'MX', [], { 'MX example.org': [{ exchange: '', priority: 0 }] }],
    ['an MX that is not in the DNS', 'MX', [], { 'MX example.org': [{ exchange: 'gone.example.org', priority: 0 }] }],
    ['an MX that is an address', 'MX', [], { 'MX example.org': [{ exchange: address, priority: 0 }] }],
    ['an SPF record for everybody', 'SPF', [], { 'TXT example.org': [['v=spf1 mx +all']] }],
    ['an SPF record with a slip', 'SPF', [], { 'TXT example.org': [['v=spf1 ipv4:192.0.2.1 -all']] }],
    [
      'a slip at the end of a long SPF record',
      'SPF',
      [],
      { 'TXT example.org': [[`v=spf1 ${'ip4:192.0.2.1 '.repeat(15)}`, 'mx ~al']] },
    ],
    ['a DMARC record without a policy', 'DMARC', [], { 'TXT _dmarc.example.org': [['v=DMARC1; rua=mailto:a@b.c']] }],
    ['an alias for AutoDiscover that leads nowhere', 'AutoDiscover', ['A autodiscover.example.org'], {}],
  ])('calls %s wrong', async (_what, record, removed, changed) => {
    expect((await read({ ...without(...removed), ...changed })).of(record)?.state).toBe('wrong');
  });

  it.each([
    'v=spf1 a mx include:_spf.example.net ip4:192.0.2.0/24 ip6:2001:db8::/32 a:x.example.org/28 -all',
    'v=spf1 redirect=_spf.example.net',
    'v=spf1 mx/24//64 exists:%{i}._spf.example.org ?all exp=why.example.org',
    'v=spf1  mx  ~all ',
    'V=SPF1 MX -ALL',
  ])('takes for right: %s', async (text) => {
    expect((await read({ ...good, 'TXT example.org': [[text]] })).of('SPF')?.state).toBe('found');
  });

  it('takes the DMARC record of the domain above where the domain has none', async () => {
    const zone = {
      ...good,
      'MX mail.example.org': [{ exchange: 'mail.example.org', priority: 1 }],
      'TXT mail.example.org': [['v=spf1 mx -all']],
    };
    expect((await read(zone)).of('DMARC')).toMatchObject({
      state: 'found',
      detail: 'v=DMARC1; p=reject, from example.org',
    });
    const own = { ...zone, 'TXT _dmarc.mail.example.org': [['v=DMARC1; p=none']] };
    expect((await read(own)).of('DMARC')?.detail).toBe('v=DMARC1; p=none');
    expect((await read(zone, ['TXT _dmarc.example.org'])).of('DMARC')?.state).toBe('unknown');
  });

  it('takes one name of several that leads back, and an address in another spelling', async () => {
    const zone = { ...good, 'PTR 203.0.113.25': ['old.example.org', 'mail.example.org'] };
    expect((await read(zone)).of('PTR')).toMatchObject({ state: 'found', detail: 'mail.example.org' });
    const six = { 'PTR 2001:db8:0:0::25': ['mail.example.org'], 'AAAA mail.example.org': ['2001:db8::25'] };
    const resolver = resolverOf({ ...good, ...six });
    const { findings } = await readDns({ host, isName: true, addresses: ['2001:db8:0:0::25'], resolver });
    expect(findings.find(({ record }) => record.startsWith('PTR'))?.state).toBe('found');
  });

  it('takes an SRV record that names the root for none', async () => {
    const zone = {
      ...without('CNAME autodiscover.example.org', 'A autodiscover.example.org'),
      'SRV _autodiscover._tcp.example.org': [{ name: '', port: 0 }],
    };
    expect((await read(zone)).of('AutoDiscover')?.state).toBe('missing');
  });

  it('looks up a few names of a host with a thousand addresses', async () => {
    let asked = 0;
    const resolver = {
      ...resolverOf(good),
      reverse: async () => {
        asked += 1;
        return [];
      },
    };
    const addresses = Array.from({ length: 1_000 }, (_, index) => `198.51.100.${index % 256}`);
    await readDns({ host, isName: true, addresses, resolver });
    expect(asked).toBeLessThan(10);
  });

  it('shows what a stranger wrote into a record as one line of printable characters', async () => {
    const zone = { ...good, 'TXT example.org': [[`v=spf1 \u001b[31m\u202e${'x'.repeat(9_000)}`]] };
    expect((await read(zone)).of('SPF')?.detail).toMatch(/^[\x20-\x7e]{1,200}$/);
  });
});
