import { z } from 'zod';
import type { AskProvider, ProviderAdvice } from '../ask/ask.ts';
import { BotError } from '../bot/bot.ts';

interface HttpAskProviderOptions {
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token: string | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/** Far more than a few ids and sentences take. */
const mostBytes = 64 * 1_024;

const adviceSchema = z.object({
  ranking: z.array(z.string()).max(50).optional(),
  sentences: z
    .array(z.object({ text: z.string(), ids: z.array(z.string()).max(20) }))
    .max(20)
    .optional(),
});

/**
 * A provider behind an HTTP address: it is sent `{ question, entries: [{ id, title, text }] }` and answers
 * `{ ranking?: [id], sentences?: [{ text, ids: [id] }] }`. Redirects are refused, since the question would go elsewhere.
 */
export function createHttpAskProvider({ url, token, fetch }: HttpAskProviderOptions): AskProvider {
  return {
    async advise(question, entries, signal): Promise<ProviderAdvice> {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ question, entries }),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new BotError('provider-refused', `The provider answered ${response.status}.`);
      }
      return readAdvice(await readText(response));
    },
  };
}

/** Nothing of the answer gets into the log, since it may repeat the question. */
function readAdvice(text: string): ProviderAdvice {
  try {
    return adviceSchema.parse(JSON.parse(text));
  } catch {
    throw new BotError('provider-unreadable', 'The provider answered something else than the JSON it should.');
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new BotError('provider-too-long', `The provider answered over ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
