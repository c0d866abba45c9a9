import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/bot/answer.ts';
import type { Actor, Request } from '../../../src/bot/request.ts';
import { createChat } from '../../../src/chat/chat.ts';
import type { SlackEvent } from '../../../src/platforms/slack/decode-event.ts';
import { type FormValues, formIds, reminderForm } from '../../../src/platforms/slack/forms.ts';
import type { PressedButton } from '../../../src/platforms/slack/payloads.ts';
import { renderHome } from '../../../src/platforms/slack/render-home.ts';
import { missingScopes } from '../../../src/platforms/slack/scopes.ts';
import { createSlackAdapter } from '../../../src/platforms/slack/slack-adapter.ts';
import { createSurfaces, type FormResponse, type SentForm } from '../../../src/platforms/slack/surfaces.ts';
import type { DeliveryService } from '../../../src/reminders/delivery-service.ts';
import type { ToldReminder } from '../../../src/reminders/reminder-state.ts';
import { createTestClock, once } from '../../reminders/fixture.ts';
import { silentLogger } from './silent-logger.ts';

const clock = createTestClock();
const reply = (lead: string, outcome: Reply['outcome'] = 'answered', remedy = ''): Reply => ({
  command: 'remind add',
  outcome,
  answer: {
    title: 'Reminder r7k2',
    lead,
    sections: remedy === '' ? [] : [{ kind: 'note', tone: 'info', text: remedy }],
    sources: [],
    actions: [{ label: 'Undo', command: 'remind remove r7k2' }],
  },
});

const told = (id: string, createdBy: string, state: ToldReminder['state'], text = `look at ${id}`): ToldReminder => ({
  reminder: { ...once(clock.at(0), { createdBy, text }), id, createdAt: clock.now(), state: 'active' },
  state,
});

/** A chat with surfaces, over a router that answers as told, and a client that keeps its calls. */
function open(
  answer: (request: Request) => Reply | Promise<Reply>,
  { deliveries, role = 'member' }: { deliveries?: Partial<DeliveryService>; role?: Actor['role'] } = {},
) {
  const requests: Request[] = [];
  const viewers: Actor[] = [];
  const calls: { readonly method: string; readonly args: unknown }[] = [];
  const keep = (method: string) => async (args: unknown) => {
    calls.push({ method, args });
    return { ok: true };
  };
  const client = {
    views: { open: keep('views.open'), publish: keep('views.publish'), update: keep('views.update') },
    chat: { update: keep('chat.update'), postEphemeral: keep('chat.postEphemeral') },
  } as never;
  const surfaces = createSurfaces({
    zone: 'UTC',
    async overview(_team, viewer) {
      viewers.push(viewer);
      return [told('aaaa', 'U1', { kind: 'next', at: clock.at(60_000) })];
    },
  });
  const config = { botToken: 'xoxb-test', apiUrl: undefined };
  const adapter = createSlackAdapter({ config, logger: silentLogger, outgoing: undefined, timeoutMs: 100, surfaces });
  let ids = 0;
  const chat = createChat(
    { ...adapter, findActor: async (_team, actor) => ({ ...actor, role }) },
    {
      router: {
        async dispatch(request) {
          requests.push(request);
          return answer(request);
        },
        inspect: () => ({ line: undefined, changes: false }),
      },
      logger: silentLogger,
      ...(deliveries === undefined ? {} : { deliveries: deliveries as DeliveryService }),
      zone: 'UTC',
      now: clock.now,
      newId() {
        ids += 1;
        return `n${ids}`;
      },
    },
  );
  const handle = (event: SlackEvent) => chat.handle(event, 'Cannot answer');
  const responses: (FormResponse | undefined)[] = [];
  const submit = (callbackId: string, values: FormValues, metadata: object = {}, trigger?: string) =>
    handle({
      kind: 'form',
      payload: { ...sent(callbackId, values, metadata), ...(trigger === undefined ? {} : { trigger_id: trigger }) },
      client,
      acknowledge: async (response) => void responses.push(response),
    });
  const press = (pressed: PressedButton, payload: object = {}) =>
    handle({ kind: 'button', payload: { ...presser, ...payload }, pressed, client, respond: async () => {} });
  return {
    requests,
    viewers,
    calls,
    responses,
    submit,
    press,
    shortcut: (more: object) =>
      handle({ kind: 'shortcut', payload: { ...presser, trigger_id: 'trigger', ...more }, client }),
    openHome: () => handle({ kind: 'home', envelope: { team_id: 'T1' }, event: { user: 'U1', tab: 'home' }, client }),
    failures: chat.tracker.failures,
  };
}

