import { mostSources, type TerminalLayout } from './render-answer.ts';
import { styleFor } from './style.ts';

/** Lines longer than this are hard to read, however wide the window. */
const widest = 110;

/** The layout for an output: as wide as its window, unbroken lines where it is no terminal. */
export function layoutFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): TerminalLayout {
  const width = stream.isTTY === true ? Math.min(stream.columns ?? 80, widest) : Number.POSITIVE_INFINITY;
  return { width, style: styleFor(stream, environment), related: stream.isTTY === true, sources: mostSources };
}
