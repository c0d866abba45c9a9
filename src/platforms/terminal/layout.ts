import { inspect } from 'node:util';
import { shownSources } from '../../bot/bot.ts';

/** How an answer is set as lines of text. */
export interface TerminalLayout {
  /** Columns a line may have; `Infinity` where lines must not be broken. */
  readonly width: number;
  readonly style: Style;
  /** Shows related commands below the answer. */
  readonly related: boolean;
  /** How many sources are listed; the rest are counted. */
  readonly sources: number;
}

/** How parts of an answer are set off. */
export interface Style {
  readonly title: (text: string) => string;
  readonly code: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly warning: (text: string) => string;
  /** A text that leads to an address, which is not shown. */
  readonly link: (text: string, url: string) => string;
}

/** Longer lines are hard to read, however wide the window. */
const widest = 110;

/** Code keeps its backticks. */
export const plainStyle: Style = {
  title: (text) => text,
  code: (text) => `\`${text}\``,
  faint: (text) => text,
  warning: (text) => text,
  link: (text) => text,
};

/** Colours that stay readable on light and dark backgrounds. */
export const colourStyle: Style = {
  title: format('bold'),
  code: format('cyan'),
  faint: format('dim'),
  warning: format('yellow'),
  // Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
  link: (text, url) => `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`,
};

/** Plain text without broken lines or colours, for pipes and for `--json`: two sources, no related commands. */
export const plainLayout: TerminalLayout = {
  width: Number.POSITIVE_INFINITY,
  style: plainStyle,
  related: false,
  sources: shownSources,
};

/**
 * The layout for an output. On a terminal: as wide as its window (80 columns where that is unknown), at most 110
 * columns, in colour unless the environment has `NO_COLOR` or `TERM=dumb`. Elsewhere: `plainLayout`.
 */
export function layoutFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): TerminalLayout {
  if (stream.isTTY !== true) return plainLayout;
  const width = Math.min(stream.columns || 80, widest);
  return { width, style: styleFor(environment), related: true, sources: shownSources };
}

/** Source: https://no-color.org */
function styleFor(environment: Readonly<Record<string, string | undefined>>): Style {
  return !environment['NO_COLOR'] && environment['TERM'] !== 'dumb' ? colourStyle : plainStyle;
}

/** Goes on behind a part that has a format of its own, which ends at the same code. */
function format(name: 'bold' | 'cyan' | 'dim' | 'yellow'): (text: string) => string {
  const [begin, end] = (inspect.colors[name] ?? []).map((code) => `\u001b[${code}m`);
  return (text) => `${begin}${text.replaceAll(`${end}`, `${end}${begin}`)}${end}`;
}
