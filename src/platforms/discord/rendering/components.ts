import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIFileComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  type APISeparatorComponent,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { AttachedFile } from '../../../bot/bot.ts';

/**
 * A message as Discord takes it: Components V2 only (flag 1 << 15), so there is no content and no embed.
 * `files` go beside it, and a component of the tree refers to each of them.
 */
export interface RenderedMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly AttachedFile[];
}

/** How a message's edge is coloured. Colour is for what must not be overlooked; a plain answer has none. */
export const accents = {
  /** Harm is done when this is overlooked, or something cannot be delivered. */
  warning: 0xf0b232,
  /** A fault of the bot's. */
  failed: 0xda373c,
  /** Somebody has to answer. */
  open: 0x5865f2,
  /** Everybody can go on. */
  done: 0x23a55a,
} as const;

/** A row below text, of buttons or of one select. */
export type ControlRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Text in Discord's markdown. */
export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

/** An attached file, which Discord shows nowhere else. */
export function file({ name }: { readonly name: string }): APIFileComponent {
  return { type: ComponentType.File, file: { url: `attachment://${name}` } };
}

/** A line between things that belong to different questions. */
export function separator(): APISeparatorComponent {
  return { type: ComponentType.Separator };
}

/** A row of up to five buttons, or of one select. */
export function row(...components: APIComponentInMessageActionRow[]): ControlRow {
  return { type: ComponentType.ActionRow, components };
}

/** How a button looks. One row has at most one `primary` or `success` button. */
type ButtonLook = 'primary' | 'secondary' | 'success';

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
} as const;

/** A button that sends its id when it is pressed. */
export function button(
  customId: string,
  label: string,
  look: ButtonLook = 'secondary',
  disabled = false,
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    custom_id: customId,
    label,
    style: styles[look],
    ...(disabled ? { disabled } : {}),
  };
}

/** A menu to pick one thing from. */
export function select(
  customId: string,
  placeholder: string,
  options: readonly APISelectMenuOption[],
): APIStringSelectComponent {
  return { type: ComponentType.StringSelect, custom_id: customId, placeholder, options: [...options] };
}

/** Everything of a message in one frame, whose edge may have a colour. */
export function container(components: readonly APIComponentInContainer[], accent?: number): APIContainerComponent {
  return {
    type: ComponentType.Container,
    ...(accent === undefined ? {} : { accent_color: accent }),
    components: [...components],
  };
}
