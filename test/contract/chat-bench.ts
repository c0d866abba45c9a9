import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chat, type ChatAdapter, createChat, type PressResponder } from '../../src/chat/chat.ts';
import { nextOccurrence } from '../../src/reminders/calendar/schedule.ts';
import { createDeliveryService, type PressHow } from '../../src/reminders/delivery-service.ts';
import type { ClaimedDelivery, DeliveryItem, Poster } from '../../src/reminders/ledger.ts';
import type { Acknowledgement } from '../../src/reminders/ledger-store.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { until } from '../peers/until.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import { delivery, dueAt, item } from '../reminders/deliveries.ts';
import { createMemoryOccurrences } from '../reminders/memory-occurrences.ts';
import { resolveForTest } from '../reminders/resolve-for-test.ts';
import { type CommandState, createChatCommands } from './chat-commands.ts';
import type { ChatDriver, ChatPlatform, Person, SeenPost } from './chat-platform.ts';

/** Reminders are pressed three minutes after they were due: at 09:03. */
const pressedAt = new Date(dueAt.getTime() + 3 * 60_000);

const healthy = { isAway: false, failsToRead: false, forgets: false, wait: undefined };

/** Something a person does. */
export interface Act {
  /** Resolves once the platform no longer waits for a sign of life. */
  readonly heard: Promise<unknown>;
  /** Resolves once the bot has done all it does about it. */
  readonly done: Promise<void>;
}

/** A method of the adapter, the renderer or the responder. */
export type BrokenPart = 'answer' | 'reminder' | 'progress' | 'announce' | 'classify' | 'toError';

/** A platform, the bot on it, and the store behind the bot, which outlives it. */
export interface Bench extends Pick<ChatDriver, 'posts' | 'refuseContent' | 'fail' | 'user'> {
  readonly commands: CommandState;
  /**
   * While it is away everything rejects, or only the reading of deliveries. While `wait` is pending all of it waits. What
   * it forgets are kept answers.
   */
  readonly store: { isAway: boolean; failsToRead: boolean; forgets: boolean; wait: Promise<void> | undefined };
  /** What the platform's part of the bot gets wrong: each of these throws at once. */
  readonly broken: Set<BrokenPart>;
  /** Reminders are pressed where another team is at home than theirs, as in a direct message. */
  pressesElsewhere: boolean;
  /** Hands each event to a second process of the bot as well, at the same time. */
  replicas: 1 | 2;
  /** A new poster, as after a restart. */
  poster(): Poster;

  command(line: string, by?: Person): Act;
  mention(line: string, by?: Person): Act;
  press(post: SeenPost, label: string, by?: Person): Act;
  pressReminder(post: SeenPost, how: PressHow, by?: Person, reminder?: string): Act;
  pressUnknown(post: SeenPost): Act;
  /** The platform delivers the last event once more. */
  deliverAgain(): Promise<void>;

  /** What the bot says because of an act. */
  said(act: () => Act): Promise<SeenPost>;
  /** Runs a command for Alice, and gives its answer. */
  ask(line: string): Promise<SeenPost>;
  /** Everything new that the bot has said once an act is done; may be nothing. */
  newPosts(act: () => Promise<unknown>): Promise<readonly SeenPost[]>;
  /** A post as it is now. */
  now(post: SeenPost): Promise<SeenPost>;

  /** Lets the time pass until the bot has to announce its answer. */
  passTime(): Promise<void>;
  /** Timers that nobody has taken back. */
  timers(): number;
  /** Keeps the next update of a pressed message on its way until it is released. */
  holdUpdate(): { readonly isHeld: Promise<void>; release(): void };
  /** A new process of the bot. */
  restart(): Promise<void>;

  /** A delivery to the channel, begun now. */
  due(...reminders: readonly string[]): ClaimedDelivery;
  /** Posts reminders, and gives their post. `known: false`: the store has forgotten them. */
  remind(reminders?: readonly string[], known?: boolean): Promise<{ due: ClaimedDelivery; post: SeenPost }>;
  acknowledged(due: ClaimedDelivery): Promise<readonly Acknowledgement[]>;

