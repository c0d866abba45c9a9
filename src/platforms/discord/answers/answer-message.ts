import { type GatewayMessageCreateDispatchData, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { isBadMessage } from '../discord-error.ts';
import { readFailure } from '../posting/discord-outcome.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import type { DiscordDesk } from './discord-desk.ts';
import { messageBody } from './message-body.ts';
import { notShown } from './not-shown.ts';
import { requestOfMessage } from './request-of-message.ts';
import type { RequestSource } from './request-source.ts';
import { runOnce } from './run-once.ts';
import { showAnswer } from './show-answer.ts';

/** A message to the bot, and all that answering it takes. */
export interface MessageContext {
  readonly desk: DiscordDesk;
  readonly message: GatewayMessageCreateDispatchData;
  readonly source: RequestSource;
  readonly rest: Pick<REST, 'post'>;
}

/**
 * Answers a mention with a reply below it, and a direct message where it was written. All who read there see it.
 *
 * @throws what Discord or the store refuses, after something shorter was said where that may help
 */
export async function answerMessage({ desk, message, source, rest }: MessageContext): Promise<void> {
  const request = requestOfMessage(message, source);
  const { reply, fault } = await runOnce(desk, request, message.id, true);
  if (reply === undefined) return;
  const send = (shown: RenderedMessage) => post(shown, message, rest);
  await send(showAnswer(desk, request, reply)).catch(async (error: unknown) => {
    if (isBadMessage(error)) await send(notShown(request, reply)).catch(() => {});
    throw error;
  });
  if (fault !== undefined) throw fault;
}

async function post(
  shown: RenderedMessage,
  { id, channel_id: channel, guild_id: guild }: MessageContext['message'],
  rest: MessageContext['rest'],
): Promise<void> {
  const { body, files } = messageBody(shown);
  const send = (more: object) =>
    rest.post(Routes.channelMessages(channel), {
      // The library makes the call again where it may not have arrived: with the nonce, Discord posts it once.
      body: { ...body, ...more, nonce: id, enforce_nonce: true },
      ...(files.length === 0 ? {} : { files }),
    });
  if (guild !== undefined) {
    try {
      // A message that was deleted meanwhile is answered all the same, below the others.
      await send({ message_reference: { message_id: id, fail_if_not_exists: false } });
      return;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  await send({});
}

/** A reply takes Read Message History, which a message below the others does not. */
function isUnreadable(error: unknown): boolean {
  const failure = readFailure(error);
  return (
    failure.kind === 'error' && failure.code === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory
  );
}
