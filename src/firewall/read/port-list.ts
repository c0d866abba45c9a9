import type { Direction, Transport } from '../plan.ts';
import { NotReadError } from '../refusals.ts';
import { everyOther, type ListedPorts, type Listing, parsePorts } from './listing.ts';
import { readPort } from './port-names.ts';

/** Words that may stand between ports without a meaning of their own here. */
const filler = new Set(
  'and port ports is are the only also all other others - & any to from for on it its have has we there these'.split(
    ' ',
  ),
);

const openWords = new Set('open opened allow allowed accept accepted listen listening reachable up'.split(' '));
const closedWords = new Set(
  'closed close block blocked deny denied drop dropped reject rejected filtered shut unreachable forbidden'.split(' '),
);
const notWords = new Set("not no except without isn't aren't never".split(' '));

/** Names of services that people write beside their ports or instead of them. */
const services = new Set(
  'smtp smtps submission submissions imap imaps pop3 pop3s http https domain dns ssh ftp ftps ldap ldaps rdp ms-wbt-server mysql telnet ntp snmp'.split(
    ' ',
  ),
);

type Word =
  | {
      readonly kind: 'ports';
      readonly direction: Direction;
      readonly transport: Transport;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'state'; readonly open: boolean; readonly colon: boolean }
  | { readonly kind: 'not' };

/**
 * Reads a list of ports in words: `25 143/tcp 4069/udp 443-445`, `143 closed 993 open`, `993 but not 143`, `blocked: 25`.
 * `outbound` turns the direction for what follows. `undefined` where it holds no port at all.
 *
 * @throws {NotReadError} for a word it does not know, and where it is not plain which ports a word is about.
 */
export function readPortList(text: string): Listing | undefined {
  const words = wordsOf(text);
  if (words === undefined) return undefined;
  const said = statesOf(words);
  const open = said.filter((each) => each.open === 'anybody');
  const directions = [...new Set(said.map(({ direction }) => direction))];
  return {
    kind: 'a list of open ports',
    families: ['ipv4', 'ipv6'],
    // What the list shuts comes first: `1-1000 open, 25 closed`.
    entries: [
      ...said.filter((each) => each.open === 'nobody'),
      ...open,
      ...directions.flatMap((direction) =>
        open.some((each) => each.direction === direction)
          ? everyOther(direction, { open: 'nobody', to: [], because: 'the list does not name it' })
          : [],
      ),
    ],
    otherwise: 'the list does not say',
    notes: ['Ports without `/udp` are read as TCP, and open ports as open to anybody.'],
  };
}

function wordsOf(text: string): Word[] | undefined {
  const texts = text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  let direction: Direction = 'inbound';
  const words: Word[] = [];
  const strange: string[] = [];
  let ports = 0;
  for (const whole of texts) {
    const colon = whole.endsWith(':');
    const word = whole.replace(/[:.]$/, '');
    const turned = /^(in|out)(bound)?$/.exec(word)?.[1];
    const match = /^:?(?:(tcp|udp)[/:]?)?(\d{1,5}(?:[-–]\d{1,5})?)(?:[/:]?(tcp|udp))?$/.exec(word);
    const span = parsePorts((match?.[2] ?? '').replace('–', '-'));
    const before = words.at(-1);
    if (turned !== undefined) direction = turned === 'in' ? 'inbound' : 'outbound';
    else if (match !== null && span !== undefined) {
      ports += 1;
      const transport = (match[1] ?? match[3] ?? 'tcp') as Transport;
      // `imap 143` names one port, not two.
      if (before?.kind === 'ports' && before.from === span.from && before.to === span.to) words.pop();
      words.push({ kind: 'ports', direction, transport, ...span });
    } else if (word === 'tcp' || word === 'udp') {
      if (before?.kind !== 'ports') strange.push(whole);
      else words[words.length - 1] = { ...before, transport: word };
    } else if (openWords.has(word)) words.push({ kind: 'state', open: true, colon });
    else if (closedWords.has(word)) words.push({ kind: 'state', open: false, colon });
    else if (notWords.has(word)) words.push({ kind: 'not' });
    else if (services.has(word)) {
      const port = readPort(word === 'dns' ? 'domain' : word === 'rdp' ? 'ms-wbt-server' : word) ?? 0;
      if (before?.kind === 'ports' && before.from === port) continue;
      ports += 1;
      words.push({ kind: 'ports', direction, transport: 'tcp', from: port, to: port });
    } else if (!filler.has(word) && word !== 'but' && word !== '') strange.push(whole);
  }
  if (ports === 0) return undefined;
  const [first] = strange;
  if (first === undefined) return words;
  if (strange.length > ports) return undefined;
  throw new NotReadError(
    `I don’t know what “${first.slice(0, 40)}” means in a list of ports.`,
    'Write only ports, as in `25 143/tcp 4069/udp`, or `143 closed 993 open`.',
  );
}

function statesOf(words: readonly Word[]): ListedPorts[] {
  const states = words.filter((word) => word.kind === 'state');
  const firstState = words.findIndex(({ kind }) => kind === 'state');
  const firstPort = words.findIndex(({ kind }) => kind === 'ports');
  // `open: 25` and `blocked 25` come before their ports, `25 open` behind them.
  const before = states.some(({ colon }) => colon) || (firstState >= 0 && firstState < firstPort);
  const found: ListedPorts[] = [];
  let waiting: Extract<Word, { kind: 'ports' }>[] = [];
  let open: boolean | undefined = states.length === 0 || before ? true : undefined;
  let not = false;
  const say = (each: (typeof waiting)[number], isOpen: boolean) =>
    found.push({
      direction: each.direction,
      transport: each.transport,
      ports: { from: each.from, to: each.to },
      open: isOpen ? 'anybody' : 'nobody',
      to: [],
      because: `the list says it is ${isOpen ? 'open' : 'closed'}`,
    });
  let shut = false;
  for (const [index, word] of words.entries()) {
    if (word.kind === 'not') {
      const next = words[index + 1];
      if (next === undefined) throw unclear();
      if (next.kind === 'state') not = true;
      else {
        // `993 but not 143`: what follows is shut.
        if (waiting.length > 0 && open === undefined) for (const each of waiting.splice(0)) say(each, true);
        shut = true;
      }
    } else if (word.kind === 'state') {
      const isOpen = word.open !== not;
      if (not && !word.open) throw unclear();
      not = false;
      shut = false;
      if (before) open = isOpen;
      else {
        if (waiting.length === 0) throw unclear();
        for (const each of waiting) say(each, isOpen);
        waiting = [];
      }
    } else if (shut) say(word, false);
    else if (open !== undefined) say(word, open);
    else waiting.push(word);
  }
  if (waiting.length > 0) throw unclear();
  return found;
}

function unclear(): NotReadError {
  return new NotReadError(
    'I can’t tell which ports in the list are open and which are closed.',
    'Write it as `143 closed 993 open`, or list only the open ports.',
  );
}
