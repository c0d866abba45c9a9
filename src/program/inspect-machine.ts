import { globSync } from 'node:fs';
import { daysOutOfDate, openKnowledge } from '../../knowledge/knowledge.ts';
import type { Finding, PlatformName } from '../bot/bot.ts';
import type { Config } from '../config/config.ts';

/** The last day of support of each line of Node that the bot is tested on. Source: https://github.com/nodejs/release */
const supportEnds: Readonly<Record<string, string>> = { 22: '2027-04-30', 24: '2028-04-30' };

/** Whether this Node is one the bot is tested on, and one that still gets repairs. */
export function inspectNode(version: string, now: Date): Finding {
  const part = 'Node';
  const end = supportEnds[version.split('.')[0] ?? ''];
  const remedy = 'Install Node 24 from https://nodejs.org.';
  if (end === undefined) {
    const tested = Object.keys(supportEnds).join(' and ');
    return { part, verdict: 'unknown', says: `Node ${version}: the bot is tested only on ${tested}.`, remedy };
  }
  return now > new Date(`${end}T23:59:59Z`)
    ? { part, verdict: 'wrong', says: `Node ${version} has had no security updates since ${end}.`, remedy }
    : { part, verdict: 'fine', says: `Node ${version} is supported until ${end}.` };
}

/** Governments change the rules for clocks a few times a year, often at a few weeks' notice. */
const zoneDataYears = 1;

/** Whether the rules of time zones are recent. They come with Node. */
export function inspectZoneData(version: string | undefined, now: Date): Finding {
  const part = 'Zone data';
  const remedy = 'It comes with Node: install the newest release of Node.';
  const year = Number(/^\d{4}/.exec(version ?? '')?.[0] ?? Number.NaN);
  if (Number.isNaN(year)) {
    return { part, verdict: 'unknown', says: 'Node does not say which time zone data it has.', remedy };
  }
  const says = `Time zone data ${version}, from ${year}.`;
  return now.getUTCFullYear() - year > zoneDataYears
    ? {
        part,
        verdict: 'wrong',
        says: `${says} Reminders may come at the wrong hour in zones whose rules have changed since.`,
        remedy,
      }
    : { part, verdict: 'fine', says };
}

/** Whether the knowledge is recent, and an operator's own files are in force. */
export async function inspectKnowledge(directory: string | undefined, now: Date): Promise<Finding[]> {
  const knowledge = await openKnowledge(directory);
  const base = knowledge.current();
  const days = daysOutOfDate(base, now);
  const asOf: Finding =
    days === undefined
      ? { part: 'Knowledge', verdict: 'fine', says: `As of ${base.asOf}.` }
      : {
          part: 'Knowledge',
          // Looked at and dated: nothing that could not be told.
          verdict: 'fine',
          says: `As of ${base.asOf}, ${days} days ago.`,
          remedy:
            'Newer advisories and releases may be missing. Install the newest version of the bot, and check with the vendor.',
        };
  if (directory === undefined) return [asOf];
  const part = 'Own knowledge';
  const problems = knowledge.problems().map(
    (problem): Finding => ({
      part,
      verdict: 'wrong',
      says: `Your files are not used: ${problem}`,
      remedy: 'Fix that line. A running bot reads the files again by itself.',
    }),
  );
  if (problems.length > 0) return [asOf, ...problems];
  const files = globSync('*.{yaml,yml}', { cwd: directory });
  return [
    asOf,
    files.length === 0
      ? {
          part,
          verdict: 'wrong',
          says: `There is no YAML file in ${directory}.`,
          remedy: 'Set KNOWLEDGE_DIR to the folder with your files, or leave it out.',
        }
      : { part, verdict: 'fine', says: `The bot uses ${files.join(', ')} from ${directory}.` },
  ];
}

/** What somebody else's clock said, between two looks at ours. */
export interface ClockSample {
  /** Whose it is: `Slack`. */
  readonly whose: string;
  readonly at: Date;
  readonly askedAt: Date;
  readonly answeredAt: Date;
  /** How coarse it is: a second in an HTTP date. */
  readonly stepMs: number;
}

