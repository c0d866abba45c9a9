import type { Services } from '../commands/services.ts';
import { createRouter, type Router, type RouterOptions } from './bot/router.ts';

/** The router with what this bot is called, and with what it does about lines that no command claims. */
export function createBotRouter(
  options: Pick<RouterOptions<Services>, 'catalogue' | 'services' | 'nowMs' | 'observe'>,
): Router {
  return createRouter({
    ...options,
    emptyCommand: 'help',
    botNames: ['mdaemon', '/mdaemon', '@mdaemon'],
    fallback: 'ask',
  });
}
