import { z } from 'zod';
import { formatAliases, formatIds } from '../knowledge/knowledge.ts';
import { argument, type Request, requireAdministrator, UserError } from '../src/bot/bot.ts';
import type { Target } from '../src/reminders/reminders.ts';
import type { TeamSettings } from '../src/teams/teams.ts';
import { defineCommand, defineGroup } from './services.ts';
import { requireZone, suggestZones } from './vocabulary/dates.ts';
import { resolveTarget, writableHere } from './vocabulary/targets.ts';

const show = defineCommand({
  name: 'show',
  summary: 'Show this team’s settings',
  access: 'member',
  examples: ['settings'],
  arguments: z.object({}),
  run: async (_args, { request, services }) => settingsAnswer(await services.teams.settings(request.team), request),
});

const set = defineCommand({
  name: 'set',
  summary: 'Set the zone, the channel for reminders, the rule format',
  access: 'administrator',
  membersMayChange: true,
  changes: true,
  examples: ['settings set zone Europe/Berlin', 'settings set format nftables'],
  arguments: z.object({
    zone: argument(z.string().max(60).optional(), {
      written: 'keyword',
      description: 'An IANA time zone',
      placeholder: 'ZONE',
      suggest: suggestZones,
    }),
    channel: argument(z.string().max(100).optional(), {
      written: 'keyword',
      description: 'Where reminders go by default',
      placeholder: '#channel',
    }),
    format: argument(z.enum(formatIds).optional(), {
      written: 'keyword',
      description: 'The format of firewall rules',
      synonyms: formatAliases,
    }),
    members: argument(z.enum(['may-change', 'may-not-change']).optional(), {
      written: 'keyword',
      description: 'Whether members may change what others made',
    }),
  }),
  async run({ zone, channel, format, members }, { request, services }) {
    const { team, actor } = request;
    // Members who may change things must not decide for how long.
    if (members !== undefined) requireAdministrator(actor);
    if (zone === undefined && channel === undefined && format === undefined && members === undefined) {
      throw new UserError({
        code: 'nothing-to-set',
        message: 'Say what to set: `zone`, `channel`, `format` or `members`.',
        remedy: 'For example `settings set zone Europe/Berlin`.',
      });
    }
    const chosen = channel === undefined ? undefined : resolveTarget(channel, request);
    if (chosen !== undefined) {
      requireSharedChannel(chosen, request);
      await services.reminders.requireTarget(team, chosen, actor, writableHere(request));
    }
    const patch = {
      ...(zone === undefined ? {} : { zone: requireZone(zone) }),
      ...(chosen === undefined ? {} : { defaultChannel: chosen.id }),
      ...(format === undefined ? {} : { firewallFormat: format }),
      ...(members === undefined ? {} : { membersMayChange: members === 'may-change' }),
    };
    await services.teams.saveSettings(team, patch, { by: actor.id, at: await services.reminders.now() });
    return settingsAnswer(await services.teams.settings(team), request);
  },
});

/** Shows and changes a team's settings. */
export const settings = defineGroup({
  name: 'settings',
  aliases: ['setting'],
  summary: 'This team’s settings: zone, channel for reminders, rule format',
  defaultChild: 'show',
  children: [show, set],
});

function requireSharedChannel({ kind, id }: Target, { conversation }: Request): void {
  if (kind !== 'person' && !(conversation.private && kind === 'channel' && id === conversation.id)) return;
  throw new UserError({
    code: 'not-a-channel',
    message: 'The reminders of a whole team go to a channel, not to one person.',
    remedy: 'Name a channel that I am in: `settings set channel #operations`.',
  });
}

function settingsAnswer({ zone, defaultChannel, firewallFormat, membersMayChange }: TeamSettings, request: Request) {
  const here =
    request.conversation.id === defaultChannel ? 'this channel' : (defaultChannel ?? 'wherever they are made');
  return {
    title: 'Settings of this team',
    lead: `Times are in ${zone ?? request.zone}${zone === undefined ? ' (the bot’s own zone)' : ''}; reminders go to ${here}; firewall rules are for ${firewallFormat ?? 'Windows'}.`,
    sections: [
      {
        kind: 'table' as const,
        columns: [{ header: 'Setting' }, { header: 'Value' }],
        rows: [
          ['zone', zone ?? `${request.zone} (not set)`],
          ['channel', defaultChannel ?? 'not set'],
          ['format', firewallFormat ?? 'windows (not set)'],
          ['members', membersMayChange === true ? 'can change things' : 'can’t change what others made'],
        ],
      },
    ],
    sources: [],
    actions: [{ label: 'Profile', command: 'profile' }],
  };
}
