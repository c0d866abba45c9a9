import type { Deed, PlatformName, TeamKey } from '../bot/bot.ts';

/** Something that will be erased: all that is stored of a team, or of one person in it. */
export interface Erasure {
  readonly team: TeamKey;
  /** The platform's own id; absent for the whole team. */
  readonly person?: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** Until then it can be cancelled. */
  readonly dueAt: Date;
  /** `asked`: by a person. `removed`: the bot was taken out of the team. */
  readonly why: 'asked' | 'removed';
}

/** Rows by table, as they are stored. */
export type Collected = Readonly<Record<string, readonly object[]>>;

/** Hands out and erases what is stored of people and teams. Planning, cancelling and erasing go on record. */
export interface PrivacyStore {
  /** Plans an erasure for the end of the grace period. One that is planned already stays as it is. */
  planErasure(deed: Deed, person?: string, why?: Erasure['why']): Promise<Erasure>;
  /** Cancels one; false where none is planned. @param why only one that is planned for this reason */
  cancelErasure(deed: Deed, person?: string, why?: Erasure['why']): Promise<boolean>;
  plannedErasures(team: TeamKey): Promise<readonly Erasure[]>;
  /** Erases what is due, each in one transaction. */
  eraseDue(): Promise<readonly Erasure[]>;
  /**
   * Everything that is stored of a person, or of the team. What is private to its members is not the team's: of private
   * reminders and direct messages the text is left out.
   */
  collect(team: TeamKey, person?: string): Promise<Collected>;
  /** The teams of a platform that have anything stored. */
  teamsOn(platform: PlatformName): Promise<readonly TeamKey[]>;
}

/** The deed of a platform that took the bot out of a team, or put it back. */
export function platformDeed(team: TeamKey, act: string): Deed {
  return { team, by: team.slice(0, team.indexOf(':')), role: 'administrator', place: '', act, request: '' };
}

/** Hands out and erases what is stored, for one deed. */
export interface PrivacyService {
  /** See `PrivacyStore.planErasure`. */
  plan(person?: string): Promise<Erasure>;
  /** See `PrivacyStore.cancelErasure`. */
  cancel(person?: string): Promise<boolean>;
  planned(team: TeamKey): Promise<readonly Erasure[]>;
  collect(team: TeamKey, person?: string): Promise<Collected>;
}

/** Builds the service. @param deed without one it only reads */
export function createPrivacyService(
  store: Pick<PrivacyStore, 'planErasure' | 'cancelErasure' | 'plannedErasures' | 'collect'>,
  deed?: Deed,
): PrivacyService {
  const acting = <Result>(act: (deed: Deed) => Promise<Result>): Promise<Result> =>
    deed === undefined ? Promise.reject(new Error('Nothing is erased without a deed on record.')) : act(deed);
  return {
    plan: (person) => acting((by) => store.planErasure(by, person)),
    cancel: (person) => acting((by) => store.cancelErasure(by, person)),
    planned: (team) => store.plannedErasures(team),
    collect: (team, person) => store.collect(team, person),
  };
}
