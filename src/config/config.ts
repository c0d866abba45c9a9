export { type AskModelConfig, type Config, type McpHttpConfig, readAskModel, readConfig } from './read-config.ts';
export { type DiscordConfig, requireDiscord } from './read-discord.ts';
export type { SlackConfig } from './read-slack.ts';
export {
  ConfigError,
  configStatus,
  dataDirectory,
  loadEnvironmentFile,
  readSwitch,
  readZoneOr,
  type StoragePlace,
  storagePlace,
} from './variables.ts';
