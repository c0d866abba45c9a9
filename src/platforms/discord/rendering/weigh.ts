import { discordLimits } from './limits.ts';

/**
 * Of a message's bytes, half is for its texts, whatever script they are in; the ids and labels of what can be pressed
 * stay within the other half.
 */
const perByte = discordLimits.text / (discordLimits.componentBytes / 2);

/**
 * How much of a message's room a text takes: its characters, or its bytes on the scale of characters where that is more,
 * as for scripts of three bytes a character. Texts that weigh no more than `discordLimits.text` are within both limits.
 */
export function weighText(text: string): number {
  return Math.max(text.length, Math.ceil(Buffer.byteLength(text) * perByte));
}
