import { authoriseControl, errorReply, type Logger, type Router, traced, UserError } from '../bot/bot.ts';
import type { Coordination, DeliveryService } from '../reminders/reminders.ts';
import { type StartTimer, startTimer } from '../time/time.ts';
import { createFindActor } from './actors.ts';
import type {
  ChatAdapter,
  ChatEvent,
  HandledByPlatform,
  PagePressed,
  ReminderPressed,
  RequestSource,
  SharePressed,
  StopPressed,
} from './adapter.ts';
import { answerAsked } from './answering.ts';
import type { ChatContext, KeptAnswers } from './chat-context.ts';
import { createExpiringMap, createSeenEvents } from './expiring-map.ts';
import { guardClassify } from './failures.ts';
import { answerReminderPress } from './pressing.ts';
import { stopCommand } from './progress.ts';
import type { RecordEvent, Recording } from './recording.ts';
import { createRequestCounter, defaultRequestLimits, type RequestLimits } from './request-limits.ts';
import { shareAnswer, turnPage } from './share-and-pages.ts';
import { createWorkTracker, type WorkTracker } from './work-tracker.ts';

/** The parts of a chat that are the same for every platform. */
export interface ChatOptions {
  readonly router: Router;
  readonly logger: Logger;
  /** The IANA zone that dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  /** A new request id: short, without blanks. */
  readonly newId: () => string;
  /** The platform's ids of the people the operator named as administrators. Default: nobody. */
  readonly administrators?: ReadonlySet<string> | undefined;
  /** Where presses below reminders are recorded. Left out: there are none. */
  readonly deliveries?: DeliveryService | undefined;
  /** What replicas settle among themselves: who answers an event, who shares an answer. Default: there are none. */
  readonly coordination?: Pick<Coordination, 'firstTime' | 'forgetEvent'> | undefined;
  /** Where answers that cannot be made again outlive a restart. Default: they are kept in memory only. */
  readonly kept?: KeptAnswers | undefined;
  /** Keeps every event that is for the bot, so that it can be replayed. Default: none is kept. */
  readonly record?: RecordEvent | undefined;
  /** How many requests are answered in a minute. */
  readonly requestLimits?: RequestLimits | undefined;
  /** Default: a timer of the process. */
  readonly startTimer?: StartTimer | undefined;
}

