import { z } from 'zod';
import type { Answer } from '../../src/bot/answer.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { argument, type Command, type Leaf } from '../../src/bot/command.ts';
import { matchSuggestions } from '../../src/bot/complete.ts';
import { UserError } from '../../src/bot/errors.ts';
import type { Input, Request, Role } from '../../src/bot/request.ts';
import { createRouter, type DispatchEvent } from '../../src/bot/router.ts';

/** An answer that shows what a command was given. */
export function echo(value: unknown): Answer {
  return { title: 'Echo', lead: JSON.stringify(value), sections: [], sources: [] };
}

/** A command after the pattern of `firewall rules`: every way of writing an argument. */
export const rules: Leaf<object> = {
  name: 'rules',
  aliases: ['list'],
  summary: 'Rules to paste',
  access: 'everyone',
  examples: ['firewall rules imap from 10.0.0.0/8'],
  arguments: z.object({
    services: argument(z.array(z.string()).default([]), {
      written: 'position',
      description: 'Services',
      placeholder: 'service',
    }),
    format: argument(z.enum(['nftables', 'ufw', 'json']).default('ufw'), {
      written: 'position',
      description: 'Format',
    }),
    direction: argument(z.enum(['inbound', 'outbound']).optional(), {
      written: 'position',
      description: 'Direction',
      synonyms: { in: 'inbound', out: 'outbound' },
    }),
    from: argument(z.array(z.string()).default([]), {
      written: 'keyword',
      description: 'Networks',
      placeholder: 'CIDR',
    }),
    to: argument(z.string().optional(), { written: 'keyword', description: 'A host', placeholder: 'HOST' }),
    limit: argument(z.number().int().max(10).optional(), { written: 'keyword', description: 'How many' }),
    force: argument(z.boolean().optional(), { written: 'keyword', description: 'Without asking' }),
  }) as never,
  run: (args) => echo(args),
};

const note: Leaf<object> = {
  name: 'note',
  summary: 'Keeps a text',
  access: 'everyone',
  examples: ['note in 2h look at the queue'],
  arguments: z.object({
    zone: argument(z.string().optional(), {
      written: 'keyword',
      description: 'Zone',
      // As from a store: answered later.
      suggest: async ({ typed }) => matchSuggestions(typed, [{ value: 'Europe/Berlin' }, { value: 'UTC' }]),
    }),
    days: argument(z.array(z.number()).optional(), { written: 'keyword', description: 'Days' }),
    text: argument(z.string().min(3), { written: 'rest', description: 'The text' }),
  }) as never,
  run: (args) => echo(args),
};

const purge: Leaf<object> = {
  name: 'purge',
  summary: 'For administrators',
  access: 'administrator',
  examples: ['purge'],
  arguments: z.object({}),
  run: () => echo('purged'),
};

const broken: Leaf<object> = {
  name: 'broken',
  summary: 'Throws',
  access: 'everyone',
  examples: ['broken'],
  arguments: z.object({}),
  run: () => {
    throw new TypeError('secret detail');
  },
};

/** Answers a line no command claims; in another command's place only where it ends in a question mark. */
const say: Leaf<object> = {
  name: 'say',
  summary: 'Takes any line',
  access: 'everyone',
  examples: ['say anything'],
  arguments: z.object({ line: argument(z.string(), { written: 'rest', description: 'The line' }) }) as never,
  run: ({ line }, { refused }) => {
    if (String(line).endsWith('break?')) throw new TypeError('secret detail');
    if (refused !== undefined && !String(line).endsWith('?')) {
      throw new UserError({ code: 'not-sure', outcome: 'unknown', message: 'Not sure.', remedy: 'Or this?' });
    }
    return echo({ line, ...(refused === undefined ? {} : { refused }) });
  },
};

/** Works when typed, and is listed nowhere. */
const pressed: Leaf<object> = {
  ...purge,
  name: 'pressed',
  access: 'everyone',
  hidden: true,
  run: () => echo('pressed'),
};

export const commands: readonly Command<object>[] = [
  { name: 'firewall', summary: 'Firewall', defaultChild: 'rules', children: [rules] },
  note,
  purge,
  broken,
  { ...purge, name: 'help', access: 'everyone', run: () => echo('help') },
  say,
  pressed,
  {
    name: 'store',
    summary: 'Store',
    defaultChild: 'put',
    children: [{ ...note, name: 'put', changes: true }, pressed],
  },
];

export const catalogue = createCatalogue(commands);

/** A request as a platform would make it. */
export function requestOf(input: Input | string, role: Role = 'member'): Request {
  return {
    id: 'r1',
    team: 'terminal:local',
    actor: { id: 'u1', role },
    conversation: { id: 'c1', private: true },
    zone: 'UTC',
    receivedAt: new Date('2026-11-22T12:00:00Z'),
    capabilities: { prefix: '', buttons: false, files: false },
    input: typeof input === 'string' ? { kind: 'text', text: input } : input,
  };
}

/** A router over these commands, with what it reported. */
export function routerWithEvents(fallback?: string) {
  const events: DispatchEvent[] = [];
  const router = createRouter({
    catalogue,
    services: {},
    emptyCommand: 'help',
    botNames: ['/bot', 'bot'],
    ...(fallback === undefined ? {} : { fallback }),
    nowMs: () => 0,
    observe: (event) => events.push(event),
  });
  return { router, events };
}
