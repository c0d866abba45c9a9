import { watch } from 'node:fs';
import { daysOutOfDate, type KnowledgeSource } from '../../knowledge/knowledge.ts';
import {
  BotError,
  type DispatchEvent,
  type Logger,
  type PlatformName,
  type Readiness,
  type RunningPlatform,
  UserError,
} from '../bot/bot.ts';
import type { Config } from '../config/config.ts';
import type { RunningHttp } from '../http/http.ts';
import { createOutgoing } from '../outgoing/outgoing.ts';
import type { Poster } from '../reminders/reminders.ts';
import { buildBot, type Environment } from './build-bot.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { claimInStore } from './open-checks.ts';
import { openQuestions } from './open-questions.ts';
import { runReminders } from './open-reminders.ts';
import { startPlatforms } from './start-platforms.ts';
import { waitForStore } from './wait-for-store.ts';

/**
 * Starts the chat platforms that are configured and the listener, and stops them on SIGTERM or SIGINT.
 *
 * @throws {BotError} `bad-proxy`, `port-in-use`, `path-taken`, `slack-refused` or `discord-refused`; the message says
 * what to do
 */
export async function serve(config: Config, environment: Environment): Promise<void> {
  const logger = createLog(config.logLevel, process.stdout);
  const outgoing = await createOutgoing(environment);
  const metrics = createMetrics();
  const posters = new Map<PlatformName, Poster>();
  let readiness = (): Readonly<Record<string, Readiness>> => ({ store: false });
  metrics.watchReadiness(() => readiness());
  // Until the store is there, nothing is held that would have to be given back.
  let stop = async () => {};
  stopOnSignal(logger, () => stop());
  const waiting = { config, logger, isReady: readiness, metrics: metrics.listener };
  const reminders = await waitForStore(waiting, () =>
    runReminders({
      place: config.storage,
      posters,
      logger,
      delivering: 'chat',
      zone: config.zone,
      remindersPerTeam: config.remindersPerTeam,
      recipientsPerDay: config.recipientsPerDay,
      remindersPerPerson: config.remindersPerPerson,
      deadlines: config.deadlines,
      snoozesPerReminder: config.snoozesPerReminder,
      auditDays: config.auditDays,
      eraseAfterDays: config.eraseAfterDays,
      observe: metrics.observeDelivery,
    }),
  );
  let platforms: RunningPlatform[] = [];
  let listening: RunningHttp[] = [];
  const connections = () => Object.fromEntries(platforms.map((platform) => [platform.name, platform.isReady()]));
  readiness = () => ({ ...connections(), store: reminders.storage.ledger.isStoreWell() });
  const limitations = () => platforms.flatMap((platform) => platform.limitations?.() ?? []);
  const prepare = async () => {
    const { questions, ...advising } = await openQuestions({
      config,
      log: reminders.storage.questions,
      logger,
      fetch: outgoing?.fetch,
      onLost: metrics.observeLostQuestion,
    });
    const bot = await buildBot({
      knowledgeDirectory: config.knowledgeDirectory,
      checkAllow: config.checkAllow,
      claimHosts: claimInStore(async () => reminders.storage.ledger),
      observe(event) {
        metrics.observeDispatch(event);
        logDispatch(logger, event);
      },
      teams: reminders.teams,
      reminders: reminders.service,
      actingFor: reminders.actingFor,
      audit: reminders.audit,
      privacy: reminders.privacy,
      noteExport: reminders.noteExport,
      questions,
      ...advising,
      connections,
      limitations,
      previewDays: config.previewDays,
      firewallCharacters: config.firewallCharacters,
    });
    return { questions, bot };
  };
  const { questions, bot } = await prepare().catch(async (error: unknown) => {
    // Whoever starts the bot again finds the store free.
    await reminders.close();
    await outgoing?.close();
    throw error;
  });
  const days = daysOutOfDate(bot.knowledge.current(), new Date());
  if (days !== undefined) {
    const { asOf } = bot.knowledge.current();
    logger.warn(
      { asOf, days },
      'The knowledge is old: advisories published since then are missing, and releases may be',
    );
  }
  const watching = watchKnowledge(bot.knowledge, config.knowledgeDirectory, logger);
  let ended: Promise<void> | undefined;
  const endOnce = () => {
    ended ??= end();
    return ended;
  };
  const starting = start();
  // A half-started platform holds a lease, or a session that counts, and must be stopped too.
  stop = () => starting.catch(() => {}).then(endOnce);
  try {
    await starting;
  } catch (error) {
    // Parts that still run would keep the process alive.
    await endOnce();
    throw error;
  }
  logger.info(
    {
      platforms: platforms.map(({ name }) => name),
      mode: config.slack?.mode,
      ports: listening.map(({ port }) => port),
    },
    'The bot is running. Ctrl+C stops it.',
  );

  async function end(): Promise<void> {
    watching?.close();
    await Promise.all(platforms.map((platform) => platform.stop()));
    await questions.settled();
    await reminders.close();
    await Promise.all(listening.map((http) => http.stop()));
    await outgoing?.close();
  }

  async function start(): Promise<void> {
    platforms = await startPlatforms({
      config,
      bot,
      logger,
      outgoing,
      posters,
      reminders,
      watch: metrics.watchPlatform,
    });
    await reminders.start();
    listening = await listen();
  }

  async function listen(): Promise<RunningHttp[]> {
    const { http: requests, health } = config;
    if (requests === undefined && health === undefined) return [];
    // Importing node:http makes Node load its own fetch, which then becomes that of discord.js unless that is there before:
    // a fifth more processor time for each call.
    const { startHttp } = await import('../http/http.ts');
    const running: RunningHttp[] = [];
    if (requests !== undefined) {
      const listeners = joinListeners([
        ...(await mcpListeners(config, bot, logger)),
        ...platforms.flatMap(({ name, http }) => (http === undefined ? [] : [{ of: name, ...http }])),
      ]);
      running.push(await startHttp({ ...requests, isReady: readiness, listeners }));
    }
    if (health !== undefined) {
      const listeners = { '/metrics': metrics.listener };
      try {
        running.push(await startHttp({ ...health, portVariable: 'HEALTH_PORT', isReady: readiness, listeners }));
      } catch (error) {
        await Promise.all(running.map((http) => http.stop()));
        throw error;
      }
    }
    return running;
  }
}

