import { isIP } from 'node:net';
import { canonicalZone } from '../time/time.ts';
import { type DiscordConfig, readDiscord } from './read-discord.ts';
import { readSlack, type SlackConfig } from './read-slack.ts';
import {
  type Environment,
  fewestConnections,
  readSwitch,
  readUrl,
  readVariables,
  readWhole,
  readZoneOr,
  type StoragePlace,
  storagePlace,
  type Variables,
} from './variables.ts';

/** An address to listen on. */
interface Listening {
  readonly host: string;
  readonly port: number;
}

/** Everything the environment says, checked. */
export interface Config {
  /** Absent where no Slack variable is set. */
  readonly slack: SlackConfig | undefined;
  /** Absent where no Discord token is set. */
  readonly discord: DiscordConfig | undefined;
  /** Where Slack's requests and assistants arrive, and health is told. Absent where nobody sends any. */
  readonly http: Listening | undefined;
  /** Where health and metrics are told, to whoever runs the bot. Absent where it is not wanted. */
  readonly health: Listening | undefined;
  /** Where reminders and settings are kept. */
  readonly storage: StoragePlace;
  /** The most reminders a team may have. Default 500. */
  readonly remindersPerTeam: number;
  /** The most that one person may have. Default 200. */
  readonly remindersPerPerson: number;
  /** The most open deadlines of their own that a team and one person may have. Default 200 and 100. */
  readonly deadlines: { readonly team: number; readonly person: number };
  /** How often one person can snooze one reminder in a day. Default 20. */
  readonly snoozesPerReminder: number;
  /** For how many days it stays on record who changed what. Default 365. */
  readonly auditDays: number;
  /** How many days an erasure can be cancelled. Default 7. */
  readonly eraseAfterDays: number;
  /** The most days a preview spans. Default 3,660. */
  readonly previewDays: number;
  /** The most characters of rules that `firewall diff` reads in chats. Default 200,000. */
  readonly firewallCharacters: number;
  /** Default 5: other people to whom one person can have direct messages sent in a day. */
  readonly recipientsPerDay: number;
  /** Requests and presses that are answered in a minute. Default 30 of a person, 300 of a team. */
  readonly requestLimits: { readonly person: number; readonly team: number };
  /** Texts of questions without an answer are kept. Default false. */
  readonly keepQuestions: boolean;
  readonly askModel: AskModelConfig | undefined;
  /** Absent where assistants may not ask over HTTP. */
  readonly mcp: McpHttpConfig | undefined;
  /** A folder of the operator's own knowledge files. */
  readonly knowledgeDirectory: string | undefined;
  /** Networks beyond public addresses in which servers may be looked at. */
  readonly checkAllow: readonly string[];
  /** People who may do everything in chat, as `slack:U0123`. Where it is empty, chats have no administrators. */
  readonly administrators: readonly string[];
  /** The folder that chat events are recorded in, to replay them. Absent where they are not. */
  readonly recordEvents: string | undefined;
  /** Default `info`. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** The IANA zone for teams that have set none. Default: the machine's own. */
  readonly zone: string;
}

