import { oneLine, shorten } from '../../../text/text.ts';
import { literal } from './escape.ts';
import { weighText } from './weigh.ts';

/** True for an id of Discord's: a number of 17 to 20 digits. */
export function isPerson(id: string | undefined): id is string {
  return id !== undefined && /^[1-9]\d{16,19}$/.test(id);
}

/**
 * A person by mention, where the id is one of Discord's; never made of what somebody typed. Whether it pings is up to the
 * message's `allowed_mentions`.
 */
export function person(id: string): string {
  return isPerson(id) ? `<@${id}>` : shorten(oneLine(id), 24, literal, weighText);
}
