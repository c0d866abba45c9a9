import type { APIMessageTopLevelComponent } from 'discord.js';
import type { AttachedFile } from '../../../bot/bot.ts';

/**
 * A message as Discord takes it: Components V2 only (flag 1 << 15), so there is no content and no embed.
 * `files` go beside it, and a component of the tree refers to each of them.
 */
export interface RenderedMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly AttachedFile[];
}
