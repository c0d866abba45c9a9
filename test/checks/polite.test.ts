import { describe, expect, it } from 'vitest';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { claimInStore } from '../../src/program/open-checks.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  'both.example.org': ['2606:4700::1', '192.0.2.1'],
  'turned.example.org': ['192.0.2.1', '2606:4700::1'],
  'four.example.org': ['192.0.2.1'],
  'six.example.org': ['2606:4700:0:0::1'],
  'other.example.org': ['192.0.2.9', '192.0.2.10'],
  'joined.example.org': ['192.0.2.11', '192.0.2.10'],
  'eleven.example.org': ['192.0.2.11'],
};

/** Leases as the store keeps them, of which any number of replicas hold the same. */
function store() {
  const held = new Map<string, { owner: string; until: number }>();
  let nowMs = 0;
  return {
    pass: (ms: number) => {
      nowMs += ms;
    },
    async holdLease(name: string, owner: string, leaseMs: number) {
      if ((held.get(name)?.until ?? 0) > nowMs) return undefined;
      held.set(name, { owner, until: nowMs + leaseMs });
      return 1;
    },
    async dropLease(name: string, owner: string) {
      if (held.get(name)?.owner === owner) held.delete(name);
    },
  };
}

describe.each(['in the store, by two replicas', 'in memory'] as const)(
  'a host is looked at once in 30 seconds %s',
  (where) => {
    const begin = () => {
      const leases = store();
      let passedMs = 0;
      const services = [1, 2].map(() =>
        createCheckService({
          allowed: parseAllowed(['192.0.2.0/24', 'loopback']) ?? [],
          lookUp: async (name) => names[name] ?? [],
          resolver: () => {
            throw new Error('Not to be asked.');
          },
          nowMs: () => passedMs,
          ...(where === 'in memory' ? {} : { claimHosts: claimInStore(async () => leases) }),
        }),
      );
      return {
        look: async (host: string, replica = 0) => {
          const service = services[where === 'in memory' ? 0 : replica];
          if (service === undefined) throw new Error('No such replica.');
          // Whoever gets as far as the resolver may look.
          return service.check({ host, probes: [] }).then(
            ({ kind }) => kind,
            () => 'checked',
          );
        },
        pass: (ms: number) => {
          passedMs += ms;
          leases.pass(ms);
        },
      };
    };

    it.each([
      ['both.example.org', 'both.example.org'],
      ['both.example.org', 'turned.example.org'],
      ['both.example.org', 'four.example.org'],
      ['both.example.org', 'six.example.org'],
      ['four.example.org', 'both.example.org'],
      ['both.example.org', '192.0.2.1'],
      ['both.example.org', '2606:4700:0::0:1'],
      ['127.0.0.1', '::ffff:127.0.0.1'],
      ['::ffff:7f00:1', '127.0.0.1'],
      ['both.example.org', 'BOTH.example.org.'],
    ])('%s, then %s', async (first, second) => {
      const { look, pass } = begin();
      expect(await look(first)).toBe('checked');
      expect(await look(second, 1)).toBe('too-soon');
      pass(29_999);
      expect(await look(second, 1)).toBe('too-soon');
      pass(1);
      expect(await look(second, 1)).toBe('checked');
    });

    it('and a host is not blocked because of another that was refused', async () => {
      const { look } = begin();
      expect(await look('other.example.org')).toBe('checked');
      expect(await look('joined.example.org', 1)).toBe('too-soon');
      expect(await look('eleven.example.org', 1)).toBe('checked');
    });
  },
);

it('a look-up that never ends is given up when somebody stops it', async () => {
  const service = createCheckService({ allowed: [], lookUp: () => new Promise(() => {}) });
  const stopping = new AbortController();
  const checking = service.check({ host: 'mail.example.org', probes: [], signal: stopping.signal });
  stopping.abort();
  expect(await checking).toMatchObject({ kind: 'refused', code: 'no-such-host' });
});

it('records that never come are given up when somebody stops it', async () => {
  const stopping = new AbortController();
  const never = () => {
    stopping.abort();
    return new Promise<never>(() => {});
  };
  const service = createCheckService({
    allowed: [],
    lookUp: async () => ['2606:4700::1'],
    resolver: () => ({
      resolveMx: never,
      resolve4: never,
      resolve6: never,
      resolveTxt: never,
      resolveCname: never,
      resolveSrv: never,
      reverse: never,
    }),
  });
  const outcome = await service.check({ host: 'mail.example.org', probes: [], signal: stopping.signal });
  if (outcome.kind !== 'checked') throw new Error(outcome.kind);
  const { dns, stopped } = outcome.check;
  expect(stopped).toBe(true);
  expect(dns?.findings.map(({ state }) => state)).not.toContain('missing');
  expect(dns?.findings).toContainEqual(expect.objectContaining({ record: 'MX', state: 'unknown' }));
});