/** A listener for one path, and the part of the program it belongs to. */
interface NamedListener extends NonNullable<RunningPlatform['http']> {
  readonly of: string;
}

/** Paths the HTTP server answers itself. */
const ownPaths = ['/healthz', '/readyz'];

/**
 * The listeners by path.
 *
 * @throws {BotError} `path-taken` where two parts want the same path; one would never be asked
 */
export function joinListeners(all: readonly NamedListener[]): Readonly<Record<string, NamedListener['listener']>> {
  const owners = new Map(ownPaths.map((path) => [path, 'health']));
  for (const { of, path } of all) {
    const owner = owners.get(path);
    if (owner !== undefined) {
      throw new BotError('path-taken', `Both ${owner} and ${of} would answer at ${path}. Turn one of them off.`);
    }
    owners.set(path, of);
  }
  return Object.fromEntries(all.map(({ path, listener }) => [path, listener]));
}

/** The listener for assistants; none unless they may ask. */
async function mcpListeners(
  { mcp, zone, requestLimits }: Config,
  bot: Awaited<ReturnType<typeof buildBot>>,
  logger: Logger,
): Promise<readonly NamedListener[]> {
  if (mcp === undefined) return [];
  const [{ createMcpListener }, { mcpOptions }] = await Promise.all([
    import('../platforms/mcp/mcp.ts'),
    import('./mcp.ts'),
  ]);
  const listener = createMcpListener({
    ...mcpOptions(bot, { team: 'mcp:http', zone }),
    config: mcp,
    requestsPerMinute: requestLimits.team,
    logger,
  });
  return [{ of: 'mcp', path: '/mcp', listener }];
}

/** One line per command: what was run and how it ended, never what was typed. */
function logDispatch(logger: Logger, { request, reply, durationMs, error }: DispatchEvent): void {
  const fields = {
    request: request.id,
    team: request.team,
    command: reply.command,
    outcome: reply.outcome,
    durationMs: Math.round(durationMs * 100) / 100,
  };
  if (error instanceof UserError && reply.outcome === 'failed') logger.warn(fields, error.message);
  else if (reply.outcome === 'failed') logger.error({ ...fields, err: error }, 'A command failed');
  else logger.debug(fields, 'Answered');
}

/** A stop that takes longer is cut off. */
const stopTimeoutMs = 10_000;

/**
 * Runs `stop` at the first SIGTERM or SIGINT and ends the process: with 0 when it is done, with 1 when it fails, takes
 * over ten seconds, or a second signal comes.
 */
function stopOnSignal(logger: Logger & { flush(): void }, stop: () => Promise<void>): void {
  let stopping = false;
  const end = (status: number) => {
    logger.flush();
    process.exit(status);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) end(1);
      stopping = true;
      logger.info({ signal }, 'Stopping');
      setTimeout(() => end(1), stopTimeoutMs).unref();
      stop().then(
        () => end(0),
        (error: unknown) => {
          logger.error({ err: error }, 'Stopping failed');
          end(1);
        },
      );
    });
  }
}

/** Editors write a file in several steps. */
const settleMs = 300;

/** Reads the operator's knowledge files again when one changes, and logs what is wrong with them. */
function watchKnowledge(
  knowledge: KnowledgeSource,
  directory: string | undefined,
  logger: Logger,
): { close(): void } | undefined {
  const report = () => {
    for (const problem of knowledge.problems()) logger.warn({ problem }, 'Your own knowledge files are not used');
  };
  report();
  if (directory === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const watcher = watch(directory, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void knowledge.reload().then(report), settleMs);
      timer.unref();
    });
    watcher.on('error', (error) => logger.warn({ err: error }, 'Your own knowledge files are no longer watched'));
    return watcher;
  } catch (error) {
    logger.warn({ err: error }, 'Your own knowledge files cannot be watched; restart the bot after a change');
    return undefined;
  }
}