const presser = { team: { id: 'T1' }, user: { id: 'U1' } };
const sent = (callback_id: string, values: FormValues, metadata: object): SentForm => ({
  ...presser,
  view: { id: 'V1', callback_id, private_metadata: JSON.stringify(metadata), state: { values } },
});
const typed = (when: string, what: string, more: FormValues = {}): FormValues => ({
  when: { value: { value: when } },
  what: { value: { value: what } },
  ...more,
});

describe('the form for a new reminder', () => {
  it('begins with the text of the message it is about, in its channel', async () => {
    const { shortcut, calls } = open(() => reply(''));
    await shortcut({ channel: { id: 'C1' }, message: { text: 'the queue of <@U2|bob> &amp; co' } });
    expect(calls).toMatchObject([{ method: 'views.open', args: { trigger_id: 'trigger' } }]);
    const shown = JSON.stringify(calls);
    expect(shown).toContain('"initial_value":"the queue of @bob & co"');
    expect(shown).toContain('"initial_conversation":"C1"');
  });

  it('makes the reminder, and shows the answer in its place', async () => {
    const { submit, requests, responses } = open(() => reply('I will remind you.'));
    await submit(formIds.reminder, typed('tomorrow 9am', 'look'));
    expect(requests).toMatchObject([
      {
        team: 'slack:T1',
        actor: { id: 'U1' },
        input: { kind: 'call', path: ['remind', 'add'], values: { line: 'tomorrow 9am look', to: 'me' } },
      },
    ]);
    expect(responses).toMatchObject([{ response_action: 'update', view: { title: { text: 'Reminder set' } } }]);
    expect(JSON.stringify(responses)).not.toContain('Undo');
  });

  it('goes to the channel or the person that was picked, not to both', async () => {
    const channel: FormValues = { channel: { value: { selected_conversation: 'C7' } } };
    const person: FormValues = { person: { value: { selected_user: 'U7' } } };
    const { submit, requests, responses } = open(() => reply('I will remind you.'));
    await submit(formIds.reminder, typed('in 1h', 'look', channel));
    await submit(formIds.reminder, typed('in 1h', 'look', person));
    await submit(formIds.reminder, typed('in 1h', 'look', { ...channel, ...person }));
    expect(requests.map(({ references, conversation }) => [references?.[0]?.id, conversation.id])).toEqual([
      // Whoever sends the form may not be in the channel they pick: it is elsewhere, and their right there is asked for.
      ['C7', 'U1'],
      ['U7', 'U1'],
    ]);
    expect(responses.at(-1)).toMatchObject({
      response_action: 'errors',
      errors: { person: expect.stringMatching(/not to both/) },
    });
  });

  it.each([
    [
      'I cannot read that.',
      'Write it like `remind add in 2h look`.',
      'when',
      /I cannot read that. Write it like in 2h/,
    ],
    ['“Mars” isn’t a time zone I know.', 'Write an IANA name.', 'zone', /isn’t a time zone I know. Write an IANA name/],
    ['That could not be delivered.', 'Invite me there.', 'channel', /Invite me there/],
  ])('says below the field what is wrong: %s', async (lead, remedy, field, wanted) => {
    const { submit, responses } = open(() => reply(lead, 'usage', remedy));
    await submit(formIds.reminder, typed('whenever', 'look'));
    expect(responses).toEqual([{ response_action: 'errors', errors: { [field]: expect.stringMatching(wanted) } }]);
  });

  it('keeps to Slack’s limits whatever the message says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (text) => {
        const value = JSON.parse(JSON.stringify(reminderForm({}, 'UTC', text))).blocks[1].element.initial_value ?? '';
        expect(value.length).toBeLessThanOrEqual(1_500);
      }),
    );
  });
});

