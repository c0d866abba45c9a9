/**
 * Slack's limits, in characters (UTF-16 units) unless the name says otherwise.
 *
 * Sources: https://docs.slack.dev/reference/block-kit/blocks and the pages below it,
 * https://docs.slack.dev/reference/methods/chat.postMessage.
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
  /** Slack's limit; the router leaves far fewer buttons than that on an answer. */
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  actionId: 255,
  menuOptions: 100,
  /** The text of a menu's option. */
  optionText: 75,
  menuPlaceholder: 150,
  optionValue: 150,
  /**
   * All text of a message's blocks together. Slack answers `msg_blocks_too_long` without saying where the limit is;
   * this stays under the 12,000 it documents for markdown blocks.
   */
  messageText: 12_000,
  /** Our own limit, far below Slack's 1 GB: a file is a script or a calendar, and Slack shows text of up to 1 MB. */
  fileBytes: 1_000_000,
  filesPerAnswer: 5,
  fileName: 80,
} as const;
