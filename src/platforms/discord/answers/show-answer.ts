import type { Reply, Request } from '../../../bot/bot.ts';
import { formatCustomId, type PageKey } from '../rendering/custom-id.ts';
import { renderOnce } from '../rendering/render-once.ts';
import type { RenderedMessage } from '../rendering/rendered-message.ts';
import type { DiscordDesk } from './discord-desk.ts';

/** Pages are counted with at most two digits. */
const longestPage = 99;

/** Renders the answer to a request. What cannot be made again is kept for its buttons. */
export function showAnswer(
  desk: DiscordDesk,
  request: Request,
  reply: Reply,
  { share = false, sharedBy }: { readonly share?: boolean; readonly sharedBy?: string } = {},
): RenderedMessage {
  const { line } = desk.inspect(request.input);
  const pageKey = keyOf(request, reply, line);
  const offered = share && reply.outcome === 'answered';
  const shown = renderOnce(reply, {
    pageKey,
    newReminder: invitesReminder(reply, line),
    ...(offered ? { share: pageKey } : {}),
    ...(sharedBy === undefined ? {} : { sharedBy }),
  });
  if (pageKey.by === 'request' && (offered || shown.pages > 1)) desk.recent.set(pageKey.id, reply);
  return shown;
}

/** By its line an answer is found after a restart and on any replica; it is only run again where that is harmless. */
function keyOf({ id }: Request, { changes }: Reply, line: string | undefined): PageKey {
  if (changes !== true && line !== undefined && line.trim() !== '') {
    const key = { by: 'line', line } as const;
    if (formatCustomId({ kind: 'page', page: longestPage, key }) !== undefined) return key;
  }
  return { by: 'request', id };
}

/** Where a person who reads this may want to make a reminder next. */
export function invitesReminder({ command, outcome }: Reply, line = ''): boolean {
  if (command === 'remind list') return true;
  if (command === 'remind add') return outcome !== 'answered';
  return command === 'help' && /^\s*help\s+remind/i.test(line);
}