describe('a snooze to a time of one’s own', () => {
  const place = { delivery: 'd1', reminder: 'aaaa', channel: 'C1', ts: '1.2' };

  it('is recorded, and edits the post', async () => {
    const until = clock.at(3_600_000);
    const view = { delivery: 'd1', title: 'Reminder', items: [] };
    const presses: unknown[] = [];
    const deliveries: Partial<DeliveryService> = {
      readTime: async () => until,
      view: async () => view,
      async press(press) {
        presses.push(press);
        return { kind: 'recorded', view, answer: { how: 'snooze', by: 'U1', at: '10:12' } };
      },
    };
    const { submit, calls, responses } = open(() => reply(''), { deliveries });
    await submit(formIds.snooze, typed('in 1h', ''), place);
    expect(presses).toMatchObject([{ team: 'slack:T1', delivery: 'd1', reminder: 'aaaa', how: { until } }]);
    expect(responses).toEqual([undefined]);
    expect(calls).toMatchObject([{ method: 'chat.update', args: { channel: 'C1', ts: '1.2' } }]);
  });

  it('says to whoever came second who was first, in the channel, since the form is closed by then', async () => {
    const view = { delivery: 'd1', title: 'Reminder', items: [] };
    const deliveries: Partial<DeliveryService> = {
      readTime: async () => clock.at(3_600_000),
      view: async () => view,
      press: async () => ({ kind: 'answered-before', view, answer: { how: 'done', by: 'U2', at: '10:12' } }),
    };
    const { submit, calls, responses } = open(() => reply(''), { deliveries });
    await submit(formIds.snooze, typed('in 1h', ''), place);
    expect(responses).toEqual([undefined]);
    expect(calls).toMatchObject([
      { method: 'chat.update' },
      { method: 'chat.postEphemeral', args: { channel: 'C1', user: 'U1', text: '<@U2> was first: done, 10:12.' } },
    ]);
  });

  it('says below its field that the store does not answer, or that somebody asks too much', async () => {
    const deliveries: Partial<DeliveryService> = {
      readTime: async () => clock.at(3_600_000),
      press: () => Promise.reject(new Error('the disk is full')),
    };
    const { submit, responses, failures } = open(() => reply(''), { deliveries });
    for (let sentForms = 0; sentForms < 31; sentForms += 1) await submit(formIds.snooze, typed('in 1h', ''), place);
    expect(responses[0]).toMatchObject({ errors: { when: expect.stringMatching(/could not record that/) } });
    expect(responses[30]).toMatchObject({
      errors: { when: expect.stringMatching(/30 requests and button presses a minute from you/) },
    });
    expect(failures()).toBe(30);
  });

  it('is refused below its field where it is no time to come', async () => {
    const { submit, calls, responses } = open(() => reply(''), {
      deliveries: { readTime: async () => undefined },
    });
    await submit(formIds.snooze, typed('yesterday', ''), place);
    expect(responses).toMatchObject([
      { response_action: 'errors', errors: { when: expect.stringMatching(/can’t read that as a future time/) } },
    ]);
    expect(calls).toEqual([]);
  });
});

describe('the Home tab', () => {
  it('shows the status, my reminders with their buttons, and the deadlines', async () => {
    const { openHome, calls, requests } = open(() => reply('All is well: Slack connected.'));
    await openHome();
    expect(requests.map(({ input }) => input)).toEqual([
      { kind: 'text', text: 'status' },
      { kind: 'text', text: 'deadlines' },
    ]);
    const shown = JSON.stringify(calls);
    expect(calls).toMatchObject([{ method: 'views.publish', args: { user_id: 'U1', view: { type: 'home' } } }]);
    expect(shown).toMatch(
      /✅ All is well.*New reminder.*My reminders.*look at aaaa.*remind done aaaa.*remind pause aaaa.*Deadlines/s,
    );
  });

  it('runs a button’s command, and shows what it answered', async () => {
    const { press, calls } = open(({ input }) =>
      reply(
        input.kind === 'text' && input.text.startsWith('remind done')
          ? 'Reminder aaaa is done.'
          : 'Look at this: dead.',
      ),
    );
    await press({ action_id: 'home:run:0', value: 'remind done aaaa' });
    expect(JSON.stringify(calls)).toMatch(/Reminder aaaa is done.*⚠️ Look at this/s);
  });

  it('calls only that well which says so', () => {
    const shown = (status: Reply) => JSON.stringify(renderHome({ reader: 'U1', status, deadlines: reply('None.') }));
    expect(shown(reply('All is well: Slack connected.'))).toContain('✅');
    expect(shown(reply('I cannot tell whether Slack is connected.'))).not.toContain('✅');
    expect(shown(reply('All is well', 'failed'))).not.toContain('✅');
  });

  it('keeps to Slack’s limits, and pings nobody by what somebody typed', () => {
    const states: ToldReminder['state'][] = [
      { kind: 'next', at: clock.at(60_000), openSince: clock.now() },
      { kind: 'due', at: clock.at(-60_000) },
      { kind: 'sent', at: clock.now() },
      { kind: 'snoozed', until: clock.at(60_000) },
      { kind: 'paused' },
      { kind: 'parked' },
      { kind: 'over' },
    ];
    const reminder = fc
      .tuple(fc.constantFrom('U1', 'U2'), fc.constantFrom(...states), fc.string({ maxLength: 400 }))
      .map(([by, state, text], index = 0) => told(`r${index}`, by, state, `<!channel> ${text}`));
    fc.assert(
      fc.property(fc.array(reminder, { maxLength: 60 }), (reminders) => {
        const blocks = renderHome({
          reader: 'U1',
          status: reply('x'.repeat(4_000)),
          deadlines: reply('None.'),
          reminders,
        });
        expect(blocks.length).toBeLessThanOrEqual(100);
        for (const block of blocks) {
          if (block.type === 'section') expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        }
        expect(JSON.stringify(blocks)).not.toContain('<!channel>');
      }),
      { numRuns: 50 },
    );
  });
});

