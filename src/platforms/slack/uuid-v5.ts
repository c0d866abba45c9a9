import { createHash } from 'node:crypto';

/** Ours alone, so that no other program makes the same ids of the same names. */
const namespace = Buffer.from('6f1d1c52b6a64a0ea1c6f0b3c1a9d5e7', 'hex');

/** A UUID that is always the same for a name. Source: RFC 9562, section 5.5 */
export function uuidV5(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
