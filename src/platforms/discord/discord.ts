export { createDiscordPoster } from './discord-adapter.ts';
export { createCommandsApi } from './registration/commands-api.ts';
export { declareCommands } from './registration/declare-commands.ts';
export { inviteLink } from './registration/invite-link.ts';
export { describeRegistration, registerAtStart, registerCommands } from './registration/register-commands.ts';
export { startDiscord } from './start-discord.ts';
