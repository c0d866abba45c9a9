import { z } from 'zod';
import { argument, type Request, UserError } from '../src/bot/bot.ts';
import type { RegisteredHost } from '../src/teams/teams.ts';
import { suggestHosts } from './check/check.ts';
import { defineCommand, defineGroup, type Services } from './services.ts';
import { writePeople } from './vocabulary/phrases.ts';

const hostArgument = argument(z.string().max(300), {
  written: 'position',
  description: 'The server, by name or address',
  placeholder: 'HOST',
  suggest: suggestHosts,
});

const list = defineCommand({
  name: 'list',
  summary: 'Servers that this team can check',
  access: 'member',
  examples: ['hosts'],
  arguments: z.object({}),
  run: async (_args, { request, services }) => hostsAnswer(await services.teams.hosts(request.team), request),
});

const add = defineCommand({
  name: 'add',
  summary: 'Register a server so that it can be checked',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['hosts add mail.example.org'],
  arguments: z.object({ host: hostArgument }),
  async run({ host: typed }, { request, services }) {
    const { team, actor } = request;
    const host = await readHost(typed);
    const isNew = await services.teams.addHost(team, host, { by: actor.id, at: await services.reminders.now() });
    const refused = await whyRefused(host, services);
    const sentences = [
      isNew
        ? `\`${host}\` is registered${refused === undefined ? `: \`check ${host}\` looks at it` : ''}.`
        : `\`${host}\` was already registered.`,
      ...(refused === undefined
        ? []
        : [`I can’t look at it, though: ${refused} The operator of the bot can allow it with \`CHECK_ALLOW\`.`]),
    ];
    return changed(services, request, sentences.join(' '));
  },
});

const remove = defineCommand({
  name: 'remove',
  aliases: ['rm'],
  summary: 'Take a server off the list',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['hosts remove mail.example.org'],
  arguments: z.object({ host: hostArgument }),
  async run({ host: typed }, { request, services }) {
    const host = await readHost(typed);
    const isGone = await services.teams.removeHost(request.team, host);
    const lead = isGone
      ? `\`${host}\` is no longer registered.`
      : `\`${host}\` was not registered, so nothing changed.`;
    return changed(services, request, lead);
  },
});

/** The servers that a team may look at. */
export const hosts = defineGroup({
  name: 'hosts',
  forAdministrators: true,
  summary: 'Servers that this team can check',
  defaultChild: 'list',
  children: [list, add, remove],
});

/** Why an address may not be looked at, as a sentence. A name is looked up with each check: its addresses change. */
async function whyRefused(host: string, { checks }: Services): Promise<string | undefined> {
  if (!/^[\d.]+$|:/.test(host)) return undefined;
  const guarded = await checks.guard(host);
  return guarded.kind === 'refused' ? guarded.why : undefined;
}

/** @throws {UserError} `bad-host` */
async function readHost(typed: string): Promise<string> {
  const { parseTarget } = await import('../src/checks/checks.ts');
  const target = parseTarget(typed);
  if (target.kind !== 'refused') return target.host;
  throw new UserError({ code: 'bad-host', message: target.why, remedy: 'For example `hosts add mail.example.org`.' });
}

async function changed({ teams }: Services, request: Request, lead: string) {
  return { ...hostsAnswer(await teams.hosts(request.team), request), lead };
}

function hostsAnswer(registered: readonly RegisteredHost[], request: Request) {
  const { name, people } = writePeople(request);
  const number = registered.length;
  return {
    title: 'Servers of this team',
    lead:
      number === 0
        ? 'No server is registered. An administrator registers one with `hosts add mail.example.org`.'
        : `${number === 1 ? 'One server is' : `${number} servers are`} registered and can be checked.`,
    sections:
      number === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [{ header: 'Host' }, { header: 'Registered by' }, { header: 'On' }],
              rows: registered.map(({ host, by, at }) => [host, name(by), at.toISOString().slice(0, 10)]),
            },
          ],
    sources: [],
    people,
    actions: registered.slice(0, 3).map(({ host }) => ({ label: `check ${host}`, command: `check ${host}` })),
  };
}