/** A model that says what kind a question is, over the chat completions API. */
export interface AskModelConfig {
  /** With the API's version: `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** Assistants that ask over HTTP. */
export interface McpHttpConfig {
  /** The bearer token they must send. */
  readonly token: string;
  /** Host names the bot is reached by, besides those of this machine; in lower case, with a port where it counts. */
  readonly hosts: readonly string[];
}

/** Where Slack's requests and health checks are answered in HTTP mode. Not 3000: that is WorldClient's own. */
const defaultPort = 8080;
/** Behind a reverse proxy on the same machine; a container sets another address. */
const defaultHost = '127.0.0.1';
/** Enough for any team, and few enough that a loop somewhere is noticed. */
const defaultRemindersPerTeam = 500;
/** Nobody uses up alone what the team may have. */
const defaultRemindersPerPerson = 200;
const defaultDeadlines = { team: 200, person: 100 };
/** Somebody who puts a thing off all day still gets to do so. */
const defaultSnoozes = 20;
/** Long enough for a yearly review. */
const defaultAuditDays = 365;
/** Over a weekend somebody notices what was a mistake. */
const defaultEraseAfterDays = 7;
/** Ten years. */
const defaultPreviewDays = 3_660;
/** Thousands of rules. */
const defaultFirewallCharacters = 200_000;
/** As many people as one asks for a favour in a day. */
const defaultRecipientsPerDay = 5;
/** More than anybody types. */
const defaultRequests = { person: 30, team: 300 };
/** Shorter tokens are guessed. */
const shortestMcpToken = 16;

/**
 * Reads and checks the environment. An empty variable counts as not set.
 *
 * @throws {ConfigError} with every variable that is missing or wrong
 */
export function readConfig(environment: Environment): Config {
  return readWhole(environment, (variables) => {
    const { read, report } = variables;
    const slack = readSlack(variables);
    const discord = readDiscord(variables);
    const mcp = readMcp(variables);
    return {
      slack,
      discord,
      ...readListening({ slack, discord, mcp }, variables),
      storage: readStorage(environment, variables),
      remindersPerTeam: readCount('REMINDERS_PER_TEAM', variables) ?? defaultRemindersPerTeam,
      remindersPerPerson: readCount('REMINDERS_PER_PERSON', variables) ?? defaultRemindersPerPerson,
      deadlines: {
        team: readCount('DEADLINES_PER_TEAM', variables) ?? defaultDeadlines.team,
        person: readCount('DEADLINES_PER_PERSON', variables) ?? defaultDeadlines.person,
      },
      snoozesPerReminder: readCount('SNOOZES_PER_REMINDER', variables) ?? defaultSnoozes,
      auditDays: readCount('AUDIT_DAYS', variables) ?? defaultAuditDays,
      eraseAfterDays: readCount('ERASE_AFTER_DAYS', variables) ?? defaultEraseAfterDays,
      previewDays: readCount('PREVIEW_DAYS', variables) ?? defaultPreviewDays,
      firewallCharacters: readCount('FIREWALL_DIFF_CHARACTERS', variables) ?? defaultFirewallCharacters,
      recipientsPerDay: readCount('RECIPIENTS_PER_DAY', variables) ?? defaultRecipientsPerDay,
      requestLimits: {
        person: readCount('REQUESTS_PER_MINUTE', variables) ?? defaultRequests.person,
        team: readCount('TEAM_REQUESTS_PER_MINUTE', variables) ?? defaultRequests.team,
      },
      keepQuestions: readSwitch(read('KEEP_QUESTIONS')) ?? report('KEEP_QUESTIONS', 'must be on or off') ?? false,
      askModel: readAsk(variables),
      mcp,
      knowledgeDirectory: read('KNOWLEDGE_DIR'),
      checkAllow: readCheckAllow(variables),
      administrators: readAdministrators(variables),
      recordEvents: read('RECORD_EVENTS'),
      logLevel: readLogLevel(variables),
      zone: readZone(variables),
    };
  });
}

/**
 * The model for questions alone, for programs that read no other settings; `undefined` where none is set up.
 *
 * @param report gets the name of a variable that is wrong, and what it must be
 */
export function readAskModel(
  environment: Environment,
  report: (name: string, wanted: string) => void,
): AskModelConfig | undefined {
  return readAsk(readVariables(environment, report));
}

function readAsk(variables: Variables): AskModelConfig | undefined {
  const { read, report } = variables;
  const url = readUrl('ASK_MODEL_URL', variables);
  const model = read('ASK_MODEL');
  const alone = url === undefined && model !== undefined && read('ASK_MODEL_URL') === undefined;
  if (alone) return report('ASK_MODEL_URL', 'must be set with ASK_MODEL');
  if (url === undefined) return undefined;
  if (model === undefined) return report('ASK_MODEL', 'must name the model at ASK_MODEL_URL');
  return { url, model, key: read('ASK_MODEL_KEY') };
}

/** A token is needed whatever the address: a page in a browser on the same machine reaches 127.0.0.1 too. */
function readMcp(variables: Variables): McpHttpConfig | undefined {
  const { read, report } = variables;
  const on = readSwitch(read('MCP_HTTP'));
  const token = read('MCP_TOKEN');
  const hosts = readHosts(variables);
  if (on === undefined) return report('MCP_HTTP', 'must be on or off');
  if (!on) return undefined;
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token) || token.length < shortestMcpToken) {
    return report(
      'MCP_TOKEN',
      `must be at least ${shortestMcpToken} characters without spaces while MCP_HTTP is on; \`openssl rand -hex 32\` makes one`,
    );
  }
  return { token, hosts };
}

