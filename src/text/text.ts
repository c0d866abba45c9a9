export { nearestNames } from './nearest-names.ts';
export { oneLine, shorten } from './shorten.ts';
