import type { Logger } from '../bot/bot.ts';
import { untilAborted } from '../time/time.ts';
import type { AskProvider, OfferedEntry, ProviderAdvice } from './provider.ts';
import { mayHoldSecret } from './unmet/unmet.ts';

/** A provider that cannot delay or break an answer: it gives advice in time or none at all. */
export interface Advisor {
  /** Resolves with `undefined` where there is no advice. Never rejects. */
  advise(question: string, entries: readonly OfferedEntry[]): Promise<ProviderAdvice | undefined>;
}

export interface AdvisorOptions {
  readonly provider: AskProvider;
  readonly logger: Logger;
  /** How long to wait for the provider. Default 2,000. */
  readonly timeoutMs?: number;
}

/** In characters; the understanding reads no more of a question either. */
const longestQuestion = 500;

/**
 * Wraps a provider with a time-out. A question that may hold a secret is not passed on, and of others only the first 500
 * characters. A provider that fails or is late is logged as a warning.
 */
export function createAdvisor({ provider, logger, timeoutMs = 2_000 }: AdvisorOptions): Advisor {
  return {
    async advise(question, entries) {
      if (mayHoldSecret(question)) return undefined;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const asked = question.slice(0, longestQuestion).toWellFormed();
        return await untilAborted(provider.advise(asked, entries, signal), signal);
      } catch (error) {
        logger.warn({ err: error }, 'The provider for questions gave no advice; the answer is the local one');
        return undefined;
      }
    },
  };
}
