import type { App } from '@slack/bolt';
import type { Actor, Reply, Request, Router, TeamKey } from '../../bot/bot.ts';
import type { ChatOptions } from '../../chat/chat.ts';
import type { ToldReminder } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import { plainRequest, pressedTeam } from './decode-event.ts';
import { decodeText } from './decode-text.ts';
import {
  type Form,
  type FormPlace,
  type FormValues,
  formErrors,
  formIds,
  readReminderForm,
  readSnoozeForm,
  reminderForm,
  type SnoozePlace,
  saidForm,
  snoozeForm,
  waitingForm,
} from './forms.ts';
import { renderHome } from './render-home.ts';
import { renderReminder } from './render-reminder.ts';

type Client = App['client'];

interface SurfaceOptions extends Pick<ChatOptions, 'zone' | 'now' | 'newId' | 'administrators' | 'deliveries'> {
  readonly router: Router;
  /** The team's reminders, and how each is, for the Home tab. Left out: it shows none. */
  readonly overview?: ((team: TeamKey, viewer: Actor) => Promise<readonly ToldReminder[]>) | undefined;
}

/** The person, and the workspace as Slack names it in an interaction. */
export interface Presser {
  readonly team?: { readonly id: string } | null;
  readonly enterprise?: { readonly id: string } | null;
  readonly user: { readonly id: string; readonly team_id?: string };
}

/** What a form is acknowledged with. Slack waits three seconds. */
export type FormResponse =
  | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly response_action: 'update'; readonly view: Form };

/** A form that was sent. */
export interface SentForm extends Presser {
  readonly view: {
    readonly id: string;
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: FormValues };
  };
}

/** The Home tab and the forms: what Slack has beside messages. All reject with what Slack or the store refused. */
export interface Surfaces {
  showHome(client: Client, presser: Presser, said?: Reply): Promise<void>;
  /** Runs a command line from the Home tab, and shows there what it answered. */
  runAtHome(client: Client, presser: Presser, line: string): Promise<void>;
  openReminderForm(
    client: Client,
    presser: Presser,
    triggerId: string,
    from: FormPlace & { readonly text?: string },
  ): Promise<void>;
  openSnoozeForm(client: Client, triggerId: string, place: SnoozePlace): Promise<void>;
  submit(client: Client, form: SentForm, acknowledge: (response?: FormResponse) => Promise<void>): Promise<void>;
}

/** Below the three seconds that Slack waits. */
const patienceMs = 2_000;

export function createSurfaces(options: SurfaceOptions): Surfaces {
  const { router, overview, deliveries, zone } = options;
  const source = { ...options, administrators: options.administrators ?? new Set<string>() };
  const requestFor = (presser: Presser, channel = presser.user.id): Request =>
    plainRequest(source, pressedTeam(presser), presser.user.id, channel);
  const ask = (presser: Presser, text: string): Promise<Reply> =>
    router.dispatch({ ...requestFor(presser), input: { kind: 'text', text } });

  const showHome: Surfaces['showHome'] = async (client, presser, said) => {
    const [status, deadlines, reminders] = await Promise.all([
      ask(presser, 'status'),
      ask(presser, 'deadlines'),
      overview?.(pressedTeam(presser), requestFor(presser).actor).catch(() => undefined),
    ]);
    const blocks = renderHome({
      reader: presser.user.id,
      status,
      deadlines,
      ...(reminders === undefined ? {} : { reminders }),
      ...(said === undefined ? {} : { said }),
    });
    const view = { type: 'home', blocks } as unknown as Parameters<Client['views']['publish']>[0]['view'];
    await client.views.publish({ user_id: presser.user.id, view });
  };

  const open = async (client: Client, trigger_id: string, form: Form) => {
    await client.views.open({ trigger_id, view: form as unknown as OpenedView });
  };

  const submitReminder: Surfaces['submit'] = async (client, form, acknowledge) => {
    const { values } = form.view.state;
    const read = readReminderForm(values);
    if (read.kind === 'wrong') return acknowledge({ response_action: 'errors', errors: read.errors });
    const request = { ...requestFor(form, read.channel), input: read.call, references: read.references };
    const running = router.dispatch(request);
    const fast = await withinTime(running, patienceMs, () => undefined);
    if (fast === undefined) await acknowledge({ response_action: 'update', view: waitingForm('New reminder') });
    const reply = fast ?? (await running);
    if (fast !== undefined && reply.outcome !== 'answered') {
      return acknowledge({ response_action: 'errors', errors: formErrors(reply, values) });
    }
    const said = saidForm(reply.outcome === 'answered' ? 'Reminder set' : 'Not set', reply);
    if (fast !== undefined) await acknowledge({ response_action: 'update', view: said });
    else await client.views.update({ view_id: form.view.id, view: said as unknown as OpenedView });
  };

  const submitSnooze: Surfaces['submit'] = async (client, form, acknowledge) => {
    const place = JSON.parse(form.view.private_metadata) as SnoozePlace;
    const team = pressedTeam(form);
    const until = await deliveries?.readTime?.(team, readSnoozeForm(form.view.state.values));
    if (deliveries === undefined || until === undefined) {
      const when = 'That is no time to come that I can read. Write it like in 3h, tomorrow 14:00 or friday 8am.';
      return acknowledge({ response_action: 'errors', errors: { when } });
    }
    const { actor } = requestFor(form);
    const { delivery, reminder, channel, ts } = place;
    const result = await deliveries.press({ team, delivery, reminder, how: { until }, actor });
    if (result.kind === 'gone' || result.kind === 'not-allowed') {
      const when =
        result.kind === 'gone' ? 'This reminder is not there any more, so nothing was recorded.' : result.reason;
      return acknowledge({ response_action: 'errors', errors: { when } });
    }
    await acknowledge();
    const edit = { channel, ts, ...renderReminder(result.view) };
    await client.chat.update(edit as unknown as Parameters<Client['chat']['update']>[0]);
  };

  return {
    showHome,
    runAtHome: async (client, presser, line) => showHome(client, presser, await ask(presser, line)),
    openReminderForm: (client, _presser, triggerId, { text = '', ...place }) =>
      open(client, triggerId, reminderForm(place, zone, decodeText(text))),
    openSnoozeForm: (client, triggerId, place) => open(client, triggerId, snoozeForm(place)),
    async submit(client, form, acknowledge) {
      const { callback_id } = form.view;
      if (callback_id === formIds.reminder) return submitReminder(client, form, acknowledge);
      if (callback_id === formIds.snooze) return submitSnooze(client, form, acknowledge);
      await acknowledge();
    },
  };
}

type OpenedView = Parameters<Client['views']['open']>[0]['view'];
