import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FormatId, formatIds } from '../../knowledge/firewall-formats.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import { cidrText, parseHost } from '../../src/firewall/network.ts';
import type { FirewallPlan } from '../../src/firewall/plan.ts';
import { openTestBot } from '../commands/fixture.ts';
import { propertyRuns } from '../property-runs.ts';
import { type OpenedRule, readOurScript } from './our-scripts.ts';
import { planFor, type Question } from './plan-for.ts';

const { services } = await openTestBot();

const knowledge = services.knowledge.current();
const serviceIds = knowledge.rows.services.map(({ id }) => id);

const question: fc.Arbitrary<Question> = fc
  .record({
    services: fc.oneof(
      fc.subarray(serviceIds, { minLength: 1 }),
      fc.subarray(serviceIds, { minLength: 1, maxLength: 3 }),
      fc.constant(['all']),
    ),
    direction: fc.constantFrom(undefined, 'inbound' as const, 'outbound' as const),
    era: fc.constantFrom('now' as const, 'then' as const),
    from: fc.constantFrom(
      [],
      ['10.0.0.0/8'],
      ['2001:db8:7::/48'],
      ['10.1.0.0/16', '198.51.100.7', '2001:db8::7'],
      ['0.0.0.0/0'],
    ),
    to: fc.constantFrom(undefined, '192.0.2.25', '2001:db8::25'),
  })
  .filter(
    ({ from, to }) =>
      to === undefined || from.length === 0 || from.some((each) => each.includes(':') === to.includes(':')),
  )
  .map(({ direction, to, ...rest }) => ({
    ...rest,
    ...(direction === undefined ? {} : { direction }),
    ...(to === undefined ? {} : { to }),
  }));

/** What must be opened, worked out from the knowledge and the words, without the code under test. */
function expected({ services: named, direction, era = 'now', from = [] }: Question): Set<string> {
  const rows = named.includes('all')
    ? knowledge.rows.ports.filter((row) => row.era === era)
    : named.flatMap((id) => knowledge.portsOfService(knowledge.service(id) as never, era));
  const narrow = from.length > 0 && !from.includes('0.0.0.0/0');
  const openings = new Set<string>();
  for (const row of rows) {
    const internal = ['peers', 'private-network', 'local'].includes(row.exposure) || row.port === 3000;
    if (row.status === 'obsolete' || (internal && !narrow)) continue;
    for (const way of row.directions) {
      if (direction !== undefined && way !== direction) continue;
      for (const transport of row.transports) openings.add(`${way} ${row.port}/${transport}`);
    }
  }
  return openings;
}

function read(plan: FirewallPlan, id: FormatId, to: string | undefined): OpenedRule[] {
  const host = to === undefined ? undefined : parseHost(to);
  // A file of iptables has one address family; both files are the set.
  const ids: readonly FormatId[] = id === 'iptables' || id === 'ip6tables' ? ['iptables', 'ip6tables'] : [id];
  return ids.flatMap((each) => readOurScript(formats[each].render(plan), host));
}

describe('for any services, direction, era, sources and server', () => {
  it('the plan opens what the knowledge names, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const plan = await planFor(asked);
        const opened = plan.rules.map((rule) => `${rule.direction} ${rule.port}/${rule.transport}`);
        expect(new Set(opened)).toEqual(expected(asked));
        expect(opened).toHaveLength(new Set(opened).size);
        for (const rule of plan.rules) {
          expect(rule.reasons.length).toBeGreaterThan(0);
          expect(rule.sources.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: propertyRuns(400) },
    );
  });

  it.each(formatIds)('%s opens exactly that', async (id) => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const plan = await planFor(asked);
        if (plan.rules.length === 0) return;
        const opened = read(plan, id, asked.to);
        expect(new Set(opened.map((rule) => `${rule.direction} ${rule.port}/${rule.transport}`))).toEqual(
          expected(asked),
        );
        for (const rule of plan.rules) {
          const there = opened.filter((each) => each.port === rule.port && each.direction === rule.direction);
          const remotes = new Set(
            there.flatMap((each) => each.remotes.map(cidrText)).filter((each) => !each.endsWith('/0')),
          );
          const wanted = rule.remotes.map(cidrText).filter((each) => !each.endsWith('/0'));
          expect(remotes).toEqual(new Set(wanted));
        }
      }),
      { numRuns: propertyRuns(120) },
    );
  });
});
