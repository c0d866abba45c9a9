import type { TeamKey, TeamPolicy } from '../bot/bot.ts';

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
function createMemoryOwnServers(): OwnServerStore {
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

export {
  type AuditEntry,
  type AuditedKind,
  type AuditLog,
  type AuditQuery,
  type AuditService,
  type AuditSubject,
  auditedKinds,
  createAuditService,
} from './audit.ts';
export {
  type Collected,
  createPrivacyService,
  type Erasure,
  type PrivacyService,
  type PrivacyStore,
  platformDeed,
} from './privacy.ts';

/** A team's settings, the same for everybody in it. What is not set is absent. */
export interface TeamSettings {
  /** The IANA zone of times that people type and read. */
  readonly zone?: string;
  /** Where reminders go that name no channel: the platform's own channel id. */
  readonly defaultChannel?: string;
  /** The format of firewall rules where a question names none. */
  readonly firewallFormat?: string;
  /** Members may change what others made, and settings, profile, update policy and deadlines. Default: administrators only. */
  readonly membersMayChange?: boolean;
}

/** How a team's server gets its updates. */
export interface UpdatePolicy {
  readonly mode: 'on' | 'off';
  /** The hour of installation, 0 to 23 in the team's zone, where updates are automatic and the hour is known. */
  readonly hour?: number;
}

/** A team's own description of its server. */
export interface TeamProfile {
  /** The MDaemon version, such as `24.5.1c`. */
  readonly version?: string;
  /** Ids of the services in use. */
  readonly services?: readonly string[];
  readonly updatePolicy?: UpdatePolicy;
}

/** Keeps what teams say about themselves. A team that has said nothing has empty settings and an empty profile. */
export interface TeamStore extends OwnServerStore {
  settings(team: TeamKey): Promise<TeamSettings>;
  /** Sets the given fields; `undefined` clears one. */
  saveSettings(
    team: TeamKey,
    patch: { readonly [K in keyof TeamSettings]?: TeamSettings[K] | undefined },
    change: Change,
  ): Promise<void>;
  profile(team: TeamKey): Promise<TeamProfile>;
  /** Sets the given fields; `undefined` clears one. */
  saveProfile(
    team: TeamKey,
    patch: { readonly [K in keyof TeamProfile]?: TeamProfile[K] | undefined },
    change: Change,
  ): Promise<void>;
  /** The people whom the team's administrators have appointed, the first one first. */
  administrators(team: TeamKey): Promise<readonly Appointment[]>;
  /** Appoints somebody; false where that was done before. */
  appoint(team: TeamKey, person: string, change: Change): Promise<boolean>;
  /** Takes an appointment back; false where there was none. */
  dismiss(team: TeamKey, person: string): Promise<boolean>;
}

/** Somebody who administers the bot for a team without being an administrator of the workspace or server. */
export interface Appointment extends Change {
  /** The platform's own id. */
  readonly person: string;
}

/** What a team has said about who may do what, read anew at each question, so that a dismissal counts at once. */
export function createTeamPolicy(teams: Pick<TeamStore, 'settings' | 'administrators'>): TeamPolicy {
  return {
    isAdministrator: async (team, person) => (await teams.administrators(team)).some((each) => each.person === person),
    membersMayChange: async (team) => (await teams.settings(team)).membersMayChange === true,
  };
}

/** Keeps what teams say for as long as the process lives: for one-shot answers and tests. */
export function createMemoryTeamStore(): TeamStore {
  const settings = new Map<TeamKey, TeamSettings>();
  const profiles = new Map<TeamKey, TeamProfile>();
  const appointments = new Map<TeamKey, readonly Appointment[]>();
  const appointed = (team: TeamKey) => appointments.get(team) ?? [];
  return {
    ...createMemoryOwnServers(),
    settings: async (team) => settings.get(team) ?? {},
    async saveSettings(team, patch) {
      settings.set(team, withoutUndefined({ ...settings.get(team), ...patch }));
    },
    profile: async (team) => profiles.get(team) ?? {},
    async saveProfile(team, patch) {
      profiles.set(team, withoutUndefined({ ...profiles.get(team), ...patch }));
    },
    administrators: async (team) => appointed(team),
    async appoint(team, person, change) {
      if (appointed(team).some((each) => each.person === person)) return false;
      appointments.set(team, [...appointed(team), { person, ...change }]);
      return true;
    },
    async dismiss(team, person) {
      const left = appointed(team).filter((each) => each.person !== person);
      if (left.length === appointed(team).length) return false;
      appointments.set(team, left);
      return true;
    },
  };
}

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [K in keyof Fields]: Exclude<Fields[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof Fields]: Exclude<Fields[K], undefined>;
  };
}
