import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../commands/commands.ts';
import type { Services } from '../../commands/services.ts';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { createQuestionService } from '../../src/ask/unmet/question-service.ts';
import type { Reply } from '../../src/bot/answer.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import type { Limitation, Readiness } from '../../src/bot/operation.ts';
import type { Actor, PlatformName, Reference, Request } from '../../src/bot/request.ts';
import type { Router } from '../../src/bot/router.ts';
import type { CheckService } from '../../src/checks/checks.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/terminal.ts';
import { createAskerSource, createBotRouter } from '../../src/program/build-bot.ts';
import { servicesOver } from '../../src/program/open-reminders.ts';
import { nextOccurrence } from '../../src/reminders/calendar/schedule.ts';
import type { Poster } from '../../src/reminders/ledger.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { createTeamPolicy } from '../../src/teams/teams.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

const channel: Request['conversation'] = { id: 'C1', private: false };
const alice: Reference = { shown: '@alice', kind: 'person', id: 'U_ALICE' };

export const catalogue = createCatalogue<Services>(commands);
const knowledge = await openKnowledge();

/** The real commands over the real knowledge and a store, on a day that stands still until a test moves it. */
export interface TestBot {
  readonly services: Services;
  /** The services through which one deed changes things. */
  readonly actingFor: ReturnType<typeof servicesOver>['actingFor'];
  readonly router: Router;
  readonly storage: Storage;
  readonly clock: { now: Date };
  /** What the status says of the chats; tests change it. */
  readonly connections: Record<string, Readiness | 'unknown'>;
  /** What the chats do not let the bot do; tests change it. */
  readonly limitations: Limitation[];
  /** How reminders reach people; empty until a test fills it. */
  readonly posters: Map<PlatformName, Poster>;
  ask(text: string, at?: string, zone?: string): Promise<Reply>;
  /** Asks as somebody in a Slack workspace, where `@alice` is a person. */
  askAs(actor: Actor, text: string, more?: Partial<Request>): Promise<Reply>;
  /** The plain rendering of an answer, with every source. */
  askText(text: string, at?: string, zone?: string): Promise<string>;
}

interface TestLimits {
  readonly remindersPerPerson?: number;
  readonly deadlines?: { readonly team: number; readonly person: number };
  readonly snoozesPerReminder?: number;
}

/** Builds a bot with a store of its own. Test files may share a process, and so each opens its own bot. */
export async function openTestBot(limits: TestLimits = {}): Promise<TestBot> {
  const clock = { now: new Date('2026-11-22T12:00:00Z') };
  const connections: TestBot['connections'] = { slack: true };
  const limitations: Limitation[] = [];
  const storage = await openStorage({
    place: { directory: mkdtempSync(join(tmpdir(), 'commands-')) },
    planner: createPlanner(nextOccurrence),
    now: () => clock.now,
    ...(limits.snoozesPerReminder === undefined ? {} : { limits: { snoozesPerReminder: limits.snoozesPerReminder } }),
  });
  const posters = new Map<PlatformName, Poster>();
  const stored = servicesOver(storage, { posters, nextOccurrence, wake: () => {}, ...limits });
  const services: Services = {
    knowledge,
    asker: createAskerSource(knowledge, async (base) => openAsker(base)),
    questions: createQuestionService({ log: storage.questions, keepTexts: false, logger: createSilentLogger() }),
    catalogue,
    teams: stored.teams,
    reminders: stored.service,
    audit: stored.audit,
    privacy: stored.privacy,
    checks: everythingOpen(() => clock.now),
    connections: () => connections,
    limitations: () => limitations,
    program: { version: '0.0.0-test', nodeVersion: '24.0.0' },
  };
  const policy = createTeamPolicy(storage.teams);
  const { actingFor, noteExport } = stored;
  const router = createBotRouter({ catalogue, services, actingFor, noteExport, policy, nowMs: () => 0 });
  const ask: TestBot['ask'] = (text, at, zone) => router.dispatch(requestFor(text, at, zone));
  return {
    services,
    actingFor,
    router,
    storage,
    clock,
    connections,
    posters,
    limitations,
    ask,
    askAs: (actor, text, more = {}) =>
      router.dispatch({
        ...requestFor(text),
        team: 'slack:T1',
        conversation: channel,
        actor,
        references: [alice],
        ...more,
      }),
    async askText(text, at, zone) {
      const { answer } = await ask(text, at, zone);
      return renderAnswer(answer, { ...plainLayout, sources: 100 });
    },
  };
}

/** A server on which every port is open, without any network. What is really seen is in `test/checks`. */
export function everythingOpen(now: () => Date): CheckService {
  return {
    guard: async (host) => ({ kind: 'allowed', host, isName: true, addresses: ['192.0.2.25'] }),
    check: async ({ host, probes }) => ({
      kind: 'checked',
      check: {
        host,
        addresses: ['192.0.2.25'],
        lookedFrom: 'here',
        results: probes.map((probe) => ({ probe, state: 'open', tookMs: 1 })),
        dns: undefined,
        startedAt: now(),
        tookMs: 1,
        complete: true,
      },
    }),
  };
}

/** A request on a fixed day, so that "years ago" stays what it is. */
export function requestFor(text: string, at = '2026-11-22T12:00:00Z', zone = 'UTC'): Request {
  return {
    id: 'test',
    team: 'terminal:local',
    actor: { id: 'tester', role: 'administrator' },
    conversation: { id: 'terminal', private: true },
    zone,
    receivedAt: new Date(at),
    capabilities: { prefix: '', buttons: false, files: false },
    input: { kind: 'text', text },
  };
}
