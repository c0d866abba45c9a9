import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionState, DispatchEvent, Readiness, RunningPlatform } from '../bot/bot.ts';
import type { DeliveryEvent } from '../reminders/reminders.ts';

const connectionStates: readonly ConnectionState[] = ['connected', 'connecting', 'standby'];

/** The program's metrics for Prometheus. No label holds anything people type, or who they are. */
interface Metrics {
  observeDispatch(event: DispatchEvent): void;
  observeDelivery(event: DeliveryEvent): void;
  /** Adds what `/readyz` says; it is asked at every scrape. */
  watchReadiness(isReady: () => Readonly<Record<string, Readiness>>): void;
  /** Adds what a platform tells of itself; it is asked at every scrape. */
  watchPlatform(platform: Pick<RunningPlatform, 'name' | 'connectionState' | 'failuresByCode'>): void;
  /** A question without an answer could not be counted. */
  observeLostQuestion(): void;
  /** Answers `GET /metrics`. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Builds the metrics with nothing counted. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const commands = new Histogram({
    name: 'mdaemon_bot_command_seconds',
    help: 'Time from a request to its answer, by command and outcome',
    labelNames: ['command', 'outcome', 'platform'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5],
    registers,
  });
  const deliveries = new Counter({
    name: 'mdaemon_bot_deliveries_total',
    help: 'How deliveries of reminders ended, by result',
    labelNames: ['result'],
    registers,
  });
  const lateness = new Histogram({
    name: 'mdaemon_bot_delivery_lateness_seconds',
    help: 'How late reminders were posted',
    buckets: [1, 5, 30, 60, 300, 3_600, 86_400],
    registers,
  });
  const skipped = new Counter({
    name: 'mdaemon_bot_occurrences_skipped_total',
    help: 'Occurrences that were left out by policy',
    registers,
  });
  const faults = new Counter({
    name: 'mdaemon_bot_reminder_faults_total',
    help: 'Faults in the delivery of reminders, and ticks that were dropped',
    labelNames: ['where'],
    registers,
  });
  const lostQuestions = new Counter({
    name: 'mdaemon_bot_questions_lost_total',
    help: 'Questions without an answer that could not be counted',
    registers,
  });
  const state = new Gauge({
    name: 'mdaemon_bot_reminders',
    help: 'Deliveries and reminders that are pending, late, ambiguous, dead, parked or were skipped in seven days',
    labelNames: ['state'],
    registers,
  });
  return {
    observeDispatch({ request, reply, durationMs }) {
      const platform = request.team.slice(0, request.team.indexOf(':'));
      commands.observe({ command: reply.command ?? 'none', outcome: reply.outcome, platform }, durationMs / 1_000);
    },
    observeDelivery(event) {
      if (event.kind === 'delivered') {
        deliveries.inc({ result: event.result });
        if (event.result === 'sent') lateness.observe(Math.max(0, event.lateMs) / 1_000);
      } else if (event.kind === 'skipped') skipped.inc(event.count);
      else if (event.kind === 'fault') faults.inc({ where: event.where });
      else if (event.kind === 'tick-dropped') faults.inc({ where: `tick ${event.tick}` });
      else for (const [name, { count }] of Object.entries(event.status)) state.set({ state: name }, count);
    },
    watchReadiness(isReady) {
      new Gauge({
        name: 'mdaemon_bot_ready',
        help: 'What /readyz says about each part: 1 where it is ready or another process has it, else 0',
        labelNames: ['part'],
        registers,
        collect() {
          this.reset();
          for (const [part, readiness] of Object.entries(isReady())) this.set({ part }, readiness === false ? 0 : 1);
        },
      });
    },
    watchPlatform({ name, connectionState, failuresByCode }) {
      if (connectionState !== undefined) {
        new Gauge({
          name: `mdaemon_bot_${name}_gateway`,
          help: 'The connection of this process to the platform: 1 for the state it is in',
          labelNames: ['state'],
          registers,
          collect() {
            for (const state of connectionStates) this.set({ state }, connectionState() === state ? 1 : 0);
          },
        });
      }
      if (failuresByCode === undefined) return;
      new Counter({
        name: `mdaemon_bot_${name}_failures_total`,
        help: 'Events of the platform that could not be answered, by the code of the failure',
        labelNames: ['code'],
        registers,
        collect() {
          this.reset();
          for (const [code, count] of failuresByCode()) this.inc({ code }, count);
        },
      });
    },
    observeLostQuestion: () => lostQuestions.inc(),
    listener({ method }, response) {
      if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
      registry.metrics().then(
        (text) =>
          response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text),
        () => response.writeHead(500).end(),
      );
    },
  };
}
