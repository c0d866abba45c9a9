import type { TeamKey } from '../bot/bot.ts';
import type { TeamProfile, TeamSettings, TeamStore } from './team-store.ts';

/** Keeps what teams say for as long as the process lives: for one-shot answers and tests. */
export function createMemoryTeamStore(): TeamStore {
  const settings = new Map<TeamKey, TeamSettings>();
  const profiles = new Map<TeamKey, TeamProfile>();
  return {
    settings: async (team) => settings.get(team) ?? {},
    async saveSettings(team, patch) {
      settings.set(team, withoutUndefined({ ...settings.get(team), ...patch }));
    },
    profile: async (team) => profiles.get(team) ?? {},
    async saveProfile(team, patch) {
      profiles.set(team, withoutUndefined({ ...profiles.get(team), ...patch }));
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
