export { type FileNameRules, safeFileName } from './file-names.ts';
export { oneLine, printableLine, shorten } from './lines.ts';
export { changesBetween, misspellingChanges, type NearPolicy, nearestNames, nearNames } from './near-names.ts';
export { joinWords } from './sentences.ts';
