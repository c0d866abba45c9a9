/** The fields of Slack's payloads that the bot reads. */

/** A slash command. Source: https://docs.slack.dev/interactivity/implementing-slash-commands */
export interface CommandPayload {
  readonly team_id: string;
  readonly enterprise_id?: string;
  readonly channel_id: string;
  readonly user_id: string;
  readonly text?: string;
  /** Another one for each time somebody sends the command. */
  readonly trigger_id?: string;
}

/** The envelope of an event. Source: https://docs.slack.dev/apis/events-api */
export interface EventEnvelope {
  readonly event_id?: string;
  readonly team_id?: string | null;
  readonly enterprise_id?: string | null;
  /** The installations it is delivered for; the first is the bot itself. */
  readonly authorizations?: readonly Authorization[];
}

interface Authorization {
  readonly team_id?: string | null;
  readonly enterprise_id?: string | null;
  readonly user_id?: string;
}

/** A message to the bot: `app_mention`, or `message` in a direct message. */
export interface MessageEvent {
  readonly type: string;
  readonly subtype?: string;
  readonly channel: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly bot_id?: string;
  /** The workspace that whoever wrote it belongs to, in a channel that organisations share. */
  readonly user_team?: string;
  readonly source_team?: string;
  readonly team?: string;
  readonly text?: string;
  readonly ts: string;
  readonly thread_ts?: string;
  /** Source: https://docs.slack.dev/reference/objects/file-object */
  readonly files?: readonly { readonly name?: string | null; readonly url_private_download?: string }[];
}

/** The person, and the workspace as Slack names it in an interaction. */
export interface Presser {
  /** Null where the app is installed for an organisation. */
  readonly team?: { readonly id: string; readonly enterprise_id?: string } | null;
  readonly enterprise?: { readonly id: string } | null;
  readonly user: { readonly id: string; readonly team_id?: string };
}

/** A pressed button. Source: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export interface ButtonPayload extends Presser {
  /** Another one for each press. Opens a form within three seconds. */
  readonly trigger_id?: string;
  readonly channel?: { readonly id: string };
  readonly container?: {
    readonly channel_id?: string;
    readonly message_ts?: string;
    readonly thread_ts?: string;
    readonly is_ephemeral?: boolean;
  };
  readonly message?: { readonly thread_ts?: string };
}

/** The button or the menu itself. */
export interface PressedButton {
  readonly action_id: string;
  readonly block_id?: string;
  readonly value?: string;
  /** The option that was picked from a menu. */
  readonly selected_option?: { readonly value?: string } | null;
}

/** A global shortcut, or one on a message. Source: https://docs.slack.dev/interactivity/implementing-shortcuts */
export interface ShortcutPayload extends Presser {
  readonly trigger_id: string;
  readonly channel?: { readonly id: string };
  readonly message?: { readonly text?: string };
}

/** Somebody opened the bot's own pages. Source: https://docs.slack.dev/reference/events/app_home_opened */
export interface HomeEvent {
  readonly user: string;
  readonly tab?: string;
}