  /** How many pieces of work have failed since this was asked last; each is in the log. */
  takeFailures(): number;
  /** Back to a store that answers, a line that holds, and an adapter that is whole. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the platform and a bot on it. */
export async function startChatBench(platform: ChatPlatform): Promise<Bench> {
  const { state: commands, catalogue, router } = createChatCommands();
  const folder = await mkdtemp(join(tmpdir(), 'chat-contract-'));
  const storage = await openStorage({ place: { directory: folder }, planner: createPlanner(nextOccurrence) });
  const driver = await platform.start(catalogue);
  const { team, channel } = driver;

  const store: Bench['store'] = { ...healthy };
  const stored =
    <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await store.wait;
      if (store.isAway) throw new Error('the store is away');
      return act(...args);
    };
  const occurrences = createMemoryOccurrences(() => pressedAt);
  const service = createDeliveryService({
    repository: occurrences,
    actingFor: () => occurrences,
    now: async () => pressedAt,
    zoneOf: async () => 'Europe/Berlin',
    resolveWallClock: resolveForTest,
    wake() {},
  });

  const timers = new Map<symbol, () => void>();
  /** Events for the bot in the order they came, each with the work it brought. */
  const arrived: Promise<void>[] = [];
  let expected = 0;
  let again = async () => {};
  let failures: () => number = () => 0;
  let taken = 0;

  let held: { readonly begin: () => void; readonly released: Promise<void> } | undefined;
  const holding = <Message>(respond: PressResponder<Message>): PressResponder<Message> => ({
    ...respond,
    async update(message) {
      const hold = held;
      held = undefined;
      hold?.begin();
      await hold?.released;
      await respond.update(message);
    },
  });

  const broken = new Set<BrokenPart>();
  const breaking =
    <Args extends unknown[], Result>(part: BrokenPart, act: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (broken.has(part)) throw new Error(`${part} is broken`);
      return act(...args);
    };

  const makeChat = <Event, Message>(adapter: ChatAdapter<Event, Message>): Chat<Event> => {
    let isForBot = false;
    const testAdapter: typeof adapter = {
      ...adapter,
      classify: breaking('classify', adapter.classify),
      toError: breaking('toError', adapter.toError),
      render: {
        ...adapter.render,
        answer: breaking('answer', adapter.render.answer),
        reminder: breaking('reminder', adapter.render.reminder),
        progress: breaking('progress', adapter.render.progress),
      },
      decode(event, source) {
        const decoded = adapter.decode(event, source);
        isForBot = decoded !== undefined;
        if (decoded === undefined || decoded.kind === 'platform') return decoded;
        const announce = breaking('announce', decoded.respond.announce);
        if (decoded.kind === 'asked') return { ...decoded, respond: { ...decoded.respond, announce } };
        const respond = { ...decoded.respond, announce };
        if (decoded.kind !== 'reminder') return { ...decoded, respond };
        const findTeam = async (deliveries: Parameters<typeof decoded.findTeam>[0]) =>
          bench.pressesElsewhere ? 'terminal:elsewhere' : decoded.findTeam(deliveries);
        return { ...decoded, findTeam, respond: holding(respond) };
      },
    };
    const startChat = () =>
      createChat<Event, Message>(testAdapter, {
        router,
        logger: silentLogger,
        zone: 'Europe/Berlin',
        now: () => new Date(),
        newId: randomUUID,
        administrators: new Set([driver.user('bob')]),
        deliveries: {
          press: stored(service.press),
          view: stored(async (...args) => {
            if (store.failsToRead) throw new Error('the store cannot be read');
            return service.view(...args);
          }),
          teamOf: stored(service.teamOf),
        },
        coordination: {
          firstTime: stored(storage.ledger.firstTime),
          forgetEvent: stored(storage.ledger.forgetEvent),
        },
        kept: {
          keepAnswer: stored((...args) => storage.answers.keepAnswer(...args)),
          findAnswer: stored(async (...args) => (store.forgets ? undefined : storage.answers.findAnswer(...args))),
        },
        startTimer(_delayMs, act) {
          const timer = Symbol('timer');
          timers.set(timer, () => {
            timers.delete(timer);
            act();
          });
          return () => void timers.delete(timer);
        },
      });
    const chat = startChat();
    const second = startChat();
    failures = chat.tracker.failures;
    const watched: Chat<Event> = {
      tracker: chat.tracker,
      handle(event, what, fields) {
        isForBot = false;
        // Events are decoded at once, so that it is known here whether this one is for the bot.
        const first = chat.handle(event, what, fields);
        const work =
          bench.replicas === 1 ? first : Promise.all([first, second.handle(event, what, fields)]).then(() => {});
        if (isForBot) {
          arrived.push(work);
          again = () => (newest as Chat<Event>).handle(event, what, fields);
        }
        return work;
      },
    };
    newest = watched;
    return watched;
  };
  /** The chat of the newest process. */
  let newest: unknown;
  let bot = await driver.startBot(makeChat);

