import { z } from 'zod';
import { defineCommand } from '../services.ts';
import { firewallArguments } from './arguments.ts';

/** Firewall rules for services, in a firewall's own language. */
export const rules = defineCommand({
  name: 'rules',
  summary: 'Firewall rules for services, in the language of your firewall',
  access: 'everyone',
  // Half a rule set looks like a whole one.
  exact: true,
  examples: [
    'firewall activesync imap',
    'firewall smtp dns nftables',
    'firewall remote administration from 10.0.0.0/8',
    'firewall all cisco to 192.0.2.25',
    'firewall bes outbound then',
  ],
  arguments: z.object(firewallArguments),
  // The formats and readers take time to load, and most answers need none of them.
  run: async (args, context) => (await import('./write-rules.ts')).writeRules(args, context),
});
