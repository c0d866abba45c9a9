export { ConfigError } from './config-error.ts';
export type { AskProviderConfig, Config, DiscordConfig, McpHttpConfig, SlackConfig } from './config-types.ts';
export { loadEnvironmentFile } from './load-environment-file.ts';
export { readAskProvider } from './read-ask.ts';
export { readConfig } from './read-config.ts';
export { readSwitch } from './read-switch.ts';
export { readZoneOr } from './read-zone.ts';
export { requireDiscord } from './require-discord.ts';
export { type StoragePlace, storagePlace } from './storage-place.ts';
