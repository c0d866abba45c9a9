export type { Delivering } from './delivering-lock.ts';
export { openStorage, type Storage } from './open-storage.ts';
