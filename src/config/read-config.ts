import { canonicalZone } from '../time/time.ts';
import { ConfigError } from './config-error.ts';
import type { Config, SlackConfig } from './config-types.ts';
import { readAdministrators } from './read-administrators.ts';
import { readAskProvider, readKeepQuestions } from './read-ask.ts';
import { readDiscord } from './read-discord.ts';
import { readMcp } from './read-mcp.ts';
import { readUrl } from './read-url.ts';
import { readZoneOr } from './read-zone.ts';
import { storagePlace } from './storage-place.ts';

/** Where Slack's requests and health checks are answered in HTTP mode. Not 3000: that is WorldClient's own. */
const defaultPort = 8080;
/** Behind a reverse proxy on the same machine; a container sets another address. */
const defaultHost = '127.0.0.1';
/** Enough for any team, and few enough that a loop somewhere is noticed. */
const defaultRemindersPerTeam = 500;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment. An empty variable counts as not set.
 *
 * @throws {ConfigError} with every variable that is missing or wrong.
 */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const report = (name: string, wanted: string): undefined => {
    problems.push(`${name}: ${wanted}`);
  };
  const slack = readSlack(read, report);
  const discord = readDiscord(read, report);
  const mcp = readMcp(read, report);
  const config: Config = {
    slack,
    discord,
    http: readHttp({ slack, discord, mcp }, read, report),
    storage: readStorage(environment, read, report),
    remindersPerTeam: readCount('REMINDERS_PER_TEAM', read, report) ?? defaultRemindersPerTeam,
    keepQuestions: readKeepQuestions(read, report),
    askProvider: readAskProvider(read, report),
    mcp,
    knowledgeDirectory: read('KNOWLEDGE_DIR'),
    administrators: readAdministrators(read('ADMINISTRATORS'), report),
    logLevel: readLogLevel(read('LOG_LEVEL'), report),
    zone: readZone(read('BOT_ZONE'), report),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

type Read = (name: string) => string | undefined;
type Report = (name: string, wanted: string) => undefined;

function readSlack(read: Read, report: Report): SlackConfig | undefined {
  const botToken = read('SLACK_BOT_TOKEN');
  const appToken = read('SLACK_APP_TOKEN');
  const signingSecret = read('SLACK_SIGNING_SECRET');
  const apiUrl = readUrl('SLACK_API_URL', read, report)?.replace(/\/?$/, '/');
  if (botToken === undefined && appToken === undefined && signingSecret === undefined) return undefined;
  if (botToken === undefined)
    report('SLACK_BOT_TOKEN', 'is missing; it is the "Bot User OAuth Token" and begins with xoxb-');
  else if (!/^xoxb-\S+$/.test(botToken))
    report('SLACK_BOT_TOKEN', 'must begin with xoxb- (the "Bot User OAuth Token")');
  if (appToken !== undefined && !/^xapp-\S+$/.test(appToken)) {
    report('SLACK_APP_TOKEN', 'must begin with xapp- (an "App-Level Token" with connections:write)');
  }
  if (signingSecret !== undefined && signingSecret.length < 8) {
    report('SLACK_SIGNING_SECRET', 'is too short; copy it from the app\'s "Basic Information"');
  }
  if (appToken === undefined && signingSecret === undefined) {
    report('SLACK_APP_TOKEN', 'is missing; set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP');
  }
  if (botToken === undefined) return undefined;
  if (appToken !== undefined) return { mode: 'socket', botToken, appToken, apiUrl };
  return signingSecret === undefined ? undefined : { mode: 'http', botToken, signingSecret, apiUrl };
}

function readHttp(
  { slack, discord, mcp }: Pick<Config, 'slack' | 'discord' | 'mcp'>,
  read: Read,
  report: Report,
): Config['http'] {
  const host = read('HOST') ?? defaultHost;
  const port = readPort('PORT', read, report);
  const healthPort = readPort('HEALTH_PORT', read, report);
  if (slack?.mode === 'http') return { host, port: port ?? defaultPort };
  if (mcp !== undefined) return { host, port: port ?? healthPort ?? defaultPort };
  const serves = slack !== undefined || discord !== undefined;
  return serves && healthPort !== undefined ? { host, port: healthPort } : undefined;
}

function readPort(name: string, read: Read, report: Report): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  return report(name, `must be a port from 1 to 65535, not "${text.slice(0, 20)}"`);
}

function readCount(name: string, read: Read, report: Report): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  return report(name, 'must be a number from 1 to 999999');
}

function readStorage(environment: Environment, read: Read, report: Report): Config['storage'] {
  const databaseUrl = read('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    report('DATABASE_URL', 'must be a PostgreSQL address: postgres://user:password@host/database');
  }
  return storagePlace(environment);
}

function readLogLevel(text: string | undefined, report: Report): Config['logLevel'] {
  const level = (text ?? 'info').toLowerCase();
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level;
  report('LOG_LEVEL', 'must be one of debug, info, warn, error');
  return 'info';
}

function readZone(text: string | undefined, report: Report): string {
  if (text === undefined) return readZoneOr(text, 'UTC');
  return canonicalZone(text) ?? report('BOT_ZONE', 'must be an IANA time zone such as Europe/Berlin') ?? 'UTC';
}
