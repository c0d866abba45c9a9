import type { ChatPlatform } from '../../chat/chat.ts';
import type { DiscordConfig } from '../../config/config.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { createDiscordPoster } from './discord-adapter.ts';
import { registerAtStart } from './registration/register-commands.ts';
import { startDiscord } from './start-discord.ts';

export { createCommandsApi } from './registration/commands-api.ts';
export { declareCommands } from './registration/declare-commands.ts';
export { inviteLink } from './registration/invite-link.ts';
export { describeRegistration, registerCommands } from './registration/register-commands.ts';

/** Discord, for the program. Commands are registered where `DISCORD_REGISTER` says so. */
export const discordPlatform: ChatPlatform<DiscordConfig> = {
  createPoster: createDiscordPoster,
  async start(options) {
    // The chat layer knows no proxy library; the program's dispatcher is undici's.
    const outgoing = options.outgoing as Outgoing | undefined;
    const running = await startDiscord({ ...options, outgoing });
    // Not waited for: it takes several calls, and people are answered meanwhile.
    void registerAtStart(options);
    return running;
  },
  inspect: async (options) => (await import('./inspect-discord.ts')).inspectDiscord(options),
};
