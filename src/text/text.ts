export { type FileNameRules, safeFileName } from './file-names.ts';
export { joinWords, oneLine, printableLine, shorten } from './lines.ts';
export { changesBetween, misspellingChanges, type NearPolicy, nearestNames, nearNames } from './near-names.ts';
