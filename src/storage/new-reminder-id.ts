import type { StorageContext } from './storage-context.ts';

/** No vowels, so that no words come out, and no l, o, 0 or 1, which are misread. */
const alphabet = 'bcdfghjkmnpqrstvwxyz23456789';

/** A short id that people can type, made of a UUID's digits. It begins with a letter. */
export function newReminderId({ newId }: Pick<StorageContext, 'newId'>, length: number): string {
  let digits = BigInt(`0x${newId().replaceAll('-', '')}`);
  let id = '';
  while (id.length < length) {
    const size = id === '' ? 20n : BigInt(alphabet.length);
    id += alphabet[Number(digits % size)];
    digits /= size;
  }
  return id;
}
