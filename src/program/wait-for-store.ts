import type { Logger, Readiness } from '../bot/bot.ts';
import type { Config } from '../config/config.ts';
import type { HttpOptions, RunningHttp } from '../http/http.ts';
import { sleep } from '../time/time.ts';

/** What a bot needs to say of itself while it has no store. */
interface Waiting {
  readonly config: Pick<Config, 'health' | 'http'>;
  readonly logger: Logger;
  isReady(): Readonly<Record<string, Readiness>>;
  /** Answers `/metrics`, where there is a port for it. */
  readonly metrics: HttpOptions['listeners'][string];
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Opens the store, and tries again where it is away for a while: a database that starts, one without a free connection.
 * Meanwhile the bot says that it lives and isn't ready, since a container that says nothing is taken for dead.
 */
export async function waitForStore<Opened>(waiting: Waiting, open: () => Promise<Opened>): Promise<Opened> {
  let listening: RunningHttp | undefined;
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await open();
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'unreachable') throw error;
        waiting.logger.error({ pauseMs }, `I can’t start yet, so I’ll try again: ${error.message}`);
      }
      listening ??= await listen(waiting);
      await sleep(pauseMs);
    }
  } finally {
    await listening?.stop();
  }
}

/** Health alone; what chats and assistants send is answered once the bot has started. */
async function listen({ config, isReady, metrics }: Waiting): Promise<RunningHttp | undefined> {
  const { health, http } = config;
  const at = health ?? http;
  if (at === undefined) return undefined;
  const { startHttp } = await import('../http/http.ts');
  const own =
    health === undefined ? { listeners: {} } : { portVariable: 'HEALTH_PORT', listeners: { '/metrics': metrics } };
  return startHttp({ ...at, ...own, isReady });
}
