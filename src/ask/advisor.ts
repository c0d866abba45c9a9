import type { Logger } from '../bot/bot.ts';
import { untilAborted } from '../time/time.ts';
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
