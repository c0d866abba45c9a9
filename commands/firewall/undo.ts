import { z } from 'zod';
import { defineCommand } from '../services.ts';
import { firewallArguments } from './arguments.ts';

/** What removes exactly the rules that the same question made. */
export const undo = defineCommand({
  name: 'undo',
  aliases: ['remove'],
  summary: 'The commands that remove exactly the rules the same question made',
  access: 'everyone',
  // Half a rule set looks like a whole one.
  exact: true,
  examples: ['firewall undo activesync imap', 'firewall undo smtp dns nftables'],
  arguments: z.object(firewallArguments),
  // The formats and readers take time to load, and most answers need none of them.
  run: async (args, context) => (await import('./write-undo.ts')).writeUndo(args, context),
});
