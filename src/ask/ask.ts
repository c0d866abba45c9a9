export { type Advisor, createAdvisor } from './advisor.ts';
export { openAsker } from './create-asker.ts';
export { entryKey } from './entry-key.ts';
export { findEntry } from './find-entry.ts';
export type { AskProvider, OfferedEntry, ProviderAdvice } from './provider.ts';
export { keepSentences, rankEntries } from './take-advice.ts';
export type {
  AskCall,
  Asker,
  AskerSource,
  Declined,
  DeclineReason,
  Entry,
  EntryKey,
  Understanding,
  Understood,
  Verdict,
} from './understanding.ts';
