import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eraseTeam } from '../../src/storage/privacy-store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createMemoryTeamStore, type OwnServerStore } from '../../src/teams/teams.ts';
import { createTestClock } from '../reminders/fixture.ts';
import type { OpenStore } from './ledger-contract.ts';

const team = 'slack:T1';
const change = { by: 'U1', at: new Date('2026-11-29T12:00:00Z') };

/** What every store of teams' hosts and ports has to do, whatever is below it. */
export function describeOwnServers(name: string, prepare: () => Promise<OpenStore>): void {
  describe(`hosts and ports of teams on ${name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      const open = await prepare();
      storage = await open({ now: createTestClock().now });
    });
    afterEach(() => storage.close());

    const stores = (): OwnServerStore[] => [storage.teams, createMemoryTeamStore()];

    it('are registered once, by name, for their team only', async () => {
      for (const store of stores()) {
        expect(await store.addHost(team, 'b.example.org', change)).toBe(true);
        expect(await store.addHost(team, 'a.example.org', change)).toBe(true);
        expect(await store.addHost(team, 'a.example.org', { ...change, by: 'U2' })).toBe(false);
        expect(await store.hosts(team)).toEqual([
          { host: 'a.example.org', ...change },
          { host: 'b.example.org', ...change },
        ]);
        expect(await store.hosts('slack:T2')).toEqual([]);
        expect(await store.removeHost('slack:T2', 'a.example.org')).toBe(false);
        expect(await store.removeHost(team, 'a.example.org')).toBe(true);
        expect(await store.removeHost(team, 'a.example.org')).toBe(false);
      }
    });

    it('keep the last number, for all hosts and for one, until it is taken back or the host is gone', async () => {
      for (const store of stores()) {
        const host = 'a.example.org';
        await store.addHost(team, host, change);
        await store.setOwnPort(team, { row: 'imap-143-now', port: 10_143 }, change);
        await store.setOwnPort(team, { row: 'imap-143-now', port: 'off' }, change);
        await store.setOwnPort(team, { row: 'imap-143-now', host, port: 1_143 }, change);
        expect(await store.ownPorts(team)).toEqual([
          { row: 'imap-143-now', port: 'off' },
          { row: 'imap-143-now', host, port: 1_143 },
        ]);
        expect(await store.ownPorts('slack:T2')).toEqual([]);
        await store.removeHost(team, host);
        expect(await store.ownPorts(team)).toEqual([{ row: 'imap-143-now', port: 'off' }]);
        expect(await store.resetOwnPort(team, { row: 'imap-143-now' })).toBe(true);
        expect(await store.resetOwnPort(team, { row: 'imap-143-now' })).toBe(false);
      }
    });

    it('are forgotten with their team', async () => {
      await storage.teams.addHost(team, 'a.example.org', change);
      await storage.teams.setOwnPort(team, { row: 'imap-143-now', port: 'off' }, change);
      await eraseTeam(storage.db, team);
      expect([await storage.teams.hosts(team), await storage.teams.ownPorts(team)]).toEqual([[], []]);
    });
  });
}