describe('whoever uses them', () => {
  const place = { delivery: 'd1', reminder: 'aaaa', channel: 'C1', ts: '1.2' };
  const recipientOnly: Partial<DeliveryService> = {
    readTime: async () => clock.at(3_600_000),
    press: async ({ actor }) => ({ kind: 'not-allowed', reason: `You are an ${actor.role}.` }),
  };

  it('is no member where Slack says so: a guest sees nothing of the team’s, and makes nothing', async () => {
    const guest = open(() => reply('All is well: Slack connected.'), { role: 'outsider', deliveries: recipientOnly });
    await guest.openHome();
    await guest.shortcut({ channel: { id: 'C1' }, message: { text: 'look' } });
    await guest.press({ action_id: 'home:new' }, { trigger_id: 't1' });
    expect(guest.requests).toEqual([]);
    expect(guest.viewers).toEqual([]);
    expect(guest.calls.map(({ method }) => method)).toEqual(['views.publish', 'views.open', 'views.open']);
    for (const { args } of guest.calls) expect(JSON.stringify(args)).toContain('Only members of this team');
    await guest.submit(formIds.snooze, typed('in 1h', ''), place);
    expect(guest.responses).toEqual([{ response_action: 'errors', errors: { when: 'You are an outsider.' } }]);
    // What the form asks for is a command, which is asked for its own access.
    await guest.submit(formIds.reminder, typed('in 1h', 'look'));
    await guest.press({ action_id: 'home:run:0', value: 'remind list' }, { trigger_id: 't2' });
    expect(guest.requests.map(({ actor }) => actor.role)).toEqual(['outsider', 'outsider', 'outsider', 'outsider']);
    expect(guest.failures()).toBe(0);
  });

  it('is an administrator where Slack says so', async () => {
    const boss = open(() => reply('All is well: Slack connected.'), { role: 'administrator' });
    await boss.openHome();
    await boss.submit(formIds.reminder, typed('in 1h', 'look'));
    expect(boss.requests.map(({ actor }) => actor.role)).toEqual(['administrator', 'administrator', 'administrator']);
    expect(boss.viewers.map(({ role }) => role)).toEqual(['administrator']);
  });

  it('sends a form once, however often it arrives', async () => {
    const { submit, requests, responses } = open(() => reply('I will remind you.'));
    await submit(formIds.reminder, typed('in 1h', 'look'), {}, 'same');
    await submit(formIds.reminder, typed('in 1h', 'look'), {}, 'same');
    expect([requests.length, responses.length]).toEqual([1, 1]);
    await submit(formIds.reminder, typed('in 1h', 'look'), {}, 'another');
    expect(requests).toHaveLength(2);
  });

  it('is told where there are too many, and nothing is done', async () => {
    const { submit, press, openHome, requests, responses, calls } = open(() => reply('I will remind you.'));
    for (let sentForms = 0; sentForms < 30; sentForms += 1) await submit(formIds.reminder, typed('in 1h', 'look'));
    expect(requests).toHaveLength(30);
    await submit(formIds.reminder, typed('in 1h', 'look'));
    await press({ action_id: 'home:run:0', value: 'remind list' }, { trigger_id: 't' });
    await openHome();
    expect(requests).toHaveLength(30);
    expect(JSON.stringify(responses.at(-1))).toContain('30 requests and button presses a minute from you');
    expect(calls.map(({ method }) => method)).toEqual(['views.open', 'views.publish']);
  });
});

describe('missing scopes', () => {
  it('are named with what is off and how to grant them; nothing is claimed where Slack does not say', () => {
    expect(missingScopes(undefined)).toEqual([]);
    const all = [
      'chat:write',
      'commands',
      'app_mentions:read',
      'im:history',
      'users:read',
      'channels:read',
      'groups:read',
      'files:write',
    ];
    const history = ['channels:history', 'groups:history', 'im:write', 'files:read'];
    expect(missingScopes([...all, ...history])).toEqual([]);
    expect(missingScopes([...all, 'channels:history', 'im:write', 'files:read'])).toEqual([
      {
        message: expect.stringMatching(/stays ambiguous/),
        remedy: expect.stringMatching(/^It needs `groups:history`: add it under OAuth/),
        grave: false,
      },
    ]);
    expect(missingScopes([], new Set(['U1'])).filter(({ grave }) => grave)).toHaveLength(5);
  });

  it('leave nobody to administer the bot where members cannot be told and the operator named none', () => {
    const named = (granted: string[], administrators?: ReadonlySet<string>) =>
      missingScopes(granted, administrators).filter(({ message }) => message.startsWith('Nobody is an administrator'));
    expect(named([])).toEqual([
      expect.objectContaining({ grave: true, remedy: expect.stringContaining('ADMINISTRATORS') }),
    ]);
    expect(named(['users:read'])).toEqual([]);
    expect(named([], new Set(['U1']))).toEqual([]);
  });
});
