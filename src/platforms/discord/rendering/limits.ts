import { maxCustomIdLength } from './custom-id.ts';

/**
 * Discord's limits, in characters unless the name says otherwise. Characters are counted in UTF-16 units, which is never
 * less than Discord counts.
 *
 * Sources: https://docs.discord.com/developers/components/reference and the pages below it (as of 2026-11),
 * https://docs.discord.com/developers/reference#uploading-files, the doc comments of discord-api-types 0.38, and, where
 * Discord's own pages are silent, the threads named beside the number.
 */
export const discordLimits = {
  /** A message of Components V2: all components of it, nested ones and accessories included. */
  components: 40,
  /** All text displays of a message together; https://github.com/discord/discord-api-docs/pull/8562. */
  text: 4_000,
  /**
   * A message whose components hold more than 10,170 bytes of UTF-8, twelve for each component included, is answered with
   * a status of 500; https://github.com/discord/discord-api-docs/issues/8554. We stay below it, and count every string.
   */
  componentBytes: 10_000,
  /** A component's share of `componentBytes` apart from its strings. */
  bytesPerComponent: 12,
  /** Text displays in a section. */
  sectionTexts: 3,
  /** Buttons in a row; a select takes a row of its own. */
  rowButtons: 5,
  buttonLabel: 80,
  customId: maxCustomIdLength,
  selectOptions: 25,
  selectPlaceholder: 150,
  optionLabel: 100,
  optionValue: 100,
  optionDescription: 100,
  modalTitle: 45,
  /** Components at the top of a modal. */
  modalComponents: 5,
  modalLabel: 45,
  modalLabelDescription: 100,
  textInputPlaceholder: 100,
  textInputValue: 4_000,
  filesPerMessage: 10,
  /** One file. The default was 10 MiB until September 2026 and is 20 MiB since; servers may allow more. */
  fileBytes: 10 * 1_024 * 1_024,
  /** All files of one message: documented for a request, its other parts included, is 25 MiB. */
  filesBytes: 20 * 1_024 * 1_024,
} as const;

/**
 * Of a message's bytes, half is for its texts, whatever script they are in; the ids and labels of what can be pressed
 * stay within the other half.
 */
const perByte = discordLimits.text / (discordLimits.componentBytes / 2);

/**
 * How much of a message's room a text takes: its characters, or its bytes on the scale of characters where that is more,
 * as for scripts of three bytes a character. Texts that weigh no more than `discordLimits.text` are within both limits.
 */
export function weighText(text: string): number {
  return Math.max(text.length, Math.ceil(Buffer.byteLength(text) * perByte));
}
