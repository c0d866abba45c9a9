import { describe, expect, it } from 'vitest';
import { parseAllowed } from '../../src/checks/checks.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { ConfigError } from '../../src/config/variables.ts';

// The form of a real one, of words that show it is none.
const token = 'bm90LWEtcmVhbC10b2tlbg.Gexmpl.an-example-of-what-is-signed-1';

const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret' };

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name, wanted }) => `${name}: ${wanted}`);
    throw error;
  }
}

describe('networks for checks', () => {
  it('are none unless they are named', () => {
    expect(readConfig({}).checkAllow).toEqual([]);
    const words = ['10.0.0.0/8', 'private', 'Loopback', '192.0.2.7', 'fd12::/48'];
    expect(readConfig({ CHECK_ALLOW: words.join(', ') }).checkAllow).toEqual(words);
    expect(parseAllowed(words)).toBeDefined();
  });

  it.each(['10.0.0.0/33', 'fd12::/129', 'mail.example.org', '10.0.0', '0x7f.1', '10.0.0.0/8/8', 'fe80::1%eth0'])(
    'are refused: %s',
    (word) => {
      expect(problemsOf({ CHECK_ALLOW: word })).toEqual([expect.stringContaining('CHECK_ALLOW')]);
      expect(parseAllowed([word])).toBeUndefined();
    },
  );
});

describe('questions', () => {
  it('are not kept, sent anywhere or taken over HTTP unless that is set', () => {
    expect(readConfig({})).toMatchObject({ keepQuestions: false, askModel: undefined, mcp: undefined });
    expect(readConfig({ MCP_TOKEN: 'x', MCP_HTTP: 'off' }).mcp).toBeUndefined();
  });

  it('are where it is', () => {
    const environment = {
      KEEP_QUESTIONS: 'On',
      ASK_MODEL_URL: 'http://127.0.0.1:11434/v1',
      ASK_MODEL: 'qwen3:4b',
      ASK_MODEL_KEY: 'secret',
      MCP_HTTP: 'on',
      MCP_TOKEN: 'a-token-of-16-characters',
      MCP_HOSTS: 'Bot.example.com, [2001:db8::1]:8443',
    };
    expect(readConfig(environment)).toMatchObject({
      keepQuestions: true,
      askModel: { url: 'http://127.0.0.1:11434/v1', model: 'qwen3:4b', key: 'secret' },
      mcp: { token: 'a-token-of-16-characters', hosts: ['bot.example.com', '[2001:db8::1]:8443'] },
      http: { host: '127.0.0.1', port: 8080 },
    });
    expect(readConfig({ ...environment, HEALTH_PORT: '9000', PORT: '9001' })).toMatchObject({
      http: { port: 9001 },
      health: { port: 9000 },
    });
    expect(() => readConfig({ ...environment, HEALTH_PORT: '8080' })).toThrow(
      /HEALTH_PORT: must be a different port from PORT/,
    );
  });

  it.each([
    [{ MCP_HTTP: 'on' }, ['MCP_TOKEN']],
    [{ MCP_HTTP: 'on', MCP_TOKEN: 'short-secret' }, ['MCP_TOKEN']],
    [{ MCP_HTTP: 'on', MCP_TOKEN: 'a token with blanks in it' }, ['MCP_TOKEN']],
    [{ MCP_HTTP: 'maybe' }, ['MCP_HTTP']],
    [{ MCP_HOSTS: 'https://bot.example.com/' }, ['MCP_HOSTS']],
    [{ KEEP_QUESTIONS: 'perhaps' }, ['KEEP_QUESTIONS']],
    [{ ASK_MODEL_URL: 'model', ASK_MODEL: 'x' }, ['ASK_MODEL_URL']],
    [{ ASK_MODEL_URL: 'http://127.0.0.1:11434/v1' }, ['ASK_MODEL']],
    [{ ASK_MODEL: 'qwen3:4b' }, ['ASK_MODEL_URL']],
  ])('with %j are not', (environment, names) => {
    const problems = problemsOf(environment as Record<string, string>);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(names);
    expect(problems.join()).not.toContain('short-secret');
  });
});

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({ slack: undefined, discord: undefined, http: undefined, logLevel: 'info' });
    expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: ' ' }).slack).toBeUndefined();
  });

  it('takes Socket Mode where an app token is set, without a listener unless one is asked for', () => {
    expect(readConfig({ ...socket, ...http }).slack).toMatchObject({ mode: 'socket', appToken: 'xapp-1' });
    expect(readConfig(socket)).toMatchObject({ http: undefined, health: undefined });
    expect(readConfig({ ...socket, HEALTH_PORT: '8081' }).health).toEqual({ host: '127.0.0.1', port: 8081 });
  });

  it('listens in HTTP mode, and never on 3000 by itself', () => {
    expect(readConfig(http)).toMatchObject({ slack: { mode: 'http' }, http: { host: '127.0.0.1', port: 8080 } });
    expect(readConfig({ ...http, PORT: '9000', HOST: '0.0.0.0' }).http).toEqual({ host: '0.0.0.0', port: 9000 });
  });

  it('takes administrators by platform and id, each once', () => {
    expect(readConfig({}).administrators).toEqual([]);
    expect(
      readConfig({ ADMINISTRATORS: ' slack:U0123ABCD,, slack:U0123ABCD,discord:123456789012345678 ' }),
    ).toMatchObject({ administrators: ['slack:U0123ABCD', 'discord:123456789012345678'] });
  });

  it('ends the address of the API in a slash', () => {
    expect(readConfig({ ...socket, SLACK_API_URL: 'http://127.0.0.1:1/api' }).slack?.apiUrl).toBe(
      'http://127.0.0.1:1/api/',
    );
  });

  it('serves Discord alone, without registering commands unless asked to', () => {
    expect(readConfig({ DISCORD_TOKEN: token })).toMatchObject({
      slack: undefined,
      discord: { token, apiUrl: undefined, register: { kind: 'off' } },
      http: undefined,
    });
    expect(readConfig({ DISCORD_TOKEN: ` Bot ${token}` }).discord?.token).toBe(token);
    expect(readConfig({ DISCORD_TOKEN: token, HEALTH_PORT: '8081', PORT: '9000' })).toMatchObject({
      http: undefined,
      health: { host: '127.0.0.1', port: 8081 },
    });
  });

  it('serves Discord beside Slack, with health and metrics on a port of their own', () => {
    const both = readConfig({ ...http, DISCORD_TOKEN: token, HEALTH_PORT: '8081' });
    expect(both).toMatchObject({
      slack: { mode: 'http' },
      discord: { token },
      http: { port: 8080 },
      health: { port: 8081 },
    });
  });

  it.each([
    ['global', { kind: 'global' }],
    ['Global', { kind: 'global' }],
    ['123456789012345678', { kind: 'guild', guild: '123456789012345678' }],
    ['', { kind: 'off' }],
  ])('reads DISCORD_REGISTER=%s', (text, register) => {
    expect(readConfig({ DISCORD_TOKEN: token, DISCORD_REGISTER: text }).discord?.register).toEqual(register);
  });

  it.each(['http://127.0.0.1:1/api', 'http://127.0.0.1:1/api/', 'http://127.0.0.1:1/api/v10/'])(
    'takes %s for the address of an API, whose tokens may have another form',
    (address) => {
      const { discord } = readConfig({ DISCORD_TOKEN: 'fake-bot-token', DISCORD_API_URL: address });
      expect(discord).toMatchObject({ token: 'fake-bot-token', apiUrl: 'http://127.0.0.1:1/api' });
    },
  );

  it('says where to find a Discord token', () => {
    for (const wrong of ['123456789012345678', 'a'.repeat(64), 'one.two', `${token}.x`, 'a b.c.d', 'not-a-token']) {
      const [problem = '', ...others] = problemsOf({ DISCORD_TOKEN: wrong });
      expect(problem).toContain('discord.com/developers/applications');
      expect(problem).not.toContain(wrong);
      expect(others).toEqual([]);
    }
    expect(problemsOf({ DISCORD_REGISTER: 'global' })).toEqual([expect.stringMatching(/^DISCORD_TOKEN: is missing/)]);
  });

  it('lists everything that is wrong at once, and never the secrets', () => {
    const environment = {
      SLACK_BOT_TOKEN: 'xoxp-secret-1',
      SLACK_APP_TOKEN: 'secret-2',
      SLACK_SIGNING_SECRET: 'short',
      SLACK_API_URL: 'ftp://x',
      DISCORD_TOKEN: 'secret-3',
      DISCORD_REGISTER: 'everywhere',
      DISCORD_API_URL: 'discord.com/api',
      PORT: '70000',
      HEALTH_PORT: 'many',
      LOG_LEVEL: 'loud',
      ADMINISTRATORS: 'slack:U0123ABCD, @alice, slack:alice, irc:U0123ABCD, discord:1, slack:',
      BOT_ZONE: 'Mars/Olympus',
    };
    const problems = problemsOf(environment);
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(Object.keys(environment).sort());
    expect(problems.join()).not.toMatch(/secret-|short,/);
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    [{ SLACK_SIGNING_SECRET: 'a-signing-secret' }, ['SLACK_BOT_TOKEN']],
    [{ ...http, SLACK_SIGNING_SECRET: 'x' }, ['SLACK_SIGNING_SECRET']],
  ])('%j misses something', (environment, names) => {
    expect(problemsOf(environment as Record<string, string>).map((problem) => problem.split(':')[0])).toEqual(names);
  });
});

