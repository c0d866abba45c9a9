export { safeFileName } from './file-names.ts';
export { inQuotationMarks, joinWords, oneLine, printableLine, shorten } from './lines.ts';
export { changesBetween, misspellingChanges, nearestNames, nearNames } from './near-names.ts';
