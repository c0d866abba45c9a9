import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../peers/free-port.ts';
import { startProgram } from '../peers/start-program.ts';
import { startStubDiscord, stubInteraction } from '../peers/start-stub-discord.ts';
import { until } from '../peers/until.ts';
import { eventBody, sendSigned } from '../platforms/slack/sign.ts';
import type { Act } from './acts.ts';
import { complaintsOf, discordMention, slackMention, textsIn } from './shown.ts';
import { startSlackEnd } from './slack-end.ts';

/** A line that somebody in Slack sends by a command, a mention or a press. */
type SlackAct = Pick<Act, 'way' | 'line'> & { readonly by: string };

/** The real program, serving Slack over HTTP, Discord, and assistants over HTTP, with nobody limited. */
export interface FuzzedProgram {
  readonly healthPort: number;
  readonly pid: number;
  /** Does it, waits for the answer, and gives what is wrong with that. */
  send(act: Omit<Act, 'entry'> & { readonly entry?: Act['entry'] }): Promise<string[]>;
  /** Does it in Slack, and gives all that was said because of it. */
  say(act: SlackAct): Promise<string>;
  /** Sends one slash command several times, as whoever got hold of it would, and waits until each is taken. */
  repeat(act: Omit<SlackAct, 'way'>, times: number): Promise<void>;
  /** What is wrong with what came unasked, such as due reminders, and with the log. */
  complaints(): string[];
  stop(): Promise<void>;
}

const secret = 'a-signing-secret-of-the-fuzz';
const mcpToken = 'a-token-of-the-fuzz-run';
const answerTimeoutMs = 30_000;

