import { createDiscordPoster } from '../../../src/platforms/discord/discord-adapter.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { ClaimedDelivery, DeliveryItem, Poster } from '../../../src/reminders/ledger.ts';
import { type DiscordProxy, type DiscordProxyOptions, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { delivery, item } from '../../reminders/deliveries.ts';
import { silentLogger } from '../slack/silent-logger.ts';

/** A poster over the twin, with the proxy in between. */
export interface TestPoster {
  readonly twin: DiscordTwin;
  readonly proxy: DiscordProxy;
  readonly poster: Poster;
  /** Another poster of the same kind, at another address, with another token or another time-out. */
  posterAt(apiUrl: string, token?: string, timeoutMs?: number): Poster;
  /** A delivery to a channel by its name, begun now. */
  due(channel?: string, items?: readonly DeliveryItem[], more?: Partial<ClaimedDelivery>): ClaimedDelivery;
  /** A delivery to a person by their name. */
  duePerson(name: string): ClaimedDelivery;
  /** The posts of a delivery, as the twin has them. */
  posts(of: ClaimedDelivery, channel?: string): Promise<readonly TwinMessage[]>;
  /** The routes called since the last time this was asked. */
  newCalls(): readonly string[];
  stop(): Promise<void>;
}

/** Starts them. The default time-out is one that no slow machine reaches. */
export async function startTestPoster(
  defaultTimeoutMs = 30_000,
  options: DiscordProxyOptions = {},
): Promise<TestPoster> {
  const twin = await startDiscordTwin();
  const proxy = await startDiscordProxy(twin, options);
  const posterAt = (apiUrl: string, token = twin.token, timeoutMs = defaultTimeoutMs) =>
    createDiscordPoster({
      config: { token, apiUrl },
      logger: silentLogger,
      view: viewDelivery,
      now: () => new Date(),
      timeoutMs,
    });
  const team = `discord:${twin.guild}` as const;
  let seen = 0;
  return {
    twin,
    proxy,
    posterAt,
    poster: posterAt(proxy.restUrl),
    due(channel, items = [item({ team })], more = {}) {
      const target = { kind: 'channel', id: twin.channel(channel) } as const;
      return delivery(items, { team, target, attemptStartedAt: new Date(), ...more });
    },
    duePerson(name) {
      const target = { kind: 'person', id: twin.user(name) } as const;
      return delivery([item({ team, target })], { team, target, attemptStartedAt: new Date() });
    },
    posts: async ({ id }, channel) =>
      (await twin.messages(channel)).filter(({ components }) => JSON.stringify(components).includes(id)),
    newCalls() {
      const routes = proxy.calls.slice(seen).map(({ route }) => route);
      seen = proxy.calls.length;
      return routes;
    },
    async stop() {
      await proxy.stop();
      await twin.stop();
    },
  };
}
