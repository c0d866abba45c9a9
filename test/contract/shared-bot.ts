import { randomUUID } from 'node:crypto';
import type { Services } from '../../commands/services.ts';
import type { Catalogue } from '../../src/bot/catalogue.ts';
import type { DispatchEvent, Router } from '../../src/bot/router.ts';
import { createBotRouter } from '../../src/program/build-bot.ts';
import { catalogue, openTestBot } from '../commands/fixture.ts';

const { clock, services } = await openTestBot();

/** The one bot that every platform of the contract asks: the real commands over the real knowledge, on a fixed day. */
export interface SharedBot {
  readonly router: Router;
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Everything it was asked, in order. */
  readonly events: readonly DispatchEvent[];
}

/** Builds the bot. Each platform is a team of its own in one store. */
export function createSharedBot(): SharedBot {
  const events: DispatchEvent[] = [];
  const router = createBotRouter({
    catalogue,
    services,
    nowMs: () => 0,
    observe: (event) => events.push(event),
  });
  return { router, catalogue, services, zone: 'Europe/Berlin', now: () => clock.now, newId: randomUUID, events };
}
