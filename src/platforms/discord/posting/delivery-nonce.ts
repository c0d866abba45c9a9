import { createHash } from 'node:crypto';

/** The longest nonce (developers/resources/message#create-message-jsonform-params). */
const maxNonceLength = 25;

/**
 * The nonce of a delivery's post: with `enforce_nonce` Discord makes one message of it for "the past few minutes", and
 * answers every further try with that one.
 *
 * It is made of the delivery's id alone. A delivery never moves to another channel and never takes more once a post may
 * have begun, so each try is the same post. The text must not be part of it, since a later try may say that it is late;
 * nor the number of the try, which would make each one a post of its own. 25 characters hold 150 bits of the hash.
 */
export function deliveryNonce(delivery: string): string {
  return createHash('sha256').update(delivery, 'utf8').digest('base64url').slice(0, maxNonceLength);
}
