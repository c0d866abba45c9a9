import { parseArgs } from 'node:util';
import { commands, type Services } from '../../commands/commands.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { type Answer, BotError, createCatalogue, type Finding, type Logger, type PlatformName } from '../bot/bot.ts';
import { type Config, ConfigError, readConfig, storagePlace } from '../config/config.ts';
import { createOutgoing, type Outgoing } from '../outgoing/outgoing.ts';
import { jsonLine, layoutFor, renderText } from '../platforms/terminal/terminal.ts';
import { type LedgerStatus, type Target, viewDelivery } from '../reminders/reminders.ts';
import type { ReminderPlace, StoreInspection } from '../storage/storage.ts';
import type { Environment } from './build-bot.ts';
import type { ProgramOutput } from './discord-setup.ts';
import {
  type ClockSample,
  inspectClock,
  inspectKnowledge,
  inspectNode,
  inspectRunningBot,
  inspectZoneData,
} from './inspect-machine.ts';
import { platformAdministrators, starters } from './start-platforms.ts';

const usage = `Usage:
  doctor [--json]   checks everything the bot needs, and says what to do; changes nothing
Exit status: 0 all is fine, 4 something is wrong, 5 something can’t be checked, 2 not understood.
`;

/** As those of \`check\`: yes, no, cannot tell. */
const exitStatus = { fine: 0, wrong: 4, unknown: 5 } as const;
/** The longest a single call may take. */
const callTimeoutMs = 10_000;
/** Channels asked about at once: the platforms allow a few calls a second. */
const channelsAtOnce = 4;

/**
 * Looks at everything the bot rests on, for its operator: `doctor`, `doctor --json`. It delivers nothing, takes no lock,
 * opens no socket of a chat, and leaves the store as it is.
 *
 * @param words the program's arguments behind `doctor`
 * @returns the exit status
 */
