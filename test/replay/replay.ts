import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../src/bot/bot.ts';
import type { ChatOptions } from '../../src/chat/chat.ts';
import { buildBot } from '../../src/program/build-bot.ts';
import { servicesOver } from '../../src/program/open-reminders.ts';
import { nextOccurrence, resolveWallClock } from '../../src/reminders/calendar/calendar.ts';
import { createDeliveryService, createPlanner } from '../../src/reminders/reminders.ts';
import { openStorage } from '../../src/storage/storage.ts';
import type { ReadRecording } from './read-recording.ts';
import { readText } from './read-text.ts';
import { replayDiscord } from './replay-discord.ts';
import { replaySlack } from './replay-slack.ts';

/** One thing the bot would have sent. */
export interface SentCall {
  /** Such as `chat.postMessage`, or `POST /channels/1/messages`. */
  readonly method: string;
  readonly payload: unknown;
  /** What a person reads of it; empty where that is nothing. */
  readonly text: string;
}

/** What a replay of one platform is made with. */
export interface ReplayBench {
  readonly options: ChatOptions;
  readonly bot: Awaited<ReturnType<typeof buildBot>>;
  readonly send: (method: string, payload: unknown) => void;
}

export interface Replayed {
  readonly calls: readonly SentCall[];
  /** What went wrong inside the bot. Empty where nothing did. */
  readonly faults: readonly string[];
}

export interface ReplayOptions {
  /** A folder (`DATA_DIR`) whose store is copied for this replay. Default: an empty store. */
  readonly dataDirectory?: string | undefined;
  /** Records the event once more. */
  readonly record?: ChatOptions['record'];
}

/**
 * Answers a recorded event with the real adapter, chat, router and renderer, at the time it was recorded. Nothing leaves
 * the process: the calls are kept in place of being made.
 */
export async function replay(
  recording: ReadRecording,
  { dataDirectory, record }: ReplayOptions = {},
): Promise<Replayed> {
  const calls: SentCall[] = [];
  const faults: string[] = [];
  const now = () => new Date(recording.at);
  const directory = mkdtempSync(join(tmpdir(), 'replay-'));
  if (dataDirectory !== undefined) cpSync(dataDirectory, directory, { recursive: true });
  const storage = await openStorage({
    place: { directory },
    planner: createPlanner(nextOccurrence),
    now,
  });
  try {
    const { service, ...stored } = servicesOver(storage, { posters: new Map(), nextOccurrence, wake: () => {} });
    const bot = await buildBot({
      knowledgeDirectory: undefined,
      ...stored,
      reminders: service,
      questions: { record: () => {}, list: storage.questions.list },
      limitations: () => [],
      connections: () => ({ [recording.platform]: true }),
      observe({ error }) {
        if (error !== undefined) faults.push(describe(error));
      },
    });
    const options: ChatOptions = {
      router: bot.router,
      logger: failuresTo(faults),
      zone: recording.zone,
      now,
      newId: () => 'replayed',
      administrators: new Set(recording.administrators),
      deliveries: createDeliveryService({
        repository: storage.ledger,
        actingFor: (deed) => storage.actingFor(deed).ledger,
        now: async () => now(),
        zoneOf: async (team) => (await storage.teams.settings(team)).zone ?? recording.zone,
        resolveWallClock,
        wake: () => {},
      }),
      kept: storage.answers,
      record,
      // No timer ends: an answer is never late, however busy this machine is.
      startTimer: () => () => {},
    };
    const send = (method: string, payload: unknown) => void calls.push({ method, payload, text: readText(payload) });
    const bench = { options, bot, send };
    if (recording.platform === 'slack') await replaySlack(recording, bench);
    else await replayDiscord(recording, bench);
    return { calls, faults };
  } finally {
    await storage.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function failuresTo(faults: string[]): Logger {
  const ignore = () => {};
  const keep: Logger['error'] = (_fields, message) => void faults.push(message);
  return { debug: ignore, info: ignore, warn: ignore, error: keep };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