/** The words of `parseAllowed` in `src/checks`, which is loaded only with the first check. */
function isNetwork(word: string): boolean {
  if (/^(private|loopback)$/i.test(word)) return true;
  const [address = '', length = '0', ...more] = word.split('/');
  const family = address.includes('%') ? 0 : isIP(address);
  return more.length === 0 && family !== 0 && /^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
}

function readCheckAllow({ read, report }: Variables): readonly string[] {
  const words = splitList(read('CHECK_ALLOW'));
  if (!words.every(isNetwork)) {
    report('CHECK_ALLOW', 'must be networks, `private` or `loopback`, separated by commas, such as 10.0.0.0/8');
  }
  return words;
}

function readHosts({ read, report }: Variables): readonly string[] {
  const hosts = splitList(read('MCP_HOSTS')).map((host) => host.toLowerCase());
  const wrong = hosts.find((host) => !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host));
  if (wrong !== undefined) report('MCP_HOSTS', 'must be host names separated by commas, such as bot.example.com');
  return hosts;
}

function readListening(
  { slack, discord, mcp }: Pick<Config, 'slack' | 'discord' | 'mcp'>,
  variables: Variables,
): Pick<Config, 'http' | 'health'> {
  const host = variables.read('HOST') ?? defaultHost;
  const port = readPort('PORT', variables) ?? defaultPort;
  const healthPort = readPort('HEALTH_PORT', variables);
  const takesRequests = slack?.mode === 'http' || mcp !== undefined;
  if (takesRequests && healthPort === port) {
    variables.report(
      'HEALTH_PORT',
      'must be a different port from PORT, so that people who reach PORT can’t read the metrics',
    );
  }
  const serves = takesRequests || slack !== undefined || discord !== undefined;
  return {
    http: takesRequests ? { host, port } : undefined,
    health: serves && healthPort !== undefined ? { host, port: healthPort } : undefined,
  };
}

function readPort(name: string, { read, report }: Variables): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  return report(name, `must be a port from 1 to 65535, not "${text.slice(0, 20)}"`);
}

function readCount(name: string, { read, report }: Variables): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  return report(name, 'must be a number from 1 to 999999');
}

function readStorage(environment: Environment, { read, report }: Variables): StoragePlace {
  const connections = read('DATABASE_CONNECTIONS');
  if (connections !== undefined && !(/^\d{1,3}$/.test(connections) && Number(connections) >= fewestConnections)) {
    report('DATABASE_CONNECTIONS', `must be a number from ${fewestConnections} to 999`);
  }
  const databaseUrl = read('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    report('DATABASE_URL', 'must be a PostgreSQL address: postgres://user:password@host/database');
  }
  return storagePlace(environment);
}

/** Names are refused, since anybody can give themselves one. */
function readAdministrators({ read, report }: Variables): readonly string[] {
  const entries = splitList(read('ADMINISTRATORS'));
  const wrong = entries.filter((entry) => !isPerson(entry));
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).map((entry) => `"${entry.slice(0, 40)}"`);
    const wanted = 'must be ids such as slack:U0123ABCD or discord:123456789012345678, separated by commas';
    report('ADMINISTRATORS', `${wanted}; not ${shown.join(', ')}`);
  }
  return [...new Set(entries.filter(isPerson))];
}

function isPerson(entry: string): boolean {
  return /^(?:slack:[UW][A-Z0-9]{2,30}|discord:\d{15,21})$/.test(entry);
}

function readLogLevel({ read, report }: Variables): Config['logLevel'] {
  const level = (read('LOG_LEVEL') ?? 'info').toLowerCase();
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level;
  report('LOG_LEVEL', 'must be one of debug, info, warn, error');
  return 'info';
}

function readZone({ read, report }: Variables): string {
  const text = read('BOT_ZONE');
  if (text === undefined) return readZoneOr(text, 'UTC');
  return canonicalZone(text) ?? report('BOT_ZONE', 'must be an IANA time zone such as Europe/Berlin') ?? 'UTC';
}

function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || []);
}
