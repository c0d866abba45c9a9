import { oneLine, shorten } from '../../text/text.ts';
import { literal } from './escape.ts';

/** A person by mention, where the id is one of Slack's; never made of what somebody typed. */
export function person(id: string): string {
  return /^[UW][A-Z0-9]{1,30}$/.test(id) ? `<@${id}>` : shorten(oneLine(id), 80, literal);
}