export async function runDoctor(
  words: readonly string[],
  environment: Environment,
  { out, error: tell }: ProgramOutput,
): Promise<number> {
  let json: boolean;
  try {
    json = parseArgs({ args: [...words], options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    tell(usage);
    return 2;
  }
  const now = () => new Date();
  const findings = await examine(environment, now);
  const verdict = worstOf(findings);
  if (json) {
    const { version } = packageJson;
    out(`${jsonLine({ verdict, at: now().toISOString(), version, findings })}\n`);
  } else out(`${renderText(report(findings), layoutFor(process.stdout, environment))}\n`);
  return exitStatus[verdict];
}

type Verdict = Finding['verdict'];

/** "All is fine" claims something of every part, so that one that could not be looked at takes it away. */
function worstOf(findings: readonly Finding[]): Verdict {
  const has = (verdict: Verdict) => findings.some((finding) => finding.verdict === verdict);
  return has('wrong') ? 'wrong' : has('unknown') ? 'unknown' : 'fine';
}

async function examine(environment: Environment, now: () => Date): Promise<readonly Finding[]> {
  const { config, findings: settings } = inspectSettings(environment);
  const chats = starters.filter(({ name }) => config[name] !== undefined);
  // Then nothing is connected, and a store that isn't there yet is nothing to wonder about.
  const onlyTerminal = chats.length === 0 && config.mcp === undefined && worstOf(settings) === 'fine';
  const { inspectStore } = await (await import('../storage/storage.ts')).loadInspection();
  const [knowledge, store, network] = await Promise.all([
    inspectKnowledge(environment['KNOWLEDGE_DIR']?.trim() || undefined, now()),
    inspectStore(storagePlace(environment), { now, mayBeNew: onlyTerminal }),
    openNetwork(environment),
  ]);
  const { delivered, ledger, clock } = store;
  const samples: ClockSample[] = clock === undefined ? [] : [{ whose: 'the database', stepMs: 0, ...clock }];
  try {
    const ofChats = await inspectChats({ config, store, outgoing: network.outgoing, now, samples });
    const { fetch } = globalThis;
    const running = await inspectRunningBot({ config, onlyTerminal, delivered, fetch, timeoutMs: callTimeoutMs });
    return [
      inspectNode(process.versions.node, now()),
      inspectZoneData(process.versions['tz'], now()),
      ...settings,
      ...network.finding(samples.some(({ whose }) => whose !== 'the database')),
      ...ofChats,
      ...running,
      ...store.findings,
      ...(ledger === undefined ? [] : inspectLedger(ledger)),
      ...(onlyTerminal && samples.length === 0 ? [] : [inspectClock(samples)]),
      ...knowledge,
    ];
  } finally {
    if (network.outgoing !== 'unusable') await network.outgoing?.close();
  }
}

/** The settings as far as they can be used: each variable that is wrong counts as not set for the rest of the look. */
function inspectSettings(environment: Environment): { readonly config: Config; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  const told = new Set<string>();
  let usable = environment;
  for (;;) {
    try {
      const config = readConfig(usable);
      const chats = starters.filter(({ name }) => config[name] !== undefined).map(({ name }) => name);
      if (findings.length > 0) return { config, findings };
      if (chats.length > 0 || config.mcp !== undefined) {
        const says = `All settings are valid. Set up: ${[...chats, ...(config.mcp === undefined ? [] : ['mcp'])].join(', ')}.`;
        return { config, findings: [{ part: 'Settings', verdict: 'fine', says }] };
      }
      const says = 'No chat is set up, so the bot answers in the terminal.';
      const remedy =
        'If the bot should be in a chat, run `doctor` with its settings: in its folder, or with `--env-file PATH`.';
      return { config, findings: [{ part: 'Settings', verdict: 'fine', says, remedy }] };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const names = error.problems.map(({ name }) => name);
      for (const { name, wanted } of error.problems) {
        if (told.has(name)) continue;
        told.add(name);
        findings.push({ part: 'Settings', verdict: 'wrong', says: `${name}: ${wanted}.`, remedy: 'See .env.example.' });
      }
      // What hangs on a missing variable cannot be used either.
      const prefixes = names.filter((name) => usable[name] === undefined).map((name) => name.split('_')[0] ?? name);
      usable = Object.fromEntries(
        Object.entries(usable).filter(
          ([name]) => !names.includes(name) && !prefixes.some((prefix) => name.startsWith(`${prefix}_`)),
        ),
      );
    }
  }
}

interface Network {
  readonly outgoing: Outgoing | undefined | 'unusable';
  /** @param reached whether anybody outside has answered */
  finding(reached: boolean): readonly Finding[];
}

async function openNetwork(environment: Environment): Promise<Network> {
  const part = 'Proxy';
  try {
    const outgoing = await createOutgoing(environment);
    const through: Finding = {
      part,
      verdict: 'fine',
      says: 'The bot’s calls go through the proxy that is set, and answers come back.',
    };
    const untold: Finding = {
      part,
      verdict: 'unknown',
      says: 'A proxy is set, but no answer has come through it.',
      remedy: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and the proxy itself.',
    };
    return { outgoing, finding: (reached) => (outgoing === undefined ? [] : [reached ? through : untold]) };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { outgoing: 'unusable', finding: () => [{ part, verdict: 'wrong', says: error.message }] };
  }
}

interface InspectChatsOptions {
  readonly config: Config;
  readonly store: Pick<StoreInspection, 'delivered' | 'places'>;
  readonly outgoing: Network['outgoing'];
  readonly now: () => Date;
  /** Gets what the platforms say about the time. */
  readonly samples: ClockSample[];
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Every chat that is set up, and the channels that reminders go to. */
async function inspectChats({ config, store, outgoing, now, samples }: InspectChatsOptions): Promise<Finding[]> {
  const { shown, more } = store.places ?? { shown: [], more: 0 };
  const channels = shown.filter(({ target }) => target.kind === 'channel');
  const catalogue = createCatalogue<Services>(commands);
  const found = await Promise.all(
    starters.map(async (starter): Promise<readonly Finding[]> => {
      const { name } = starter;
      const label = name === 'slack' ? 'Slack' : 'Discord';
      const own = channels.filter(({ team }) => team.startsWith(`${name}:`));
      if (config[name] === undefined) return own.length === 0 ? [] : [notSetUp(name, own.length, store.delivered)];
      if (outgoing === 'unusable') {
        return [{ part: label, verdict: 'unknown', says: `I can’t look at ${label} until the proxy works.` }];
      }
      const watched = watchClock(label, outgoing?.fetch ?? globalThis.fetch, now, samples);
      const platform = await starter.load();
      const common = { config: config[name] as never, logger: silent, timeoutMs: callTimeoutMs };
      const administrators = platformAdministrators(name, config);
      const findings = await platform.inspect({ ...common, catalogue, administrators, outgoing: { fetch: watched } });
      const poster = platform.createPoster({ ...common, now, view: viewDelivery, outgoing });
      return [...findings, ...(await inspectChannels(label, own, poster.check))];
    }),
  );
  const notAll: Finding = {
    part: 'Channels',
    verdict: 'unknown',
    says: `Reminders go to ${more} more places that I didn’t look at.`,
  };
  return [...found.flat(), ...(more > 0 ? [notAll] : [])];
}

function notSetUp(name: PlatformName, count: number, delivered: ReadonlySet<PlatformName> | undefined): Finding {
  const says = `Reminders go to ${count} channel${count === 1 ? '' : 's'} in ${name}, which is not set up here.`;
  return delivered?.has(name) === true
    ? { part: 'Channels', verdict: 'unknown', says: `${says} Another process delivers there.` }
    : { part: 'Channels', verdict: 'wrong', says, remedy: 'Set its token, or start the bot that delivers there.' };
}

/** Notes the time in every answer. A redirect or a cache on the way would tell an old one, so only what is fresh counts. */
function watchClock(
  whose: string,
  fetch: typeof globalThis.fetch,
  now: () => Date,
  samples: ClockSample[],
): typeof globalThis.fetch {
  return async (input, init) => {
    const askedAt = now();
    const answer = await fetch(input, init);
    const date = answer.headers.get('date');
    const at = date === null ? undefined : new Date(date);
    const isNew = !samples.some((sample) => sample.whose === whose);
    if (isNew && at !== undefined && !Number.isNaN(at.getTime()) && !answer.headers.has('age')) {
      samples.push({ whose, at, askedAt, answeredAt: now(), stepMs: 1_000 });
    }
    return answer;
  };
}

type CheckPlace = (
  team: ReminderPlace['team'],
  target: Target,
  needs: { readonly pingsEveryone: boolean },
) => Promise<{ readonly ok: true; readonly unchecked?: string } | { readonly ok: false; readonly message: string }>;

/** Whether the bot may post where reminders go, as it is asked when one is made. */
async function inspectChannels(label: string, places: readonly ReminderPlace[], check: CheckPlace): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let at = 0; at < places.length; at += channelsAtOnce) {
    const some = places.slice(at, at + channelsAtOnce).map(async ({ team, target, pingsEveryone }) => {
      const part = `Channel ${target.id}`;
      const checked = await check(team, target, { pingsEveryone }).catch((error: unknown) => ({
        ok: true as const,
        unchecked: error instanceof Error ? error.message : String(error),
      }));
      if (!checked.ok) return [{ part, verdict: 'wrong' as const, says: checked.message }];
      return checked.unchecked === undefined ? [] : [{ part, verdict: 'unknown' as const, says: checked.unchecked }];
    });
    findings.push(...(await Promise.all(some)).flat());
  }
  if (findings.length > 0 || places.length === 0) return findings;
  const count = places.length === 1 ? 'the channel' : `all ${places.length} channels`;
  return [
    {
      part: `${label}'s channels`,
      verdict: 'fine',
      says: `The bot may post in ${count} of ${label} that reminders go to.`,
    },
  ];
}

/** What waits for a person. */
function inspectLedger({ late, ambiguous, dead, parked }: LedgerStatus): Finding[] {
  const part = 'Reminders';
  const lines = Object.entries({ overdue: late, ambiguous, dead, parked }).flatMap(([name, { count, reasons }]) => {
    if (count === 0) return [];
    const why = reasons.length === 0 ? '' : `: ${reasons.join('; ').replace(/\.$/, '')}`;
    return [
      { part, verdict: 'wrong' as const, says: `${count} ${name}${why}.`, remedy: 'Ask the bot for its `status`.' },
    ];
  });
  if (lines.length > 0) return lines;
  return [{ part, verdict: 'fine', says: 'No reminder is overdue, ambiguous, dead or parked.' }];
}

const marks = { fine: '', wrong: '⚠ ', unknown: '? ' } as const;
const order = { wrong: 0, unknown: 1, fine: 2 } as const;

function report(findings: readonly Finding[]): Answer {
  const sorted = findings.toSorted((one, other) => order[one.verdict] - order[other.verdict]);
  const remedies = sorted.flatMap(({ part, verdict, remedy }) => {
    if (remedy === undefined) return [];
    return [
      {
        kind: 'note' as const,
        tone: verdict === 'wrong' ? ('warning' as const) : ('info' as const),
        text: `${part}: ${remedy}`,
      },
    ];
  });
  return {
    title: 'Doctor',
    lead: leadOf(findings),
    sections: [
      {
        kind: 'table',
        columns: [{ header: 'What' }, { header: 'State' }],
        rows: sorted.map(({ part, verdict, says }) => [part, `${marks[verdict]}${says}`]),
      },
      ...remedies,
    ],
    sources: [],
  };
}

function leadOf(findings: readonly Finding[]): string {
  const parts = (verdict: Verdict) => [
    ...new Set(findings.flatMap((each) => (each.verdict === verdict ? each.part : []))),
  ];
  const wrong = parts('wrong');
  const unknown = parts('unknown');
  const untold = unknown.length === 0 ? '' : ` I cannot tell about: ${unknown.join(', ')}.`;
  if (wrong.length > 0) return `Look at this: ${wrong.join(', ')}.${untold}`;
  if (unknown.length > 0) return `Nothing I could look at is wrong.${untold}`;
  const noted = [...new Set(findings.flatMap(({ part, remedy }) => (remedy === undefined ? [] : part)))];
  const notes = noted.length === 0 ? '' : ` There are notes below on: ${noted.join(', ')}.`;
  return `Everything I looked at is fine.${notes}`;
}