/** More, and reminders are late, or posts are looked for at the wrong time: the look goes two minutes around a post. */
const mostSkewMs = 30_000;

/** Compares the clock here with all others that were seen. */
export function inspectClock(samples: readonly ClockSample[]): Finding {
  const part = 'Clock';
  if (samples.length === 0) {
    return {
      part,
      verdict: 'unknown',
      says: 'I reached nobody to compare the clock with, so I can’t tell whether it is right.',
    };
  }
  const skews = samples.map(({ whose, at, askedAt, answeredAt, stepMs }) => {
    // Within these it may be right; only what lies beyond is certain.
    const behind = at.getTime() - answeredAt.getTime();
    const ahead = askedAt.getTime() - (at.getTime() + stepMs);
    return behind > 0 ? { whose, ms: behind, word: 'behind' } : { whose, ms: Math.max(0, ahead), word: 'ahead of' };
  });
  const off = skews.filter(({ ms }) => ms > mostSkewMs);
  const [worst] = off.sort((one, other) => other.ms - one.ms);
  return worst === undefined
    ? {
        part,
        verdict: 'fine',
        says: `The clock here agrees with ${skews.map(({ whose }) => whose).join(' and ')} to within half a minute.`,
      }
    : {
        part,
        verdict: 'wrong',
        says: `The clock here is ${Math.round(worst.ms / 1_000)} seconds ${worst.word} ${worst.whose}’s clock.`,
        remedy: 'Let this machine set its clock by itself (NTP), because reminders depend on it.',
      };
}

interface RunningBotOptions {
  readonly config: Pick<Config, 'http' | 'health'>;
  /** Whether no chat and no assistant is set up. */
  readonly onlyTerminal: boolean;
  readonly delivered: ReadonlySet<PlatformName> | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

const bot = 'Running bot';

/** Asks the bot that runs whether its sockets are connected: nobody else can tell. */
export async function inspectRunningBot(options: RunningBotOptions): Promise<Finding[]> {
  const { config, onlyTerminal, delivered, fetch, timeoutMs } = options;
  const listening = config.health ?? config.http;
  const marked = delivered === undefined ? [] : [...delivered].filter((name) => name !== 'terminal');
  const delivers = marked.length === 0 ? '' : ` According to the store, a process delivers to ${marked.join(' and ')}.`;
  if (listening === undefined) {
    if (onlyTerminal && marked.length === 0) return [];
    const says = `I can’t see from here whether a running bot is connected.${delivers}`;
    return [{ part: bot, verdict: 'unknown', says, remedy: 'Set HEALTH_PORT for the bot and for `doctor`.' }];
  }
  const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[listening.host] ?? listening.host;
  const url = `http://${host}:${listening.port}/readyz`;
  let answer: { readonly ready?: unknown; readonly parts?: Readonly<Record<string, unknown>> };
  try {
    answer = (await (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).json()) as typeof answer;
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    const says = isJson
      ? `Something other than the bot answers at ${url}.`
      : `No bot answers at ${url}, so I can’t tell whether it is connected.${delivers}`;
    const remedy = isJson ? 'Set another port.' : 'Start it, or run `doctor` with the settings it was started with.';
    return [{ part: bot, verdict: isJson ? 'wrong' : 'unknown', says, remedy }];
  }
  if (typeof answer.parts !== 'object' || answer.parts === null) {
    const says = `Something other than the bot answers at ${url}.`;
    return [{ part: bot, verdict: 'wrong', says, remedy: 'Set another port.' }];
  }
  const down = Object.entries(answer.parts).filter(([, state]) => state === false);
  if (down.length > 0) {
    return down.map(([name]) => ({
      part: bot,
      verdict: 'wrong',
      says: name === 'store' ? 'Its store can’t be written to.' : `It is not connected to ${name}.`,
      remedy: 'Its log says why. It tries again by itself.',
    }));
  }
  const told = Object.entries(answer.parts).map(([name, state]) =>
    name === 'store'
      ? 'its store is writable'
      : state === 'standby'
        ? `another process is connected to ${name}`
        : `it is connected to ${name}`,
  );
  return [{ part: bot, verdict: 'fine', says: `It runs: ${told.join(', ')}.` }];
}
