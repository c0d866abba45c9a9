import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type RunContext, UserError } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/** A server's name or address. What ends like a file is none: `MDaemon.exe`, `HostScreen.dat`. */
const host =
  /(?<![\w.@-])(?:(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!(?:exe|dll|dat|ini|sem|log|db|zip|ps1|xml|com\/)\b)[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?![\w.-]*\w)/giu;
/** Frameworks that are written like a name. */
const notHosts = /^(?:asp|ado|vb|system)\.net$/i;
/** Words that ask how something is at this moment. */
const state =
  /\b(?:open|opened|closed|blocked|filtered|reachable|accessible|available|listening|listens|answers?|answering|responds?|responding|up|down|alive|online|running|working|works|offen|erreichbar|antwortet|abierto|abierta|responde|ouvert|joignable|aperta|aperto|raggiungibile|bereikbaar|otwarty|dost[eę]pny|aberta|aberto)\b/iu;
const asksState =
  /^(?:hi |hey |hello |please )?(?:is|are|does|do|can|could|check|test|see|look|ist|sind|kann|pr[uü]fe?|est|esta|está|puede|comprueba|[eè]|controlla|staat|czy|verifica)\b/iu;
/** Who asks for a look needs no word for what is looked at: `can you check mail.example.org for imap`. */
const asksToLook =
  /^(?:hi |hey |hello |please )?(?:(?:can|could|would) you (?:please )?)?(?:check|test|probe|look at)\b/iu;
/** Who may do something asks what is right, not how it is. */
const asksLeave = /\b(?:can|could|may|should|must) (?:i|we|one)\b/iu;
const port = /\b(?:port|puerto|porta|poort)?\s*(\d{2,5})(?:\/(?:tcp|udp))?\b/giu;
/** The asker's own server, without its name. */
const own = /\b(?:mine|our server|my server|my ports|our ports|meine?|unser server)\b/iu;
/** More buttons than this are not offered. */
const mostOffered = 3;

/**
 * A question whether something is open on a host right now, as the line that looks: nothing in the documents says how a
 * server is. Without a name it is about the servers that the team registered. `undefined` for another question.
 */
export async function checkRequest(
  question: string,
  { services, request }: RunContext<Services>,
): Promise<UserError | undefined> {
  const text = question.slice(0, 300);
  if (!asksState.test(text) && !asksToLook.test(text)) return undefined;
  if (!(state.test(text) || asksToLook.test(text)) || asksLeave.test(text)) return undefined;
  const [name] = (text.match(host) ?? []).filter((each) => !notHosts.test(each));
  if (name === undefined && !own.test(text)) return undefined;
  const hosts =
    name === undefined ? (await services.teams.hosts(request.team)).map((each) => each.host) : [name.toLowerCase()];
  const rest = name === undefined ? text : text.replaceAll(name, ' ');
  const numbers = [...rest.matchAll(port)].map(([, number]) => number ?? '');
  const wanted = new Set([...numbers, ...servicesIn(rest, services.knowledge.current())]);
  const lines = hosts.slice(0, mostOffered).map((each) => ['check', each, ...wanted].join(' '));
  if (lines.length === 0) return undefined;
  const { prefix } = request.capabilities;
  return new UserError({
    code: 'check-asked-for',
    message: "My documents can't say how a server is right now, so I won't answer that with a yes or no.",
    remedy: `To look at it, use ${lines.map((line) => `\`${prefix}${line}\``).join(' or ')}.`,
    actions: lines.map((line) => ({ label: line.slice(0, 40), command: line })),
  });
}

/** The services that a text names by one word each, as they are typed. */
function servicesIn(text: string, knowledge: KnowledgeBase): string[] {
  const words = text.toLowerCase().match(/[a-z][a-z\d-]+/g) ?? [];
  return words.flatMap((word) => {
    const service = knowledge.services.get(word);
    const isListening =
      service !== undefined &&
      knowledge.portsOfService(service, 'now').some(({ directions }) => directions.includes('inbound'));
    return isListening ? [service.id] : [];
  });
}
