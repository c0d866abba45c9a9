/** The few of Slack's blocks an answer is made of. */
export type Block = SectionBlock | ContextBlock | ActionsBlock;

/** Text in Slack's markup. `verbatim`: Slack turns nothing into a link or a mention by itself. */
interface MarkupText {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

/** A paragraph. */
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

/** A row of buttons. */
interface ActionsBlock {
  readonly type: 'actions';
  readonly block_id: string;
  readonly elements: readonly (Button | Menu)[];
}

/** Text without any markup. */
interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** A button; `value` comes back when it is pressed. */
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary';
}

/** A menu to pick one thing from; the `value` of what was picked comes back. */
export interface Menu {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
}

/** A message's visible part, the same for every way of sending it. */
export interface RenderedMessage {
  /** What notifications show and screen readers read. */
  readonly text: string;
  readonly blocks: Block[];
}

/** Makes a text object without markup. */
export function plainText(text: string): PlainText {
  return { type: 'plain_text', text, emoji: false };
}

/** Makes a text object that Slack takes as it is. */
export function markup(text: string): MarkupText {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** With this, nothing a message names is looked up, linked or unfurled. */
export const quietly = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
