export { safeFileName } from './file-names.ts';
export { harmlessText, inQuotationMarks, joinWords, oneLine, printableLine, shorten } from './lines.ts';
export { changesBetween, misspellingChanges, nearestNames, nearNames } from './near-names.ts';
