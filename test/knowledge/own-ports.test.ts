import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMovable, openKnowledge, portNames, withOwnPorts } from '../../knowledge/knowledge.ts';
import { propertyRuns } from '../property-runs.ts';

const base = (await openKnowledge()).current();
const movable = base.rows.ports.filter(isMovable);

describe('ports of a team’s own', () => {
  it('are known by the number they have, and no longer by the one out of the box', () => {
    const own = withOwnPorts(base, new Map([['webmail-443-now', 8443]]));
    expect(own.portsByNumber(8443)).toMatchObject([{ id: 'webmail-443-now', default_port: 443 }]);
    expect(
      own.portsByNumber(443).filter(({ era, directions }) => era === 'now' && directions.includes('inbound')),
    ).toEqual([]);
  });

  it('of one server alone are known by their number, and change no row', () => {
    const hosts = new Map([['mail2.example.org', new Map([['webmail-443-now', 9443] as const])]]);
    const own = withOwnPorts(base, new Map(), hosts);
    expect(own.portsByNumber(9443)).toMatchObject([
      { id: 'webmail-443-now', name: 'Webmail HTTPS on mail2.example.org' },
    ]);
    expect(own.rows.ports).toEqual(base.rows.ports);
  });

  it('that are off stay known, and open nothing', () => {
    const own = withOwnPorts(base, new Map([['imap-143-now', 'off']]));
    expect(own.port('imap-143-now')).toMatchObject({ port: 143, status: 'obsolete', turned_off: true });
  });

  it('move alone: what goes out keeps its number, and no other row changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...movable),
        fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constant('off' as const)),
        (row, port) => {
          const own = withOwnPorts(base, new Map([[row.id, port]]));
          const others = own.rows.ports.filter(({ id }) => !id.startsWith(row.id));
          expect(others).toEqual(base.rows.ports.filter(({ id }) => id !== row.id));
          const ways = own.rows.ports.filter(({ id }) => id.startsWith(row.id)).flatMap(({ directions }) => directions);
          expect(ways.sort()).toEqual([...row.directions].sort());
          if (row.directions.includes('outbound')) {
            expect(own.portsByNumber(row.port).some(({ directions }) => directions.includes('outbound'))).toBe(true);
          }
        },
      ),
      { numRuns: propertyRuns(200) },
    );
  });

  it('each have a name that is theirs alone', () => {
    const names = portNames(base);
    expect([...names.keys()]).toEqual(movable.map(({ id }) => id));
    expect(new Set(names.values()).size).toBe(names.size);
    expect([...names.values()]).toEqual(
      expect.arrayContaining(['imap', 'imaps', 'smtp', 'webmail-https', 'remote-administration-https']),
    );
  });
});
