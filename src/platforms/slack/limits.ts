/**
 * Slack's limits, in characters (UTF-16 units) unless the name says otherwise.
 *
 * Sources: https://docs.slack.dev/reference/block-kit/blocks and the pages below it,
 * https://docs.slack.dev/reference/methods/chat.postMessage,
 * https://docs.slack.dev/interactivity/handling-user-interaction.
 */
export const slackLimits = {
  /** Top-level text: cut by Slack at 40,000; 4,000 is the advised maximum. */
  text: 4_000,
  blocksPerMessage: 50,
  sectionText: 3_000,
  blockId: 255,
  contextElements: 10,
  /** A text object of a context block. */
  contextText: 3_000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  actionId: 255,
  menuOptions: 100,
  /** The text of an option of a menu, and a menu's placeholder. */
  optionText: 75,
  menuPlaceholder: 150,
  optionValue: 150,
  /** A link's address; the documentation names it for a button's `url`. */
  url: 3_000,
  /**
   * All text of a message's blocks together. Slack answers `msg_blocks_too_long` without saying where the limit is;
   * this stays under the 12,000 it documents for markdown blocks.
   */
  messageText: 12_000,
  /** Ours, far below Slack's 1 GB: a file is a script or a calendar, and a text to look at up to 1 MB. */
  fileBytes: 1_000_000,
  filesPerAnswer: 5,
  fileName: 80,
  /** How long a slash command or a button may stay unacknowledged, in milliseconds. */
  acknowledgeMs: 3_000,
  /** How long a response_url works, in milliseconds. */
  responseUrlMs: 30 * 60_000,
} as const;