/** A platform's events, answered. */
export interface Chat<Event> {
  /**
   * Answers one event. It never rejects: what goes wrong is logged and counted.
   *
   * @param what cannot be done where it fails, for the log: `Cannot answer a message`
   * @param fields for the log, such as the platform's id of the event
   */
  handle(event: Event, what: string, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Runs other work of the platform's, and counts and drains all of it. */
  readonly tracker: WorkTracker;
}

/** Answers that cannot be made again stay in memory this long, and so many of them. */
const recentMs = 60 * 60_000;
const recentAnswers = 300;
/** Discord asks for completions at every key. */
const keysPerRequest = 20;
/** Where no store remembers what was done, memory does, for a few bytes each. */
const rememberedEvents = 10_000;

/** Builds the chat around a platform's adapter. Its memory is bounded. */
export function createChat<Event, Message>(given: ChatAdapter<Event, Message>, options: ChatOptions): Chat<Event> {
  const adapter = { ...given, classify: guardClassify(given.classify) };
  const { router, logger, zone, now, newId, administrators = new Set<string>() } = options;
  const tracker = createWorkTracker({ platform: adapter.platform, logger, toError: adapter.toError });
  const seen = createSeenEvents(now);
  /** Events for somebody else are not recorded; those that cannot be read are. */
  const decode = (event: Event, source: RequestSource): ChatEvent<Message> | undefined => {
    let isForBot = true;
    try {
      const decoded = adapter.decode(event, source);
      isForBot = decoded !== undefined;
      return decoded;
    } finally {
      if (isForBot && options.record !== undefined) keepRecording(options.record, event, source);
    }
  };
  /** A recording that fails costs nobody an answer. */
  const keepRecording = (record: RecordEvent, event: Event, source: RequestSource): void => {
    try {
      record(recordingOf(adapter, event, source), source.newId());
    } catch (error) {
      logger.error({ err: error, platform: adapter.platform }, 'An event could not be recorded');
    }
  };
  const memory = { maxAgeMs: recentMs, maxEntries: recentAnswers, now };
  const findActor = createFindActor(adapter, now);
  const limits = options.requestLimits ?? defaultRequestLimits;
  const counter = createRequestCounter(limits, now);
  const completions = createRequestCounter(
    { person: limits.person * keysPerRequest, team: limits.team * keysPerRequest },
    now,
  );
  const context: ChatContext<Message> = {
    adapter,
    dispatch: async (request, controls) =>
      router.dispatch({ ...request, actor: await findActor(request.team, request.actor) }, controls),
    count: counter.take,
    countCompletion: completions.take,
    findActor,
    inspect: router.inspect,
    deliveries: options.deliveries,
    coordination: options.coordination ?? createProcessMemory(now),
    startTimer: options.startTimer ?? startTimer,
    running: new Map(),
    recent: createExpiringMap(memory),
    kept: options.kept,
    logger,
  };
  return {
    tracker,
    handle(event, what, fields) {
      const id = newId();
      const source: RequestSource = { zone, now, newId: () => id, administrators };
      const answer = async () => {
        const decoded = decode(event, source);
        if (decoded === undefined || !seen.take(decoded.id)) return;
        logger.debug({ platform: adapter.platform, kind: decoded.kind, event: decoded.id }, 'An event came');
        await answerEvent(context, decoded);
      };
      return traced({ request: id }, () => tracker.run(what, answer, { request: id, ...fields }));
    },
  };
}

function recordingOf<Event, Message>(
  adapter: ChatAdapter<Event, Message>,
  event: Event,
  { zone, now, administrators }: RequestSource,
): Recording {
  const recorded = adapter.record(event);
  const text = JSON.stringify(recorded.event);
  const named = [...administrators].filter((id) => text.includes(id));
  return { platform: adapter.platform, at: now().toISOString(), zone, administrators: named, ...recorded };
}

function createProcessMemory(now: () => Date): ChatContext<never>['coordination'] {
  const seen = createExpiringMap<true>({ maxAgeMs: recentMs, maxEntries: rememberedEvents, now });
  return {
    async firstTime(team, key) {
      const isFirst = !seen.has(`${team} ${key}`);
      if (isFirst) seen.set(`${team} ${key}`, true);
      return isFirst;
    },
    forgetEvent: async (team, key) => seen.delete(`${team} ${key}`),
  };
}

function answerEvent<Message>(context: ChatContext<Message>, event: ChatEvent<Message>): Promise<void> {
  switch (event.kind) {
    case 'asked':
      return answerAsked(context, event);
    case 'reminder':
      return counted(context, event, () => answerReminderPress(context, event));
    case 'share':
      return counted(context, event, () => shareAnswer(context, event));
    case 'page':
      return counted(context, event, () => turnPage(context, event));
    case 'stop':
      return counted(context, event, () => stopCommand(context, event));
    case 'outdated':
      return event.respond.tell(context.adapter.render.note(event.text, event.title));
    case 'platform':
      return useControl(context, event);
  }
}

/** Answers a press, unless it is one too many: then only whoever pressed is told. */
async function counted<Message>(
  { count, adapter }: ChatContext<Message>,
  {
    requestLine,
    respond,
  }: ReminderPressed<Message> | SharePressed<Message> | PagePressed<Message> | StopPressed<Message>,
  answer: () => Promise<void>,
): Promise<void> {
  const request = requestLine('');
  const tooMany = count(request);
  if (tooMany === undefined) return answer();
  return respond.tell(adapter.render.answer(errorReply(tooMany, request)).message);
}

/**
 * Hands a control that only this platform has back to it, once it is settled who uses it, that they may, and that it is not
 * one too many. What changes something is handled by the first replica that is told.
 *
 * @throws what the store or the platform refused; it is for the log
 */
async function useControl<Message>(context: ChatContext<Message>, event: HandledByPlatform): Promise<void> {
  const { control, id, changes, request: asked } = event;
  const { coordination, startTimer, dispatch } = context;
  const count = control === 'completion' ? context.countCompletion : context.count;
  const tooMany = count(asked);
  if (tooMany !== undefined) return event.refuse(errorReply(tooMany, asked));
  const request = { ...asked, actor: await context.findActor(asked.team, asked.actor) };
  try {
    authoriseControl(control, request.actor);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return event.refuse(errorReply(error, request));
  }
  if (changes === true && id !== undefined && !(await coordination.firstTime(request.team, id))) return;
  await event.handle({ request, dispatch, startTimer });
}
