import type { Logger } from '../bot/bot.ts';
import { mayHoldSecret } from './keepable-text.ts';
import type { AskProvider, OfferedEntry, ProviderAdvice } from './provider.ts';

/** A provider that can do no harm: it answers in time or not at all. */
export interface Advisor {
  /** Nothing where there is no advice. Never rejects. */
  advise(question: string, entries: readonly OfferedEntry[]): Promise<ProviderAdvice | undefined>;
}

/** What an advisor is made of. */
export interface AdvisorOptions {
  readonly provider: AskProvider;
  readonly logger: Logger;
  /** A provider that takes longer is not waited for. Default 2,000. */
  readonly timeoutMs?: number;
}

/** A provider reads no more of a question; the understanding does not either. */
const longestQuestion = 500;

/** Puts a limit in time around a provider, and keeps from it what may hold a secret. */
export function createAdvisor({ provider, logger, timeoutMs = 2_000 }: AdvisorOptions): Advisor {
  return {
    async advise(question, entries) {
      if (mayHoldSecret(question)) return undefined;
      const signal = AbortSignal.timeout(timeoutMs);
      const late = Promise.withResolvers<never>();
      const onTimeout = () => late.reject(signal.reason);
      signal.addEventListener('abort', onTimeout);
      try {
        const advice = provider.advise(question.slice(0, longestQuestion).toWellFormed(), entries, signal);
        return await Promise.race([advice, late.promise]);
      } catch (error) {
        logger.warn({ err: error }, 'The provider for questions gave no advice; the answer is the local one');
        return undefined;
      } finally {
        signal.removeEventListener('abort', onTimeout);
      }
    },
  };
}
