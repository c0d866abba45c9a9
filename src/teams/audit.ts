import type { Actor, Deed, TeamKey } from '../bot/bot.ts';

/** Something that was done in a team, as it stays on record. Entries are only ever added. */
export interface AuditEntry extends Deed {
  /** Rises with every entry of the store. */
  readonly number: number;
  readonly at: Date;
  /** The thing it was done to. */
  readonly subject: AuditSubject;
  /** The thing as it was and as it is since; absent where it was not there, and where nothing of it changed. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Why `before` and `after` are left out. `erased`: they were deleted. `others-read-along`: not all of them may know. */
  readonly hidden?: 'erased' | 'others-read-along';
}

/** The thing that something was done to. */
export interface AuditSubject {
  readonly kind: AuditedKind;
  /** Unique among its kind in the team; empty where there is but one. */
  readonly id: string;
}

/** Everything of a team that goes on record when somebody changes it or hands it out. */
export const auditedKinds = [
  'settings',
  'profile',
  'administrator',
  'host',
  'port',
  'deadline',
  'block',
  'reminder',
  'answer',
  'export',
  'privacy',
] as const;
export type AuditedKind = (typeof auditedKinds)[number];

/** The entries that are asked for. */
export interface AuditQuery {
  readonly since?: Date;
  readonly by?: string;
  /** A kind, or the id of one thing. */
  readonly of?: string;
  /** The most entries. */
  readonly limit: number;
  readonly order: 'newest-first' | 'oldest-first';
}

/** Some entries, and how many there are in all. */
interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly total: number;
}

/** Keeps the audit. What changes the store writes its entries itself, in the same transaction. */
export interface AuditLog {
  read(team: TeamKey, query: AuditQuery): Promise<AuditPage>;
  /** Puts on record what changes nothing in the store. */
  note(deed: Deed, subject: AuditSubject): Promise<void>;
}

/** The audit as commands read it. */
export interface AuditService {
  /** Entries as this person may see them: where others read along, of most reminders only that something was done. */
  read(team: TeamKey, query: AuditQuery, viewer: Actor): Promise<AuditPage>;
}

/** Builds the service over the stored entries. */
export function createAuditService(log: Pick<AuditLog, 'read'>): AuditService {
  return {
    async read(team, query, viewer) {
      const { entries, total } = await log.read(team, query);
      return { entries: entries.map((entry) => asSeenBy(entry, viewer)), total };
    },
  };
}

/** Administrators see what is posted in any channel, and those who read along do not. */
function asSeenBy(entry: AuditEntry, { id, here, overheard }: Actor): AuditEntry {
  if (entry.subject.kind !== 'reminder') return entry;
  const targets = [entry.before, entry.after].flatMap((state) => targetOf(state) ?? []);
  const sees = (target: ShownTarget) =>
    target.kind === 'terminal' ||
    (target.kind === 'person' ? target.id === id && overheard !== true : target.id === here || overheard !== true);
  if (targets.every(sees)) return entry;
  const { before: _before, after: _after, ...rest } = entry;
  return { ...rest, hidden: 'others-read-along' };
}

interface ShownTarget {
  readonly kind: string;
  readonly id: string;
}

function targetOf(state: unknown): ShownTarget | undefined {
  if (typeof state !== 'object' || state === null || !('target' in state)) return undefined;
  return state.target as ShownTarget;
}
