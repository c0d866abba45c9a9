import { createDiscordPoster } from '../../../src/platforms/discord/discord-adapter.ts';
import { createDeliveryService, type DeliveryService } from '../../../src/reminders/delivery-service.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import type { ClaimedDelivery, DeliveryItem, Target } from '../../../src/reminders/ledger.ts';
import { type DiscordProxy, startDiscordProxy } from '../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { delivery, dueAt, item } from '../../reminders/deliveries.ts';
import { createMemoryOccurrences, type MemoryOccurrences } from '../../reminders/memory-occurrences.ts';
import { resolveForTest } from '../../reminders/resolve-for-test.ts';
import { silentLogger } from '../slack/silent-logger.ts';
import { textOf } from './shown.ts';
import { startTestDiscord, type TestDiscord } from './start-test-discord.ts';

const pressedAt = new Date(dueAt.getTime() + 3 * 60_000);

/** A bot on the twin that answers the buttons of reminders, three minutes after they were due. */
export interface ReminderBench {
  readonly twin: DiscordTwin;
  readonly proxy: DiscordProxy;
  readonly book: MemoryOccurrences;
  readonly real: DeliveryService;
  /** What is asked at each press: `real`, or what a test puts in its place. */
  deliveries: DeliveryService;
  /** How much later Discord thinks it is. */
  aheadMs: number;
  bot(): TestDiscord;
  /** Posts reminders of the server, and gives their post. */
  posted(
    items?: readonly DeliveryItem[],
    target?: Target,
    where?: string,
  ): Promise<{ readonly due: ClaimedDelivery; readonly post: TwinMessage }>;
  /** The post of a delivery, once it says this. */
  shown(due: ClaimedDelivery, says: string, where?: string): Promise<TwinMessage>;
  /** The body of the newest call of a route. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever was sent
  newest(route: string): any;
  /** Back to `real` and to the clock as it is; failures are counted from here. */
  reset(): void;
  /** The codes of what has failed since then, or since this was asked last. */
  newFailures(): readonly string[];
  stop(): Promise<void>;
}

/** The id of Done below a reminder. */
export function doneId({ id }: ClaimedDelivery, reminder = 'r7k2'): string {
  return `reminder:done:${id}:${reminder}`;
}

/** Starts it. */
export async function startReminderBench(): Promise<ReminderBench> {
  const twin = await startDiscordTwin();
  const proxy = await startDiscordProxy(twin, { now: () => Date.now() + bench.aheadMs });
  const book = createMemoryOccurrences(() => pressedAt);
  const real = createDeliveryService({
    repository: book,
    actingFor: () => book,
    now: async () => pressedAt,
    zoneOf: async () => 'Europe/Berlin',
    resolveWallClock: resolveForTest,
    wake() {},
  });
  const asked: DeliveryService = {
    press: (press) => bench.deliveries.press(press),
    view: (team, id) => bench.deliveries.view(team, id),
    teamOf: (id, person) => bench.deliveries.teamOf(id, person),
  };
  const start = () =>
    startTestDiscord(twin, {
      restUrl: proxy.restUrl,
      deliveries: asked,
      administrators: new Set([twin.user('bob')]),
    });
  let failuresBefore: ReadonlyMap<string, number> = new Map();
  const config = { token: twin.token, apiUrl: proxy.restUrl };
  const poster = createDiscordPoster({ config, logger: silentLogger, view: viewDelivery, now: () => dueAt });
  const bench: ReminderBench = {
    twin,
    proxy,
    book,
    real,
    deliveries: real,
    aheadMs: 0,
    bot: () => bot,
    async posted(items = [item()], target = { kind: 'channel', id: twin.channel() }, where) {
      const team = `discord:${twin.guild}` as const;
      const owned = items.map((each): DeliveryItem => ({ ...each, reminder: { ...each.reminder, team } }));
      const due = delivery(owned, { team, target });
      book.put(due);
      const result = await poster.post(due, { late: false });
      if (result.kind !== 'posted') throw new Error(`It was not posted: ${result.reason}`);
      return { due, post: await bench.shown(due, '', where) };
    },
    shown: (due, says, where) =>
      until(`the post to say ${says}`, async () =>
        (await twin.messages(where)).find(
          (message) => JSON.stringify(message.components).includes(due.id) && textOf(message).includes(says),
        ),
      ),
    newest: (route) => proxy.calls.findLast((call) => call.route === route)?.body,
    reset() {
      bench.deliveries = real;
      bench.aheadMs = 0;
      failuresBefore = new Map(bot.failures());
    },
    newFailures() {
      const codes = [...bot.failures()].filter(([code, count]) => count > (failuresBefore.get(code) ?? 0));
      failuresBefore = new Map(bot.failures());
      return codes.map(([code]) => code);
    },
    async stop() {
      await bot.stop();
      await proxy.stop();
      await twin.stop();
    },
  };
  const bot = await start();
  return bench;
}
