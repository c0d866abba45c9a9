import { type Actor, type Answer, PlatformError, type Request } from '../../src/bot/bot.ts';
import type {
  Audience,
  ChatAdapter,
  ChatEvent,
  ChatFailure,
  ChatRenderer,
  PressResponder,
  RequestSource,
  SharePressed,
} from '../../src/chat/chat.ts';
import type { PressHow } from '../../src/reminders/delivery-service.ts';
import { ToyError, type ToyEvent, type ToyMessage, type ToyServer } from './toy-server.ts';

/*
 * A whole platform: what somebody writes who wants the bot in another chat. Everything else is in src/chat.
 */

/** There is no workspace to name. */
export const toyTeam = 'terminal:toy';
export const toyChannel = 'lobby';

const linesOnAPage = 10;
const longestLine = 60;
const retryMs = 7_000;

/** What a button carries. */
type Control =
  | { readonly kind: 'run'; readonly line: string }
  | { readonly kind: 'share'; readonly key: SharePressed<ToyMessage>['key']; readonly requestId: string }
  | {
      readonly kind: 'page';
      readonly page: number;
      readonly key: SharePressed<ToyMessage>['key'];
      readonly requestId: string;
      readonly share: boolean;
      readonly sharedBy?: string;
    }
  | { readonly kind: 'stop'; readonly requestId: string }
  | { readonly kind: 'reminder'; readonly how: PressHow; readonly delivery: string; readonly reminder: string };

const hows: readonly PressHow[] = ['done', 'snooze-hour', 'snooze-tomorrow', 'snooze-week', 'show'];

/** The toy as a chat. */
export function createToyAdapter(server: ToyServer): ChatAdapter<ToyEvent, ToyMessage> {
  return {
    platform: 'terminal',
    label: 'Toy',
    teamWord: 'room',
    limits: { announceAfterMs: 1_000, clockSkewMs: 1_000, historyPages: 1 },
    render,
    decode: (event, source) => decode(server, event, source),
    record: (event) => ({ event, known: {} }),
    carriesLine: (line) => line.length <= longestLine,
    findPlace: async ({ id }) => id,
    post: (_place, { message, delivery }) => server.send('post', { ...message, seenBy: 'everyone', delivery }),
    readHistory: async (_place, { from, to }) => ({ messages: await server.history(from, to) }),
    check: async () => ({ ok: true }),
    classify,
    toError: (cause, what) => new PlatformError('toy-failed', what, { cause }),
  };
}

const render: ChatRenderer<ToyMessage> = {
  answer({ answer }, { found, share = false, page = 0, sharedBy } = {}) {
    const lines = linesOf(answer);
    const pages = found === undefined ? 1 : Math.ceil(lines.length / linesOnAPage);
    const shown = pages === 1 ? lines : lines.slice(page * linesOnAPage, (page + 1) * linesOnAPage);
    const by = sharedBy === undefined ? {} : { sharedBy };
    const turn = (label: string, to: number) =>
      found === undefined || to < 0 || to >= pages
        ? []
        : [button(label, { kind: 'page', page: to, ...found, share, ...by })];
    const text = [
      answer.title,
      ...(page === 0 ? [answer.lead] : []),
      ...shown,
      ...(pages === 1 ? [] : [`Page ${page + 1} of ${pages}`]),
      ...(sharedBy === undefined ? [] : [`Shared by @${sharedBy}`]),
    ];
    const buttons = [
      ...turn('Previous', page - 1),
      ...turn('Next', page + 1),
      ...(answer.actions ?? []).map(({ label, command }) => button(label, { kind: 'run', line: command })),
      ...(share && found !== undefined ? [button('Share', { kind: 'share', ...found })] : []),
    ];
    return { message: { text: text.join('\n'), buttons }, pages };
  },
  reminder({ delivery, title, items }) {
    const text = items.map(({ text: what, notes, answer }) => {
      const said =
        answer === undefined
          ? []
          : [`${answer.how === 'done' ? 'Done' : `Snoozed until ${answer.until}`} · @${answer.by}, ${answer.at}`];
      return [what, ...notes, ...said].join('\n');
    });
    const buttons = items
      .filter(({ answer }) => answer === undefined)
      .flatMap(({ reminder }) =>
        hows.map((how) => button(`${how} ${reminder}`, { kind: 'reminder', how, delivery, reminder })),
      );
    return { text: [title, ...text].join('\n'), buttons };
  },
  note: (text, title) => ({ text: title === undefined ? text : `${title}\n${text}`, buttons: [] }),
  progress: (text, requestId) => ({ text, buttons: [button('Stop', { kind: 'stop', requestId })] }),
  answeredBy: ({ by, at, until }) => ({ person: `@${by}`, at, ...(until === undefined ? {} : { until }) }),
};

