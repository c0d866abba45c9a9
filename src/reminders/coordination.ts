import type { TeamKey } from '../bot/bot.ts';

/** What replicas of the bot settle among themselves through the store. */
export interface Coordination {
  /** True for the first replica and the first time only: a chat event that is delivered again is answered once. */
  firstTime(team: TeamKey, key: string): Promise<boolean>;
  /**
   * Takes or renews a named lease. Returns the fencing token while this owner holds it, nothing while another does.
   * The token rises whenever the lease changes hands.
   */
  holdLease(name: string, owner: string, leaseMs: number): Promise<number | undefined>;
  /** Deletes everything a team has stored, what it says about itself included: it removed the bot. */
  forgetTeam(team: TeamKey): Promise<void>;
  /** Gives a lease up, if this owner holds it. */
  dropLease(name: string, owner: string): Promise<void>;
}
