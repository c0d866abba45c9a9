export { openAsker } from './create-asker.ts';
export { entryKey, findEntry } from './entries.ts';
export { createModelChooser, type ModelChooser, type OfferedClass, type QuestionModel } from './question-model.ts';
export type {
  AskCall,
  Asker,
  AskerSource,
  Declined,
  DeclineReason,
  Entry,
  EntryKey,
  Explanation,
  Understanding,
  Understood,
  Verdict,
} from './understanding.ts';
