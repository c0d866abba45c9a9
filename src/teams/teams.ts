export { createMemoryTeamStore } from './memory-team-store.ts';
export type { Change, TeamProfile, TeamSettings, TeamStore, UpdatePolicy } from './team-store.ts';
