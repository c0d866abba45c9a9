import type { Logger } from '../../src/bot/operation.ts';

/** A logger that keeps its lines, so that a test can ask whether something was told. */
export function createSilentLogger(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    const error = fields['err'];
    lines.push(`${level} ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
  };
  return { lines, debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}
