import type { Actor, TeamKey } from '../bot/request.ts';
import type { DeliveryView, ViewAnswer } from './delivery-view.ts';

/** What a button of a post asks for. `show` changes nothing. */
export type PressHow = 'done' | 'snooze-hour' | 'snooze-tomorrow' | 'snooze-week' | 'show';

/** A pressed button, by ids only, so that it works after a restart and on any replica. */
export interface Press {
  readonly team: TeamKey;
  /** The id of the delivery the post is about. */
  readonly delivery: string;
  readonly reminder: string;
  readonly how: PressHow;
  readonly actor: Actor;
}

/** What a press did. `view` is what the post says now. */
export type PressResult =
  | { readonly kind: 'recorded'; readonly view: DeliveryView; readonly answer: ViewAnswer }
  /** Nothing was recorded, since somebody was first; `answer` is theirs. */
  | { readonly kind: 'answered-before'; readonly view: DeliveryView; readonly answer: ViewAnswer }
  /** Nothing was to be recorded. */
  | { readonly kind: 'shown'; readonly view: DeliveryView }
  /** The reminder or the delivery is not there any more. */
  | { readonly kind: 'gone' };

/** Where the buttons of posts are answered. Everybody who reads along may press them. */
export interface DeliveryDesk {
  press(press: Press): Promise<PressResult>;
  /** What the post of a delivery says now; nothing where there is no such delivery. */
  view(team: TeamKey, delivery: string): Promise<DeliveryView | undefined>;
  /**
   * The team of a delivery that went to this person alone; nothing for any other. For platforms whose direct messages
   * belong to no team, so that a button there does not say for which team it was posted.
   */
  teamOf(delivery: string, person: string): Promise<TeamKey | undefined>;
}
