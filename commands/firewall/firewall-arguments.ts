import { z } from 'zod';
import { formatAliases, formatIds } from '../../knowledge/knowledge.ts';
import { argument, matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';
import { suggestPorts } from '../vocabulary/terms.ts';

/** The arguments every firewall command has. */
export const firewallArguments = {
  services: argument(z.array(z.string().max(100)).max(60).default([]), {
    written: 'position',
    description: "Services or ports, or all; leave out to use the team's profile",
    placeholder: 'service|port|all',
    suggest: suggestRuleServices,
  }),
  format: argument(z.enum(formatIds).optional(), {
    written: 'position',
    description: "Format of the rules; by default the team's, else Windows",
    synonyms: formatAliases,
  }),
  direction: argument(z.enum(['inbound', 'outbound']).optional(), {
    written: 'position',
    description: 'Only one direction',
    synonyms: { in: 'inbound', out: 'outbound', incoming: 'inbound', outgoing: 'outbound' },
  }),
  from: argument(z.array(z.string().max(100)).max(64).default([]), {
    written: 'keyword',
    description: 'Networks or addresses that may connect; leave out for anybody',
    placeholder: 'CIDR',
  }),
  to: argument(z.string().max(100).optional(), {
    written: 'keyword',
    description: "The mail server's own address, for a firewall in front of it",
    placeholder: 'HOST',
  }),
  folder: argument(z.string().max(200).optional(), {
    written: 'keyword',
    description: "MDaemon's install folder, for the Windows formats",
    placeholder: 'PATH',
  }),
  era: argument(z.enum(['then', 'now']).default('now'), {
    written: 'position',
    description: 'The list of 2008 to 2010 (then) or MDaemon today (now)',
  }),
};

/** The arguments after parsing. */
export type FirewallArguments = z.output<z.ZodObject<typeof firewallArguments>>;

/** Completes what rules can be made for: services and ports, or all of them. */
function suggestRuleServices(context: SuggestContext<Services>): Suggestion[] {
  return matchSuggestions(context.typed, [
    { value: 'all', hint: 'Everything MDaemon needs' },
    ...suggestPorts(context),
  ]);
}
