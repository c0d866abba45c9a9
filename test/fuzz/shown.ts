/** What is wrong with something the program showed to somebody; empty where nothing is. */
export function complaintsOf(shown: readonly string[], isLive: (text: string) => string | undefined): string[] {
  return shown.flatMap((text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must never be shown
    const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/.exec(
      text,
    );
    const trace = /^\s+at \S.*:\d+:\d+|node:internal|\.ts:\d+:\d+/m.exec(text);
    const live = isLive(text);
    return [
      ...(control === null ? [] : [`a control character, ${JSON.stringify(around(text, control.index))}`]),
      ...(trace === null ? [] : [`a stack trace, ${JSON.stringify(around(text, trace.index))}`]),
      ...(live === undefined ? [] : [`a live mention, ${JSON.stringify(live)}`]),
      ...(/Internal error|Something went wrong in the bot/.test(text) ? ['a fault of the bot’s own'] : []),
    ];
  });
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 20), at + 20);
}

/** Keys whose strings a person never sees: they come back to the program as they are. */
const unseen = new Set(['value', 'action_id', 'block_id', 'callback_id', 'private_metadata', 'custom_id', 'metadata']);

/** Every string of a message that a person sees, and whether it is markup that can mention somebody. */
export function textsIn(message: unknown): { readonly markup: string[]; readonly plain: string[] } {
  const markup: string[] = [];
  const plain: string[] = [];
  const walk = (value: unknown, key: string, isPlain: boolean) => {
    if (typeof value === 'string') {
      if (!unseen.has(key)) (isPlain ? plain : markup).push(value);
    } else if (Array.isArray(value)) for (const each of value) walk(each, key, isPlain);
    else if (typeof value === 'object' && value !== null) {
      // Slack shows what is wrong with a field of a form as it stands.
      const plainHere = isPlain || key === 'errors' || (value as { type?: unknown }).type === 'plain_text';
      for (const [name, each] of Object.entries(value)) walk(each, name, plainHere);
    }
  };
  walk(message, '', false);
  return { markup, plain };
}

/** What of a text Slack would call everybody, a group or a person by. The bot names people it was told of by their ids. */
export function slackMention(text: string): string | undefined {
  return /<!(?:channel|here|everyone|subteam)[^>]*>/.exec(text)?.[0];
}

/** Nothing Discord is sent may call anybody but whom the message lists. */
export function discordMention(message: { readonly allowed_mentions?: { readonly parse?: readonly string[] } }) {
  const { allowed_mentions: allowed } = message;
  if (allowed === undefined) return 'allowed_mentions is left out';
  return (allowed.parse ?? []).length > 0 ? `allowed_mentions.parse ${allowed.parse?.join(' ')}` : undefined;
}
