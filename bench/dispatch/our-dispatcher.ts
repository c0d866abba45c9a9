import { z } from 'zod';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { argument, type Command } from '../../src/bot/command.ts';
import type { Request } from '../../src/bot/request.ts';
import { createRouter } from '../../src/bot/router.ts';
import type { Dispatcher } from './dispatcher.ts';

/** Our router over commands that do nothing, each with a schema of its own after the pattern of `ports`. */
export function createOurDispatcher(count: number): Dispatcher {
  const catalogue = createCatalogue<object>(Array.from({ length: count }, (_, number) => commandOf(number)));
  const router = createRouter({ catalogue, services: {}, emptyCommand: 'command-0', nowMs: () => performance.now() });
  const receivedAt = new Date();
  return {
    count,
    async dispatch(command) {
      const request: Request = {
        id: 'r1',
        team: 'slack:T01TEST',
        actor: { id: 'U01ALICE', role: 'member' },
        conversation: { id: 'C01GEN', private: false },
        zone: 'UTC',
        receivedAt,
        capabilities: { prefix: '/mdaemon ', buttons: true, files: false },
        input: { kind: 'text', text: `command-${command} activesync inbound` },
      };
      const { outcome } = await router.dispatch(request);
      if (outcome !== 'answered') throw new Error(`command-${command}: ${outcome}`);
    },
  };
}

function commandOf(number: number): Command<object> {
  const answer = { title: '', lead: '', sections: [], sources: [] };
  return {
    name: `command-${number}`,
    summary: 'Does nothing',
    access: 'everyone',
    examples: [`command-${number} activesync inbound`],
    arguments: z.object({
      what: argument(z.array(z.string().max(100)).max(40).default([]), { written: 'position', description: 'What' }),
      direction: argument(z.enum(['inbound', 'outbound', 'all']).default('all'), {
        written: 'position',
        description: 'Direction',
      }),
      transport: argument(z.enum(['tcp', 'udp']).optional(), { written: 'position', description: 'Transport' }),
    }),
    run: () => answer,
  };
}
