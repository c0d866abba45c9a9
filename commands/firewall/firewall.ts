import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { defineCommand, defineGroup } from '../services.ts';
import { firewallArguments } from './firewall-arguments.ts';

const rules = defineCommand({
  name: 'rules',
  summary: 'Write rules for services in your firewall’s format',
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

const diff = defineCommand({
  name: 'diff',
  aliases: ['compare'],
  summary: 'Compare your rules or open ports with what you need',
  access: 'everyone',
  // Half a rule set looks like a whole one.
  exact: true,
  examples: ['firewall diff activesync imap have 25 80 443/tcp 1000', 'firewall diff smtp dns nftables have 25'],
  takesInput: true,
  arguments: z.object({
    ...firewallArguments,
    outside: argument(z.array(z.string().max(40)).max(8).default([]), {
      written: 'keyword',
      description: 'Interfaces that face the internet, as named in the rules',
      placeholder: 'INTERFACE',
    }),
    have: argument(z.string().optional(), {
      written: 'rest',
      description: 'Your rules or open ports: pasted, piped in or attached',
      placeholder: 'RULES',
    }),
  }),
  // The formats and readers take time to load, and most answers need none of them.
  run: async (args, context) => (await import('./compare-rules.ts')).compareRules(args, context),
});

const undo = defineCommand({
  name: 'undo',
  aliases: ['remove'],
  summary: 'Remove the rules that the same command wrote',
  access: 'everyone',
  // Half a rule set looks like a whole one.
  exact: true,
  examples: ['firewall undo activesync imap', 'firewall undo smtp dns nftables'],
  arguments: z.object(firewallArguments),
  // The formats and readers take time to load, and most answers need none of them.
  run: async (args, context) => (await import('./write-rules.ts')).writeUndo(args, context),
});

/** Firewall rules: made, compared with what there is, and removed again. */
export const firewall = defineGroup({
  name: 'firewall',
  aliases: ['fw'],
  summary: 'Firewall rules: write, compare, undo',
  defaultChild: 'rules',
  children: [rules, diff, undo],
});
