import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { defineCommand } from '../services.ts';
import { firewallArguments } from './arguments.ts';

/** What existing rules lack, and what they open without need. */
export const diff = defineCommand({
  name: 'diff',
  aliases: ['compare'],
  summary: 'What your rules or open ports lack, and what is open without need',
  access: 'everyone',
  // Half a rule set looks like a whole one.
  exact: true,
  examples: ['firewall diff activesync imap have 25 80 443/tcp 1000', 'firewall diff smtp dns nftables have 25'],
  takesInput: true,
  arguments: z.object({
    ...firewallArguments,
    have: argument(z.string().optional(), {
      written: 'rest',
      description: 'Existing rules or open ports, pasted; or pipe or attach them',
      placeholder: 'RULES',
    }),
  }),
  // The formats and readers take time to load, and most answers need none of them.
  run: async (args, context) => (await import('./compare-rules.ts')).compareRules(args, context),
});
