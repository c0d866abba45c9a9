import { styleText } from 'node:util';

/** How parts of an answer are set off. Plain text where the output is no terminal or `NO_COLOR` is set. */
export interface Style {
  readonly title: (text: string) => string;
  readonly code: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly warning: (text: string) => string;
}

/** No colours; code keeps its backticks. */
export const plainStyle: Style = {
  title: (text) => text,
  code: (text) => `\`${text}\``,
  faint: (text) => text,
  warning: (text) => text,
};

const format =
  (...styles: Parameters<typeof styleText>[0] & string[]) =>
  (text: string) =>
    styleText(styles as Parameters<typeof styleText>[0], text, { validateStream: false });

/** Colours that stay readable on light and dark backgrounds. */
export const colourStyle: Style = {
  title: format('bold'),
  code: format('cyan'),
  faint: format('dim'),
  warning: format('yellow'),
};

/** Colours on a terminal, unless `NO_COLOR` (https://no-color.org) says otherwise. */
export function styleFor(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  return stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb' ? colourStyle : plainStyle;
}
