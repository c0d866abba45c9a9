export { allPorts, type Existing, type ExistingRule } from './existing.ts';
export { mergeExisting } from './merge-existing.ts';
export { readExisting } from './read-existing.ts';