describe('limits', () => {
  const names = [
    'REMINDERS_PER_PERSON',
    'DEADLINES_PER_TEAM',
    'DEADLINES_PER_PERSON',
    'SNOOZES_PER_REMINDER',
    'AUDIT_DAYS',
    'ERASE_AFTER_DAYS',
    'PREVIEW_DAYS',
    'FIREWALL_DIFF_CHARACTERS',
  ];

  it('have defaults, and are settable', () => {
    const defaults = {
      remindersPerPerson: 200,
      deadlines: { team: 200, person: 100 },
      snoozesPerReminder: 20,
      auditDays: 365,
      eraseAfterDays: 7,
      previewDays: 3_660,
      firewallCharacters: 200_000,
    };
    expect(readConfig({})).toMatchObject(defaults);
    const set = {
      remindersPerPerson: 7,
      deadlines: { team: 7, person: 7 },
      snoozesPerReminder: 7,
      previewDays: 7,
      firewallCharacters: 7,
    };
    expect(readConfig(Object.fromEntries(names.map((name) => [name, '7'])))).toMatchObject(set);
  });

  it('are numbers from 1', () => {
    expect(() => readConfig(Object.fromEntries(names.map((name) => [name, '0'])))).toThrow(
      /REMINDERS_PER_PERSON.*PREVIEW_DAYS/s,
    );
  });
});
