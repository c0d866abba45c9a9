/** The blocks that messages are made of. Source: https://docs.slack.dev/reference/block-kit/blocks */
export type Block = SectionBlock | ContextBlock | ActionsBlock;

/** Text in Slack's markup. `verbatim` keeps Slack from turning anything into a link or a mention by itself. */
interface MarkupText {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

interface SectionBlock {
  readonly type: 'section';
  readonly block_id: string;
  readonly text: MarkupText;
}

/** Small grey print. */
interface ContextBlock {
  readonly type: 'context';
  readonly block_id: string;
  readonly elements: readonly MarkupText[];
}

interface ActionsBlock {
  readonly type: 'actions';
  readonly block_id: string;
  readonly elements: readonly (Button | Menu)[];
}

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** A button. Slack sends `value` back when it is pressed. */
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary';
}

/** A menu to pick one option from. Slack sends back the `value` of that option. */
export interface Menu {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
}

/** The visible part of a message, the same for every way of sending it. */
export interface RenderedMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: Block[];
}

export function plainText(text: string): PlainText {
  return { type: 'plain_text', text, emoji: false };
}

/** Wraps text that is Slack's markup already. */
export function markup(text: string): MarkupText {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Keeps Slack from looking up, linking or unfurling anything that a message names. */
export const quietly = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
