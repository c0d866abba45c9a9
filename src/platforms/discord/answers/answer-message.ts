import { type GatewayMessageCreateDispatchData, type REST, Routes } from 'discord.js';
import type { DiscordDesk } from './discord-desk.ts';
import { messageBody } from './message-body.ts';
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
 * @throws what Discord or the store refuses
 */
export async function answerMessage({ desk, message, source, rest }: MessageContext): Promise<void> {
  const request = requestOfMessage(message, source);
  const { reply, fault } = await runOnce(desk, request, message.id, true);
  if (reply === undefined) return;
  const { body, files } = messageBody(showAnswer(desk, request, reply));
  const { id, channel_id: channel, guild_id: guild } = message;
  // A message that was deleted meanwhile is answered all the same, below the others.
  const below = guild === undefined ? {} : { message_reference: { message_id: id, fail_if_not_exists: false } };
  await rest.post(Routes.channelMessages(channel), {
    // The library makes the call again where it may not have arrived: with the nonce, Discord posts it once.
    body: { ...body, ...below, nonce: id, enforce_nonce: true },
    ...(files.length === 0 ? {} : { files }),
  });
  if (fault !== undefined) throw fault;
}