/** @param more settings of the program's */
export async function startFuzzed(more: Readonly<Record<string, string>> = {}): Promise<FuzzedProgram> {
  const slack = await startSlackEnd();
  const discord = await startStubDiscord();
  const port = await freePort();
  const program = await startProgram({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `${slack.url}/api/`,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.restUrl,
    MCP_HTTP: 'on',
    MCP_TOKEN: mcpToken,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    REQUESTS_PER_MINUTE: '999999',
    TEAM_REQUESTS_PER_MINUTE: '999999',
    REMINDERS_PER_PERSON: '500',
    ...more,
  });
  const base = `http://127.0.0.1:${port}`;
  let acts = 0;

  async function arrived(place: string): Promise<unknown[]> {
    const given = new AbortController();
    const tooLate = delay(answerTimeoutMs, 'late', { signal: given.signal }).catch(() => {});
    const first = await Promise.race([slack.arrival(place), tooLate]);
    given.abort();
    return first === 'late' ? [{ text: 'no answer at all' }] : slack.take(place);
  }

  /** A request of Slack's; the answer is in the response, or comes through the response_url. */
  async function toSlack(body: string, place: string | undefined, contentType?: string): Promise<unknown[]> {
    const response = await sendSigned(
      `${base}/slack/events`,
      secret,
      body,
      contentType === undefined ? {} : { contentType },
    );
    const text = await response.text();
    if (response.status === 413) return [];
    if (response.status !== 200) return [{ text: `status ${response.status}, which is no answer` }];
    if (text !== '') return [JSON.parse(text)];
    return place === undefined ? [] : arrived(place);
  }

  const interaction = (number: string, by: string, more: object) =>
    new URLSearchParams({
      payload: JSON.stringify({
        team: { id: 'T01TEST' },
        user: { id: by, team_id: by === 'U09OUTSIDE' ? 'T99' : 'T01TEST' },
        api_app_id: 'A01APP',
        trigger_id: number,
        ...more,
      }),
    }).toString();

  async function inSlack({ way, by, line, hostile = '' }: SlackAct & { readonly hostile?: string }, number: string) {
    const response_url = `${slack.url}/response/${number}`;
    const place = { channel_id: 'C01GEN', message_ts: '1796000000.000001' };
    if (way === 'mention') {
      const ts = `1796000000.9${number.padStart(5, '0')}`;
      const event = {
        type: 'app_mention',
        user: by,
        text: `<@U0BOT> ${line}`,
        ts,
        channel: 'C01GEN',
        user_team: by === 'U09OUTSIDE' ? 'T99' : 'T01TEST',
      };
      return toSlack(eventBody(`Ev${number}`, event), ts, 'application/json');
    }
    if (way === 'press') {
      const actions = [{ type: 'button', action_id: 'run:0', block_id: 'b', value: line, action_ts: '1' }];
      const pressed = {
        type: 'block_actions',
        container: { type: 'message', ...place },
        channel: { id: 'C01GEN' },
        response_url,
        actions,
      };
      return toSlack(interaction(number, by, pressed), number);
    }
    if (way === 'form') {
      const written = (text: string) => ({ value: { type: 'plain_text_input', value: text } });
      const values = {
        when: written(hostile.slice(0, 100)),
        what: written(hostile),
        zone: written(hostile.slice(0, 60)),
      };
      const view = {
        id: 'V1',
        callback_id: 'form:reminder',
        private_metadata: '{"channel":"C01GEN"}',
        state: { values },
      };
      return toSlack(interaction(number, by, { type: 'view_submission', view }), undefined);
    }
    return toSlack(commandBody({ by, line }, number), number);
  }

  function commandBody({ by, line }: Omit<SlackAct, 'way'>, number: string): string {
    const command = {
      team_id: 'T01TEST',
      channel_id: 'C01GEN',
      user_id: by,
      command: '/mdaemon',
      text: line,
      response_url: `${slack.url}/response/${number}`,
      trigger_id: number,
    };
    return new URLSearchParams(command).toString();
  }

  async function inDiscord({ entry, hostile }: Pick<Act, 'entry' | 'hostile'>, number: number): Promise<unknown[]> {
    const values = entry.plan.arguments.map(({ name, type }) => ({
      type: type === 'string' ? 3 : 4,
      name: name.toLowerCase(),
      value: type === 'string' ? hostile.slice(0, 6_000) : Number.MAX_SAFE_INTEGER,
    }));
    const [first = '', ...below] = entry.path;
    const options = [...below].reverse().reduce<object[]>((inner, name) => [{ type: 1, name, options: inner }], values);
    const asked = stubInteraction(number);
    const sub = { type: below.length > 0 ? 2 : 1, name: first, options };
    const answered = () => discord.callbacks.get(asked.id) ?? discord.followUps.get(String(asked['token']));
    discord.dispatch('INTERACTION_CREATE', { ...asked, data: { id: '1', name: 'mdaemon', type: 1, options: [sub] } });
    await until('an answer in Discord', () => answered() !== undefined, answerTimeoutMs);
    const isDeferred = (body: string) => /"type":5/.test(body);
    const deferred = (discord.callbacks.get(asked.id) ?? []).some(isDeferred);
    if (deferred) await until('it', () => discord.followUps.has(String(asked['token'])), answerTimeoutMs);
    const bodies = [
      ...(discord.callbacks.get(asked.id) ?? []),
      ...(discord.followUps.get(String(asked['token'])) ?? []),
    ];
    return bodies.filter((body) => !isDeferred(body)).map(readBody);
  }

  async function byAssistant({ entry, hostile }: Pick<Act, 'entry' | 'hostile'>): Promise<string[]> {
    const wanted = entry.plan.arguments.map(({ name, list }) => [name, list ? [hostile] : hostile]);
    const params = { name: (entry.path[0] ?? '').replaceAll('-', '_'), arguments: Object.fromEntries(wanted) };
    const response = await fetch(`${base}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${mcpToken}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    const { markup } = textsIn(await response.json().catch(() => ({})));
    return markup;
  }

  return {
    healthPort: program.healthPort,
    pid: program.child.pid ?? 0,
    async send(act) {
      acts += 1;
      const number = String(acts);
      const { entry } = act;
      if (act.way === 'mcp' && entry !== undefined)
        return complaintsOf(await byAssistant({ ...act, entry }), () => undefined);
      if (act.way === 'discord' && entry !== undefined)
        return discordComplaints(await inDiscord({ ...act, entry }, acts));
      return slackComplaints(await inSlack(act, number));
    },
    async say(act) {
      acts += 1;
      const messages = await inSlack(act, String(acts));
      return JSON.stringify([...messages, ...slack.take('other')]);
    },
    async repeat(act, times) {
      acts += 1;
      const body = commandBody(act, String(acts));
      await Promise.all(Array.from({ length: times }, () => toSlack(body, undefined)));
    },
    complaints() {
      const log = program.log().split('\n');
      const faults = log.filter((line) => /"level":(?:50|60)/.test(line) || /unhandled|uncaught/i.test(line));
      const ended = program.child.exitCode ?? program.child.signalCode;
      return [
        ...slackComplaints(slack.take('other')),
        ...faults.map((line) => `the log: ${line.slice(0, 400)}`),
        ...(ended === null ? [] : [`the program ended with ${ended}: ${program.log().slice(-2_000)}`]),
      ];
    },
    async stop() {
      await program.stop('SIGTERM');
      await Promise.all([slack.stop(), discord.stop()]);
    },
  };
}

function slackComplaints(messages: readonly unknown[]): string[] {
  return messages.flatMap((message) => {
    const { markup, plain } = textsIn(message);
    const missing = markup.filter((text) => /^no answer at all$|^status \d+, which/.test(text));
    return [...missing, ...complaintsOf(markup, slackMention), ...complaintsOf(plain, () => undefined)];
  });
}

function discordComplaints(messages: readonly unknown[]): string[] {
  return messages.flatMap((message) => {
    const { markup, plain } = textsIn(message);
    const sent = (message as { data?: object }).data ?? message;
    const live = discordMention(sent as Parameters<typeof discordMention>[0]);
    return [
      ...complaintsOf([...markup, ...plain], () => undefined),
      ...(live === undefined ? [] : [`a live mention: ${live}`]),
    ];
  });
}

/** A body of Discord's: JSON, or a form with files whose first part is JSON. */
function readBody(body: string): unknown {
  if (body.startsWith('{')) return JSON.parse(body);
  const json = /name="payload_json"[^\r]*\r\n(?:[^\r]+\r\n)*\r\n(.*?)\r\n--/s.exec(body)?.[1];
  return json === undefined ? { content: body } : JSON.parse(json);
}
