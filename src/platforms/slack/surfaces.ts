import type { App } from '@slack/bolt';
import type { Actor, Reply, TeamKey } from '../../bot/bot.ts';
import type { ChatOptions, ControlUse } from '../../chat/chat.ts';
import type { ToldReminder } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import {
  type Form,
  type FormPlace,
  type FormValues,
  formErrors,
  formIds,
  readReminderForm,
  reminderForm,
  type SnoozePlace,
  saidForm,
  snoozeForm,
  waitingForm,
} from './forms.ts';
import { decodeText } from './mrkdwn.ts';
import type { Presser } from './payloads.ts';
import { renderHome, renderRefusedHome } from './render-home.ts';

type Client = App['client'];

interface SurfaceOptions extends Pick<ChatOptions, 'zone'> {
  /** The team's reminders, and how each is, for the Home tab. Left out: it shows none. */
  readonly overview?: ((team: TeamKey, viewer: Actor) => Promise<readonly ToldReminder[]>) | undefined;
}

/** What a form is acknowledged with. Slack waits three seconds. */
export type FormResponse =
  | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly response_action: 'update'; readonly view: Form };

/** A form that was sent. Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export interface SentForm extends Presser {
  readonly trigger_id?: string;
  readonly view: {
    readonly id: string;
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: FormValues };
  };
}

export type Acknowledge = (response?: FormResponse) => Promise<void>;

/** Whoever uses it, as the chat has settled, and how commands are run for them. */
type Use = Pick<ControlUse, 'request' | 'dispatch'>;

/**
 * The Home tab and the forms: what Slack has beside messages. The chat has settled who uses them. All reject with what
 * Slack or the store refused.
 */
export interface Surfaces {
  showHome(client: Client, use: Use, said?: Reply): Promise<void>;
  /** Shows why the Home tab stays empty. */
  refuseHome(client: Client, use: Pick<Use, 'request'>, reply: Reply): Promise<void>;
  /** Runs a command line from the Home tab, and shows there what it answered. */
  runAtHome(client: Client, use: Use, line: string): Promise<void>;
  openReminderForm(client: Client, triggerId: string, from: FormPlace & { readonly text?: string }): Promise<void>;
  openSnoozeForm(client: Client, triggerId: string, place: SnoozePlace): Promise<void>;
  /** Shows a reply in a form of its own. */
  openReply(client: Client, triggerId: string, reply: Reply): Promise<void>;
  submitReminder(client: Client, use: Use, form: SentForm, acknowledge: Acknowledge): Promise<void>;
}

/** Below the three seconds that Slack waits. */
const patienceMs = 2_000;

export function createSurfaces({ overview, zone }: SurfaceOptions): Surfaces {
  const ask = ({ request, dispatch }: Use, text: string): Promise<Reply> =>
    dispatch({ ...request, input: { kind: 'text', text } });

  const publish = async (client: Client, person: string, blocks: readonly object[]) => {
    const view = { type: 'home', blocks } as unknown as Parameters<Client['views']['publish']>[0]['view'];
    await client.views.publish({ user_id: person, view });
  };

  const showHome: Surfaces['showHome'] = async (client, use, said) => {
    const { team, actor } = use.request;
    const [status, deadlines, reminders] = await Promise.all([
      ask(use, 'status'),
      ask(use, 'deadlines'),
      overview?.(team, actor).catch(() => undefined),
    ]);
    const blocks = renderHome({
      reader: actor.id,
      status,
      deadlines,
      ...(reminders === undefined ? {} : { reminders }),
      ...(said === undefined ? {} : { said }),
    });
    await publish(client, actor.id, blocks);
  };

  const open = async (client: Client, trigger_id: string, form: Form) => {
    await client.views.open({ trigger_id, view: form as unknown as OpenedView });
  };

  return {
    showHome,
    refuseHome: (client, { request }, reply) => publish(client, request.actor.id, renderRefusedHome(reply)),
    runAtHome: async (client, use, line) => showHome(client, use, await ask(use, line)),
    openReminderForm: (client, triggerId, { text = '', ...place }) =>
      open(client, triggerId, reminderForm(place, zone, decodeText(text))),
    openSnoozeForm: (client, triggerId, place) => open(client, triggerId, snoozeForm(place)),
    openReply: (client, triggerId, reply) => open(client, triggerId, saidForm('Not done', reply)),
    async submitReminder(client, { request, dispatch }, form, acknowledge) {
      const { values } = form.view.state;
      const read = readReminderForm(values);
      if (read.kind === 'wrong') return acknowledge({ response_action: 'errors', errors: read.errors });
      const running = dispatch({ ...request, input: read.call, references: read.references });
      const fast = await withinTime(running, patienceMs, () => undefined);
      if (fast === undefined) await acknowledge({ response_action: 'update', view: waitingForm('New reminder') });
      const reply = fast ?? (await running);
      if (fast !== undefined && reply.outcome !== 'answered') {
        return acknowledge({ response_action: 'errors', errors: formErrors(reply, values) });
      }
      const said = saidForm(reply.outcome === 'answered' ? 'Reminder set' : 'Not set', reply);
      if (fast !== undefined) await acknowledge({ response_action: 'update', view: said });
      else await client.views.update({ view_id: form.view.id, view: said as unknown as OpenedView });
    },
  };
}

type OpenedView = Parameters<Client['views']['open']>[0]['view'];

/** The channel a form was opened in: whoever sends it is in there. Nothing where it was opened anywhere else. */
export function formChannel({ view: { callback_id, private_metadata } }: SentForm): string | undefined {
  if (callback_id !== formIds.reminder || private_metadata === '') return undefined;
  return (JSON.parse(private_metadata) as FormPlace).channel;
}
