import { z } from 'zod';
import { argument, matchSuggestions, type SuggestContext } from '../../src/bot/bot.ts';
import { defineCommand, type Services } from '../services.ts';
import { suggestPorts } from '../vocabulary/terms.ts';

/** Looks at a real server: its ports, greetings, certificates and DNS records, from where the bot runs. */
export const check = defineCommand({
  name: 'check',
  summary: 'Check a real server: ports, certificates, DNS',
  access: 'member',
  examples: ['check mail.example.org', 'check mail.example.org activesync imap', 'check mail.example.org smtp'],
  arguments: z.object({
    host: argument(z.string().max(300), {
      written: 'position',
      description: 'The server, by name or address',
      placeholder: 'HOST',
      suggest: suggestHosts,
    }),
    services: argument(z.array(z.string().max(60)).max(40).default([]), {
      written: 'position',
      description: 'Services to check, or all; leave out to use your profile',
      placeholder: 'service',
      suggest: suggestPorts,
    }),
  }),
  // The sockets, TLS and DNS behind it are loaded with the first check.
  run: async (args, context) => (await import('./check-host.ts')).checkHost(args, context),
});

/** Completes the hosts that the team registered. */
export async function suggestHosts({ typed, services, request }: SuggestContext<Services>) {
  const hosts = await services.teams.hosts(request.team);
  return matchSuggestions(
    typed,
    hosts.map(({ host }) => ({ value: host })),
  );
}