function linesOf({ sections }: Answer): string[] {
  return sections.flatMap((section) => {
    if (section.kind === 'table') return section.rows.map((row) => row.join(' '));
    return 'items' in section ? [...section.items] : section.text.split('\n');
  });
}

function button(label: string, control: Control): ToyMessage['buttons'][number] {
  return { label, value: JSON.stringify(control) };
}

function decode(server: ToyServer, event: ToyEvent, source: RequestSource): ChatEvent<ToyMessage> | undefined {
  const { id, by: person } = event;
  const actor: Actor = { id: person, role: source.administrators.has(person) ? 'administrator' : 'member' };
  const requestLine = (text: string): Request => ({
    id: source.newId(),
    team: toyTeam,
    actor,
    conversation: { id: toyChannel, private: false },
    zone: source.zone,
    receivedAt: source.now(),
    capabilities: { prefix: '/', buttons: true, files: false },
    input: { kind: 'text', text },
  });
  const asked = (line: string, audience: Audience) =>
    ({
      kind: 'asked',
      id,
      request: requestLine(line),
      audience,
      isMessage: event.kind === 'mention',
      respond: respondTo(server, event, audience),
    }) as const;
  if (event.kind !== 'press') return asked(event.text, event.kind === 'command' ? 'asker' : 'everyone');
  const respond = respondTo(server, event, 'asker');
  const control = readControl(event.value);
  switch (control?.kind) {
    case 'run':
      return asked(control.line, 'asker');
    case 'share':
      return { ...control, id, messageKey: event.post, by: actor, team: toyTeam, requestLine, respond };
    case 'page': {
      const { share, sharedBy, ...page } = control;
      const shown = { share, ...(sharedBy === undefined ? {} : { sharedBy }) };
      const audience: Audience = share ? 'asker' : 'everyone';
      return { ...page, id, team: toyTeam, audience, requestLine, shown, respond };
    }
    case 'stop':
      return { ...control, id, team: toyTeam, by: actor, requestLine, respond };
    case 'reminder':
      return { ...control, id, actor, findTeam: async () => toyTeam, requestLine, audience: 'asker', respond };
    default:
      return { kind: 'outdated', id, title: 'Too old', text: 'This button is from another version of me.', respond };
  }
}

function readControl(value: string): Control | undefined {
  const control = JSON.parse(value) as Control;
  return ['run', 'share', 'page', 'stop', 'reminder'].includes(control.kind) ? control : undefined;
}

function respondTo(server: ToyServer, event: ToyEvent, audience: Audience): PressResponder<ToyMessage> {
  const { id } = event;
  const post = event.kind === 'press' ? event.post : '';
  const send = async (call: 'answer' | 'share', message: ToyMessage, seenBy: Audience) => {
    await server.send(call, { ...message, seenBy }, id);
  };
  let progress: string | undefined;
  return {
    announce: () => server.acknowledge(id),
    answer: (message) =>
      progress === undefined ? send('answer', message, audience) : server.edit(progress, message, id),
    async progress(message) {
      if (progress === undefined) progress = await server.send('answer', { ...message, seenBy: audience }, id);
      else await server.edit(progress, message, id);
      return 'replaced';
    },
    update: (message) => server.edit(post, message, id),
    updateAsBot: (message) => server.edit(post, message),
    tell: (message) => send('answer', message, 'asker'),
    share: (message) => send('share', message, 'everyone'),
  };
}

function classify(error: unknown): ChatFailure {
  const reason = error instanceof ToyError ? error.reason : 'no-answer';
  if (reason === 'too-many') return { kind: 'try-again', retryAfterMs: retryMs, reason: 'Toy says it is too much' };
  if (reason === 'too-long') return { kind: 'content-refused', remedy: 'Say less.', says: 'too long' };
  if (reason === 'refused') return { kind: 'refused', remedy: 'Ask in the lobby.', says: 'no' };
  return { kind: 'unknown', reason: 'Toy did not answer' };
}
