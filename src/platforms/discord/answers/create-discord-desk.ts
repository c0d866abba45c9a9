import {
  type Catalogue,
  callLine,
  type Input,
  type Router,
  remember,
  type TeamKey,
  tokenize,
} from '../../../bot/bot.ts';
import { createExpiringMap, createSeenEvents, type WorkTracker } from '../../../chat/chat.ts';
import type { DeliveryService } from '../../../reminders/reminders.ts';
import { completeOption } from './complete-option.ts';
import type { DiscordDesk, Inspected } from './discord-desk.ts';
import { readCall } from './read-call.ts';

/** What a desk is built from. */
export interface DiscordDeskOptions<Services> {
  readonly router: Router;
  readonly catalogue: Catalogue<Services>;
  /** For completion. */
  readonly services: Services;
  /** The IANA zone dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  /** A new request id: short, without blanks. */
  readonly newId: () => string;
  /** The Discord ids of the people the operator named as administrators. */
  readonly administrators: ReadonlySet<string>;
  /** Where the buttons of reminders are answered; absent where there are none. */
  readonly deliveries?: DeliveryService | undefined;
  /** True for the first replica that is handed an event; without it, this process alone is asked. */
  readonly firstTime?: (team: TeamKey, key: string) => Promise<boolean>;
  /** Runs every piece of work, counts what fails, and is drained at the end. */
  readonly tracker: WorkTracker;
  /** Does something later. Default: a timer. */
  readonly after?: DiscordDesk['after'];
}

/** Answers that cannot be made again are kept this long, and so many of them. */
const keptMs = 60 * 60_000;
const keptAnswers = 300;
/** Presses of Share, a few bytes each. */
const keptShares = 10_000;

/** Builds the desk. Its memory is bounded. */
export function createDiscordDesk<Services>(options: DiscordDeskOptions<Services>): DiscordDesk {
  const { router, catalogue, services, zone, now, newId, administrators, deliveries, tracker } = options;
  const seen = createSeenEvents(now);
  const kept = { maxAgeMs: keptMs, maxEntries: keptAnswers, now };
  return {
    router,
    source: { zone, now, newId, administrators },
    tracker,
    recent: createExpiringMap(kept),
    shared: createExpiringMap({ ...kept, maxEntries: keptShares }),
    drafts: createExpiringMap(kept),
    isNew: (eventId) => seen.take(eventId),
    firstTime: options.firstTime ?? (async () => true),
    inspect: remember((input: Input) => inspect(input, catalogue), { keyOf: inputKey, most: 1_000 }),
    readCall: (data) => readCall(data, catalogue),
    complete: (data, request) => completeOption(data, { catalogue, services, request }),
    deliveries,
    after: options.after ?? startTimer,
  };
}

/** Inputs that are the same have the same line; a long one, such as a list of rules, is not kept. */
function inputKey(input: Input): string | undefined {
  const key = JSON.stringify(input);
  return key.length > 300 ? undefined : key;
}

function inspect<Services>(input: Input, catalogue: Catalogue<Services>): Inspected {
  if (input.kind === 'call') {
    const entry = catalogue.at(input.path);
    if (entry === undefined) return { line: undefined, changes: false };
    return { line: callLine(entry, input.values), changes: entry.leaf.changes === true };
  }
  const line = input.kind === 'text' ? input.text : input.words.join(' ');
  return { line, changes: catalogue.find(tokenize(line))?.entry.leaf.changes === true };
}

function startTimer(delayMs: number, act: () => void): () => void {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
}
