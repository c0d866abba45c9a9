import { type Capabilities, UserError } from '../../src/bot/bot.ts';

/** A server's name or address. What ends like a file is none: `MDaemon.exe`, `HostScreen.dat`. */
const host =
  /(?<![\w.@-])(?:(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!(?:exe|dll|dat|ini|sem|log|db|zip|ps1|net|com\/)\b)[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?![\w.-]*\w)/giu;
/** Addresses of our vendor's, and of what a firewall question names, are not looked at by a question. */
const local = /^(?:127\.|0\.)/;
/** Words that ask how something is at this moment. */
const state =
  /\b(?:open|opened|reachable|listening|listens|answers?|answering|responds?|responding|up|down|alive|online|running|offen|erreichbar|antwortet|abierto|abierta|responde|ouvert|joignable|aperta|aperto|raggiungibile|bereikbaar|otwarty|dost[eę]pny|aberta|aberto)\b/iu;
const asksState =
  /^(?:hi |hey |hello |please )?(?:is|are|does|do|can|could|check|test|see|look|ist|sind|kann|pr[uü]fe?|est|esta|está|puede|comprueba|[eè]|controlla|staat|czy|verifica)\b/iu;
const port = /\b(?:port|puerto|porta|poort)?\s*(\d{2,5})(?:\/(?:tcp|udp))?\b/giu;

/**
 * A question whether something is open on a named host right now, as the line that looks: nothing in the documents says how
 * a server is. `undefined` for another question.
 */
export function checkRequest(question: string, { prefix }: Pick<Capabilities, 'prefix'>): UserError | undefined {
  const text = question.slice(0, 300);
  if (!asksState.test(text) || !state.test(text)) return undefined;
  const [name] = text.match(host) ?? [];
  if (name === undefined || local.test(name)) return undefined;
  const numbers = [...text.replaceAll(name, ' ').matchAll(port)].map(([, number]) => number ?? '');
  const line = ['check', name.toLowerCase(), ...new Set(numbers)].join(' ');
  return new UserError({
    code: 'check-asked-for',
    message: "My documents can't say how a server is right now, so I won't answer that with a yes or no.",
    remedy: `\`${prefix}${line}\` looks at it.`,
    actions: [{ label: line.slice(0, 40), command: line }],
  });
}
