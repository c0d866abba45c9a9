import { isDeepStrictEqual } from 'node:util';
import type { APIMessageComponentInteraction } from 'discord.js';
import type { TeamKey } from '../../../bot/bot.ts';
import type { DeliveryService, DeliveryView } from '../../../reminders/reminders.ts';
import { renderReminder } from '../rendering/render-reminder.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import type { Responder } from './responder.ts';

/** The post that was pressed, and how it is edited. */
export interface PressedPost {
  readonly deliveries: DeliveryService;
  readonly team: TeamKey;
  readonly message: APIMessageComponentInteraction['message'];
  readonly respond: Responder;
  /** The edit that is the response to the press. */
  readonly edit: (message: RenderedMessage) => Promise<void>;
}

/** Each edit is looked at again, but not for ever. */
const mostEdits = 3;

/**
 * Edits the post to what it says now. Another press may have been recorded meanwhile, here or on another replica, and its
 * edit may have come first; so the edit is repeated where it no longer says everything.
 *
 * Where Discord takes no response to the press any more (10062), or took one already (40060), the post is edited as the
 * bot's own message.
 *
 * @throws what Discord refused of the response, after the post was edited all the same
 */
export async function editReminderPost(first: DeliveryView, post: PressedPost): Promise<void> {
  const { deliveries, team, message, respond } = post;
  const asOwn = (shown: RenderedMessage) => respond.editOwn(message.channel_id, message.id, shown);
  let edit = post.edit;
  let refused: { readonly error: unknown } | undefined;
  let view = first;
  for (let edits = 1; ; edits += 1) {
    const shown = renderReminder(view);
    try {
      await edit(shown);
      if (refused === undefined) edit = respond.edit;
    } catch (error) {
      if (refused !== undefined) throw error;
      refused = { error };
      edit = asOwn;
      await asOwn(shown);
    }
    const now = await deliveries.view(team, view.delivery);
    if (edits === mostEdits || now === undefined || isDeepStrictEqual(now, view)) break;
    view = now;
  }
  if (refused !== undefined) throw refused.error;
}
