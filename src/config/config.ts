export {
  ConfigError,
  configStatus,
  dataDirectory,
  loadEnvironmentFile,
  readSwitch,
  readZoneOr,
  type StoragePlace,
  storagePlace,
} from './environment.ts';
export { type AskProviderConfig, type Config, type McpHttpConfig, readAskProvider, readConfig } from './read-config.ts';
export { type DiscordConfig, requireDiscord } from './read-discord.ts';
export type { SlackConfig } from './read-slack.ts';
