import type { TeamKey } from '../bot/bot.ts';

/** The person who changed something, and the time. */
export interface Change {
  readonly by: string;
  readonly at: Date;
}

/** A host that a team registered: only these can be checked from chats. */
export interface RegisteredHost extends Change {
  /** A name or an address, in lower case. */
  readonly host: string;
}

/** A port that a team's server has elsewhere than out of the box, or not at all. */
export interface OwnPort {
  /** The id of the knowledge's row. */
  readonly row: string;
  /** The host it holds for; absent where it holds for all of the team's servers. */
  readonly host?: string;
  readonly port: number | 'off';
}

/** Keeps what teams say about their servers' addresses and ports. */
export interface OwnServerStore {
  /** The registered hosts, by name. */
  hosts(team: TeamKey): Promise<readonly RegisteredHost[]>;
  /** Registers a host; false where it was before. */
  addHost(team: TeamKey, host: string, change: Change): Promise<boolean>;
  /** Takes a registration back, and with it the ports of that host; false where there was none. */
  removeHost(team: TeamKey, host: string): Promise<boolean>;
  /** The moved ports, by row and host. */
  ownPorts(team: TeamKey): Promise<readonly OwnPort[]>;
  setOwnPort(team: TeamKey, own: OwnPort, change: Change): Promise<void>;
  /** Goes back to the knowledge's number; false where it was that. */
  resetOwnPort(team: TeamKey, own: Pick<OwnPort, 'row' | 'host'>): Promise<boolean>;
}

/** Keeps them for as long as the process lives. */
export function createMemoryOwnServers(): OwnServerStore {
  const hosts = new Map<TeamKey, Map<string, RegisteredHost>>();
  const ports = new Map<TeamKey, Map<string, OwnPort>>();
  const key = ({ row, host = '' }: Pick<OwnPort, 'row' | 'host'>) => `${row} ${host}`;
  const sorted = <Value>(map: Map<string, Value> | undefined): Value[] =>
    [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const mapOf = <Value>(all: Map<TeamKey, Map<string, Value>>, team: TeamKey) => {
    const known = all.get(team) ?? new Map<string, Value>();
    all.set(team, known);
    return known;
  };
  return {
    hosts: async (team) => sorted(hosts.get(team)),
    async addHost(team, host, change) {
      const known = mapOf(hosts, team);
      if (known.has(host)) return false;
      known.set(host, { host, ...change });
      return true;
    },
    async removeHost(team, host) {
      const own = ports.get(team);
      for (const [each, port] of own ?? []) if (port.host === host) own?.delete(each);
      return hosts.get(team)?.delete(host) ?? false;
    },
    ownPorts: async (team) => sorted(ports.get(team)),
    async setOwnPort(team, own) {
      mapOf(ports, team).set(key(own), own);
    },
    resetOwnPort: async (team, own) => ports.get(team)?.delete(key(own)) ?? false,
  };
}
