import { z } from 'zod';
import { isMovable, type KnowledgeBase, type Port, portNames } from '../knowledge/knowledge.ts';
import {
  argument,
  matchSuggestions,
  quote,
  type Request,
  type Section,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../src/bot/bot.ts';
import type { OwnPort, TeamProfile } from '../src/teams/teams.ts';
import { joinWords, nearestNames } from '../src/text/text.ts';
import { suggestHosts } from './check/check.ts';
import { defineCommand, defineGroup, type Services } from './services.ts';
import { clockHour } from './vocabulary/phrases.ts';
import { portsFor, teamKnowledge } from './vocabulary/team-knowledge.ts';
import { resolveTerms, suggestPorts } from './vocabulary/terms.ts';
import { requireVersion } from './vocabulary/versions.ts';

const show = defineCommand({
  name: 'show',
  summary: 'Show your server’s profile',
  access: 'member',
  examples: ['profile'],
  arguments: z.object({}),
  run: async (_args, { request, services }) => shown(services, request),
});

const set = defineCommand({
  name: 'set',
  summary: 'Set the MDaemon version and the services in use',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['profile set version 24.5.1c', 'profile set services smtp imap activesync'],
  arguments: z.object({
    version: argument(z.string().max(20).optional(), {
      written: 'keyword',
      description: 'The MDaemon version, such as 24.5.1c',
      placeholder: 'VERSION',
    }),
    services: argument(z.array(z.string().max(60)).max(40).optional(), {
      written: 'keyword',
      description: 'Services in use',
      placeholder: 'service',
      suggest: suggestPorts,
    }),
  }),
  async run(args, { request, services }) {
    const { team, actor } = request;
    if (args.version === undefined && args.services === undefined) {
      throw new UserError({
        code: 'nothing-to-set',
        message: 'Say what to set: `version` or `services`.',
        remedy: 'For example `profile set services smtp imap activesync`.',
      });
    }
    const patch = {
      ...(args.version === undefined ? {} : { version: requireVersion(args.version) }),
      ...(args.services === undefined ? {} : { services: serviceIds(args.services) }),
    };
    await services.teams.saveProfile(team, patch, { by: actor.id, at: await services.reminders.now() });
    return shown(services, request);

    function serviceIds(words: readonly string[]): readonly string[] {
      const terms = resolveTerms(words, services.knowledge.current());
      const unknown = terms.flatMap((term) =>
        term.kind === 'service' ? [] : [term.kind === 'port' ? String(term.port) : term.text],
      );
      if (unknown.length > 0) {
        throw new UserError({
          code: 'service-not-known',
          outcome: 'unknown',
          message: `I don’t know a service called ${joinWords(
            unknown.map((word) => quote(word, 40)),
            'or',
          )}.`,
          remedy: 'Nothing was changed. Name services such as `smtp`, `imap` or `activesync`.',
        });
      }
      return terms.flatMap((term) => (term.kind === 'service' ? [term.service.id] : []));
    }
  },
});

const port = defineCommand({
  name: 'port',
  summary: 'Set a port that you moved or turned off',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: [
    'profile port webmail-https 8443',
    'profile port imap off',
    'profile port imap default',
    'profile port webmail-https 9443 on mail2.example.org',
  ],
  arguments: z.object({
    port: argument(z.string().max(60), {
      written: 'position',
      description: 'The port, by name or by its usual number',
      placeholder: 'PORT',
      suggest: suggestPortNames,
    }),
    number: argument(z.string().max(10), {
      written: 'position',
      description: 'The port on your server, or off, or default',
      placeholder: 'NUMBER|off|default',
      suggest: ({ typed }) => matchSuggestions(typed, [{ value: 'off' }, { value: 'default' }]),
    }),
    on: argument(z.string().max(300).optional(), {
      written: 'keyword',
      description: 'Only on this registered server',
      placeholder: 'HOST',
      suggest: suggestHosts,
    }),
  }),
  async run(args, { request, services }) {
    const { team, actor } = request;
    const row = readPortName(args.port, services.knowledge.current());
    const host = args.on === undefined ? undefined : await requireRegistered(args.on, request, services);
    const only = host === undefined ? {} : { host };
    const setting = readSetting(args.number);
    if (setting === 'default' || (setting === row.port && host === undefined)) {
      await services.teams.resetOwnPort(team, { row: row.id, ...only });
    } else {
      const change = { by: actor.id, at: await services.reminders.now() };
      await services.teams.setOwnPort(team, { row: row.id, port: setting, ...only }, change);
    }
    const own = await services.teams.ownPorts(team);
    const where = host === undefined ? 'On your server' : `On \`${host}\``;
    const here = portsFor(own, host).get(row.id) ?? row.port;
    const now =
      here === row.port
        ? `on ${row.port} again, the default`
        : `${here === 'off' ? 'off' : `on ${here} (${row.port} by default)`}${setting === 'default' ? ', as on all your servers' : ''}`;
    const keepers = own.filter((each) => host === undefined && each.row === row.id && each.host !== undefined);
    const sentences = [
      `${where} ${row.name} is ${now}.`,
      ...keepers.map((each) => `\`${each.host}\` keeps its own: ${each.port}.`),
      ...sharers(row, here, await teamKnowledge(request, services, host)),
      'Answers, firewall rules and checks use that from now on.',
    ];
    return { ...(await shown(services, request)), lead: sentences.join(' ') };
  },
});

/** Shows and changes a team's profile of its server. */
export const profile = defineGroup({
  name: 'profile',
  summary: 'Your server: its version, services in use, how it updates',
  defaultChild: 'show',
  children: [show, set, port],
});

/** Whatever else listens on a port's new number, which MDaemon's services do not by themselves. */
function sharers(row: Port, here: number | 'off', knowledge: KnowledgeBase): string[] {
  const others = knowledge.rows.ports.filter(
    (other) =>
      isMovable(other) &&
      other.status !== 'obsolete' &&
      other.id !== row.id &&
      other.port === here &&
      (other.default_port ?? other.port) !== row.port &&
      other.transports.some((transport) => row.transports.includes(transport)),
  );
  if (others.length === 0) return [];
  const names = joinWords(others.map(({ name }) => name.replace(/, moved from \d+$/, '')));
  return [
    `${names} ${others.length === 1 ? 'is' : 'are'} on ${here} as well; that works only where one web server serves both.`,
  ];
}

/** Completes the names of ports that can be moved. */
function suggestPortNames({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const knowledge = services.knowledge.current();
  const names = [...portNames(knowledge)].map(([id, value]) => {
    const row = knowledge.port(id);
    return { value, hint: row === undefined ? '' : `${row.name} (${row.port})` };
  });
  return matchSuggestions(typed, names);
}

/**
 * Reads a port by its name, its row's id, or its usual number where only one thing has it.
 *
 * @throws {UserError} `port-not-known`
 */
function readPortName(typed: string, knowledge: KnowledgeBase): Port {
  const names = portNames(knowledge);
  const word = typed.toLowerCase();
  const fits = [...names].flatMap(([id, name]) => {
    const row = knowledge.port(id);
    const fitting = row !== undefined && (name === word || id === word || String(row.port) === word);
    return fitting ? [row] : [];
  });
  const [row] = fits;
  if (row !== undefined && fits.length === 1) return row;
  const near = nearestNames(word, [...names.values()]);
  throw new UserError({
    code: 'port-not-known',
    outcome: 'unknown',
    message: `${quote(typed, 40)} isn’t a port that MDaemon listens on, as far as I know.`,
    remedy: `${
      near.length > 0
        ? `Did you mean ${joinWords(
            near.map((name) => `\`${name}\``),
            'or',
          )}? `
        : ''
    }Known names: ${joinWords([...names.values()])}.`,
  });
}

/** @throws {UserError} `bad-port` */
function readSetting(typed: string): number | 'off' | 'default' {
  const word = typed.toLowerCase();
  if (word === 'off' || word === 'default') return word;
  const number = /^\d{1,5}$/.test(word) ? Number(word) : 0;
  if (number >= 1 && number <= 65_535) return number;
  throw new UserError({
    code: 'bad-port',
    message: `${quote(typed, 20)} isn’t a port: give a number from 1 to 65535, \`off\` or \`default\`.`,
    remedy: 'For example `profile port webmail-https 8443`; nothing was changed.',
  });
}

/** @throws {UserError} `host-not-registered` */
async function requireRegistered(typed: string, { team }: Request, { teams }: Services): Promise<string> {
  const known = (await teams.hosts(team)).map(({ host }) => host);
  const { parseTarget } = await import('../src/checks/checks.ts');
  const target = parseTarget(typed);
  const host = known.find((each) => target.kind !== 'refused' && each === target.host);
  if (host !== undefined) return host;
  throw new UserError({
    code: 'host-not-registered',
    message: `${quote(typed, 60)} is not registered for this team.`,
    remedy: `Register it first: \`hosts add mail.example.org\`.${known.length === 0 ? '' : ` Registered: ${joinWords(known)}.`}`,
  });
}

async function shown({ teams, knowledge }: Services, { team }: Request) {
  const [said, ports] = await Promise.all([teams.profile(team), teams.ownPorts(team)]);
  return profileAnswer(said, ports, knowledge.current());
}

function portsTable(ports: readonly OwnPort[], knowledge: KnowledgeBase): Section[] {
  if (ports.length === 0) return [];
  const names = portNames(knowledge);
  return [
    {
      kind: 'table',
      title: 'Moved ports',
      columns: [{ header: 'Port' }, { header: 'Here' }, { header: 'By default' }, { header: 'On' }],
      rows: ports.map(({ row, host, port: here }) => [
        names.get(row) ?? row,
        String(here),
        String(knowledge.port(row)?.port ?? 'no longer known'),
        host ?? 'all servers',
      ]),
    },
  ];
}

function profileAnswer(
  { version, services = [], updatePolicy }: TeamProfile,
  ports: readonly OwnPort[],
  knowledge: KnowledgeBase,
) {
  const policy =
    updatePolicy === undefined
      ? 'not set'
      : updatePolicy.mode === 'off'
        ? 'off (you look for them by hand)'
        : `on${updatePolicy.hour === undefined ? '' : ` at ${clockHour(updatePolicy.hour)}`}`;
  return {
    title: 'Your server',
    lead: `MDaemon ${version ?? '(version not set)'}; services: ${services.length === 0 ? 'not set' : joinWords(services)}; automatic updates: ${policy}.`,
    sections: portsTable(ports, knowledge),
    sources: [],
    actions: [
      ...(version === undefined ? [] : [{ label: `Advisories for ${version}`, command: 'advisories' }]),
      { label: 'Settings', command: 'settings' },
      { label: 'Updates', command: 'updates' },
    ],
  };
}
