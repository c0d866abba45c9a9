import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/bot/answer.ts';
import type { Request } from '../../../src/bot/request.ts';
import { type FormValues, formIds, reminderForm } from '../../../src/platforms/slack/forms.ts';
import { renderHome } from '../../../src/platforms/slack/render-home.ts';
import { missingScopes } from '../../../src/platforms/slack/scopes.ts';
import { createSurfaces, type FormResponse, type SentForm } from '../../../src/platforms/slack/surfaces.ts';
import type { DeliveryService } from '../../../src/reminders/delivery-service.ts';
import type { ToldReminder } from '../../../src/reminders/reminder-state.ts';
import { createTestClock, once } from '../../reminders/fixture.ts';

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

/** Surfaces over a router that answers as told, and a client that keeps its calls. */
function open(answer: (request: Request) => Reply | Promise<Reply>, deliveries?: Partial<DeliveryService>) {
  const requests: Request[] = [];
  const calls: { readonly method: string; readonly args: unknown }[] = [];
  const keep = (method: string) => async (args: unknown) => {
    calls.push({ method, args });
    return { ok: true };
  };
  const client = {
    views: { open: keep('views.open'), publish: keep('views.publish'), update: keep('views.update') },
    chat: { update: keep('chat.update') },
  } as never;
  const surfaces = createSurfaces({
    router: {
      async dispatch(request) {
        requests.push(request);
        return answer(request);
      },
      inspect: () => ({ line: undefined, changes: false }),
    },
    zone: 'UTC',
    now: clock.now,
    newId: () => 'n1',
    ...(deliveries === undefined ? {} : { deliveries: deliveries as DeliveryService }),
    overview: async () => [told('aaaa', 'U1', { kind: 'next', at: clock.at(60_000) })],
  });
  const responses: (FormResponse | undefined)[] = [];
  const submit = (callbackId: string, values: FormValues, metadata: object = {}) =>
    surfaces.submit(client, sent(callbackId, values, metadata), async (response) => void responses.push(response));
  return { surfaces, client, requests, calls, responses, submit };
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
    const { surfaces, client, calls } = open(() => reply(''));
    await surfaces.openReminderForm(client, presser, 'trigger', {
      channel: 'C1',
      text: 'the queue of <@U2|bob> &amp; co',
    });
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
      ['C7', 'C7'],
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
    ['“Mars” is no time zone I know.', 'Write an IANA name.', 'zone', /no time zone I know. Write an IANA name/],
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
    const { submit, calls, responses } = open(() => reply(''), {
      readTime: async () => until,
      async press(press) {
        presses.push(press);
        return { kind: 'recorded', view, answer: { how: 'snooze', by: 'U1', at: '10:12' } };
      },
    });
    await submit(formIds.snooze, typed('in 1h', ''), place);
    expect(presses).toMatchObject([{ team: 'slack:T1', delivery: 'd1', reminder: 'aaaa', how: { until } }]);
    expect(responses).toEqual([undefined]);
    expect(calls).toMatchObject([{ method: 'chat.update', args: { channel: 'C1', ts: '1.2' } }]);
  });

  it('is refused below its field where it is no time to come', async () => {
    const { submit, calls, responses } = open(() => reply(''), { readTime: async () => undefined });
    await submit(formIds.snooze, typed('yesterday', ''), place);
    expect(responses).toMatchObject([
      { response_action: 'errors', errors: { when: expect.stringMatching(/no time to come/) } },
    ]);
    expect(calls).toEqual([]);
  });
});

describe('the Home tab', () => {
  it('shows the status, my reminders with their buttons, and the deadlines', async () => {
    const { surfaces, client, calls, requests } = open(() => reply('All is well: Slack connected.'));
    await surfaces.showHome(client, presser);
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
    const { surfaces, client, calls } = open(({ input }) =>
      reply(
        input.kind === 'text' && input.text.startsWith('remind done')
          ? 'Reminder aaaa is done.'
          : 'Look at this: dead.',
      ),
    );
    await surfaces.runAtHome(client, presser, 'remind done aaaa');
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

describe('missing scopes', () => {
  it('are named with what is off and how to grant them; nothing is claimed where Slack does not say', () => {
    expect(missingScopes(undefined)).toEqual([]);
    const all = [
      'chat:write',
      'commands',
      'app_mentions:read',
      'im:history',
      'channels:read',
      'groups:read',
      'files:write',
    ];
    const history = ['channels:history', 'groups:history', 'im:write'];
    expect(missingScopes([...all, ...history])).toEqual([]);
    expect(missingScopes([...all, 'channels:history', 'im:write'])).toEqual([
      {
        message: expect.stringMatching(/stays ambiguous/),
        remedy: expect.stringMatching(/^It needs `groups:history`: add it under OAuth/),
        grave: false,
      },
    ]);
    expect(missingScopes([]).filter(({ grave }) => grave)).toHaveLength(4);
  });
});
