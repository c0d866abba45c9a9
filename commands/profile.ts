import { z } from 'zod';
import { argument, quote, UserError } from '../src/bot/bot.ts';
import type { TeamProfile } from '../src/teams/teams.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, defineGroup } from './services.ts';
import { clockHour } from './vocabulary/phrases.ts';
import { resolveTerms, suggestPorts } from './vocabulary/terms.ts';
import { requireVersion } from './vocabulary/versions.ts';

const show = defineCommand({
  name: 'show',
  summary: 'What this team has said about its server',
  access: 'member',
  examples: ['profile'],
  arguments: z.object({}),
  run: async (_args, { request, services }) => profileAnswer(await services.teams.profile(request.team)),
});

const set = defineCommand({
  name: 'set',
  summary: 'Say the MDaemon version and the services in use',
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
    return profileAnswer(await services.teams.profile(team));

    function serviceIds(words: readonly string[]): readonly string[] {
      const terms = resolveTerms(words, services.knowledge.current());
      const unknown = terms.flatMap((term) =>
        term.kind === 'service' ? [] : [term.kind === 'port' ? String(term.port) : term.text],
      );
      if (unknown.length > 0) {
        throw new UserError({
          code: 'service-not-known',
          outcome: 'unknown',
          message: `I know no service ${joinWords(
            unknown.map((word) => quote(word, 40)),
            'or',
          )}.`,
          remedy: 'Name services such as `smtp`, `imap` or `activesync`; nothing was changed.',
        });
      }
      return terms.flatMap((term) => (term.kind === 'service' ? [term.service.id] : []));
    }
  },
});

/** Shows and changes a team's profile of its server. */
export const profile = defineGroup({
  name: 'profile',
  summary: 'Your server: its version, services in use, how it updates',
  defaultChild: 'show',
  children: [show, set],
});

function profileAnswer({ version, services = [], updatePolicy }: TeamProfile) {
  const policy =
    updatePolicy === undefined
      ? 'not said'
      : updatePolicy.mode === 'off'
        ? 'off, looked for by hand'
        : `on${updatePolicy.hour === undefined ? '' : ` at ${clockHour(updatePolicy.hour)}`}`;
  return {
    title: 'Your server',
    lead: `MDaemon ${version ?? '(version not said)'}; services: ${services.length === 0 ? 'not said' : joinWords(services)}; automatic updates: ${policy}.`,
    sections: [],
    sources: [],
    actions: [
      ...(version === undefined ? [] : [{ label: `Advisories for ${version}`, command: 'advisories' }]),
      { label: 'Settings', command: 'settings' },
      { label: 'Updates', command: 'updates' },
    ],
  };
}
