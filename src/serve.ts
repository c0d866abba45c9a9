import type { Config } from './config/config.ts';
import type { buildBot } from './run.ts';

/** Placeholder until the platforms are in. */
export async function serve(_config: Config, _environment: unknown, _build: typeof buildBot): Promise<void> {}