  const act = (send: () => Promise<unknown>): Act => {
    const index = expected;
    expected += 1;
    const heard = send();
    heard.catch(() => {});
    const done = until('the event to arrive', () => arrived.length > index).then(() => arrived[index]);
    return { heard, done };
  };
  const idle = async () => {
    await Promise.all(arrived);
  };
  const newSince = async (before: readonly SeenPost[]) => {
    const known = new Set(before.map(({ id }) => id));
    return (await driver.posts()).filter(({ id, text }) => !known.has(id) && text !== '');
  };
  const due: Bench['due'] = (...reminders) => {
    const target = { kind: 'channel', id: channel } as const;
    const items = (reminders.length === 0 ? ['r7k2'] : reminders).map(
      (id): DeliveryItem => item({ id, team, target, createdBy: driver.user('alice') }),
    );
    return delivery(items, { team, target, attemptStartedAt: new Date() });
  };

  const bench: Bench = {
    commands,
    store,
    broken,
    replicas: 1,
    pressesElsewhere: false,
    posts: driver.posts,
    refuseContent: driver.refuseContent,
    fail: driver.fail,
    user: driver.user,
    poster: driver.poster,
    command: (line, by = 'alice') => act(() => driver.command(line, by)),
    mention: (line, by = 'alice') => act(() => driver.mention(line, by)),
    press: (post, label, by = 'alice') => act(() => driver.press(post, label, by)),
    pressReminder: (post, how, by = 'alice', reminder = 'r7k2') =>
      act(() => driver.pressReminder(post, reminder, how, by)),
    pressUnknown: (post) => act(() => driver.pressUnknown(post, 'alice')),
    async deliverAgain() {
      expected += 1;
      await again();
    },
    async said(does) {
      const before = await driver.posts();
      await does().done;
      return until('the bot to say something', async () => (await newSince(before))[0]);
    },
    ask: (line) => bench.said(() => bench.command(line)),
    async newPosts(does) {
      const before = await driver.posts();
      await does();
      return newSince(before);
    },
    async now({ id }) {
      const post = (await driver.posts()).find((each) => each.id === id);
      if (post === undefined) throw new Error('The post is gone');
      return post;
    },
    async passTime() {
      await until('a timer', () => timers.size > 0);
      for (const pass of [...timers.values()]) pass();
    },
    timers: () => timers.size,
    holdUpdate() {
      const { promise: isHeld, resolve: begin } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      held = { begin, released };
      return { isHeld, release };
    },
    async restart() {
      await idle();
      await bot.stop();
      taken -= failures();
      bot = await driver.startBot(makeChat);
    },
    due,
    async remind(reminders = [], known = true) {
      // The notes of the post are about the time it was due.
      const begun = { ...due(...reminders), attemptStartedAt: dueAt };
      if (known) occurrences.put(begun);
      const before = await driver.posts();
      const result = await driver.poster().post(begun, { late: false });
      if (result.kind !== 'posted') throw new Error(`Not posted: ${JSON.stringify(result)}`);
      return { due: begun, post: await until('the post', async () => (await newSince(before))[0]) };
    },
    acknowledged: ({ id }) => occurrences.acknowledgements(team, id),
    takeFailures() {
      const count = failures() - taken;
      taken = failures();
      return count;
    },
    async reset() {
      Object.assign(store, healthy);
      broken.clear();
      for (const call of ['post', 'history', 'announce', 'update', 'edit', 'share'] as const) driver.fail(call);
      bench.replicas = 1;
      bench.pressesElsewhere = false;
      commands.gate.resolve();
      await idle();
      commands.gate = Promise.withResolvers();
      commands.changed.length = 0;
    },
    async stop() {
      await idle();
      await bot.stop();
      await driver.stop();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bench;
}
