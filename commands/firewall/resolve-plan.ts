import { formatAliases, formatIds, type KnowledgeBase, type Port } from '../../knowledge/knowledge.ts';
import { type NoteSection, quote, type Request, UserError } from '../../src/bot/bot.ts';
import {
  type FirewallPlan,
  leftOutText,
  makePlan,
  type Network,
  networkText,
  parseHost,
  parseNetwork,
} from '../../src/firewall/firewall.ts';
import { joinWords, nearestNames } from '../../src/text/text.ts';
import type { Services } from '../services.ts';
import { readTeamKnowledge } from '../vocabulary/team-knowledge.ts';
import { resolveTerms, type Term } from '../vocabulary/terms.ts';
import type { FirewallArguments } from './firewall-arguments.ts';

/** A plan, and what it was made from. */
export interface ResolvedPlan {
  readonly plan: FirewallPlan;
  /** The ports of everything that was named, obsolete and left-out ones too. */
  readonly rows: readonly Port[];
  /** Corrections of misspellings. */
  readonly corrected: readonly string[];
  /** The services come from the team's profile. */
  readonly fromProfile: boolean;
  /** Networks that were written with an address inside them: `10.1.2.3/8 means 10.0.0.0/8`. */
  readonly widened: readonly string[];
  /** Says that the team's own ports could not be read. */
  readonly unread: readonly NoteSection[];
}

/**
 * Makes the plan that arguments ask for: of what was named, of everything, or of what the team's profile lists. One
 * unknown name makes no rules at all, since half a rule set is a wrong one.
 *
 * @throws {UserError} for unknown names, addresses that are none, and a profile without services.
 */
export async function resolvePlan(
  args: FirewallArguments,
  request: Request,
  services: Services,
  command = 'firewall',
): Promise<ResolvedPlan> {
  const { value: knowledge, unread } = await readTeamKnowledge(request, services);
  const from = readFrom(args.from, knowledge);
  const host = args.to === undefined ? undefined : readHost(args.to);
  if (host !== undefined && from.length > 0 && from.every(({ family }) => family !== host.family)) {
    throw new UserError({
      code: 'families-differ',
      message: 'The server’s address is of one IP version, and all the sources are of the other.',
      remedy: 'Give the server and the sources in the same IP version.',
    });
  }
  const named = args.services.filter((word) => word !== '');
  const fromProfile = named.length === 0;
  const words = fromProfile ? await profileServices(request, services) : named;
  const all = words.some((word) => word.toLowerCase() === 'all');
  const terms = all ? [] : resolveTerms(keepApart(words, knowledge), knowledge);
  refuseUnknown(terms, words, understoodLine(terms, args, knowledge, command));
  const rows = all
    ? knowledge.rows.ports.filter(({ era }) => era === args.era)
    : [...new Set(terms.flatMap((term) => rowsOf(term, knowledge, args.era)))];
  const subjects = all
    ? [{ id: 'all', name: 'all of MDaemon' }]
    : terms.flatMap((term) => (term.kind === 'unknown' ? [] : [subjectOf(term)]));
  const made = makePlan({
    rows,
    programs: knowledge.rows.processes.filter(({ exempt }) => exempt),
    era: args.era,
    knowledgeVersion: knowledge.version,
    subjects,
    direction: args.direction,
    from: from.filter(({ family }) => host === undefined || family === host.family),
    host,
    installFolder: args.folder === undefined ? undefined : readFolder(args.folder),
    article: knowledge.article,
    writeIds: (ids) => writeIds(ids, knowledge),
  });
  const plan =
    made.rules.length === 0 || all
      ? made
      : { ...made, leftOut: sortLeftOut([...made.leftOut, ...withoutDirection(terms, knowledge, args, made)]) };
  const corrected = terms.flatMap((term) =>
    term.kind === 'service' && term.misspelt !== undefined ? [term.service.name] : [],
  );
  return { plan, rows, corrected, fromProfile, widened: widenedNetworks(args.from), unread };
}

/**
 * Ids as one would type them. `mail` and `submission` side by side are the name of one service, so there an `and`
 * stands between them.
 */
function writeIds(ids: readonly string[], knowledge: KnowledgeBase): string {
  const words: string[] = [];
  for (const id of ids) {
    const before = words.at(-1);
    const apart = before === undefined || resolveTerms([before, id], knowledge).length === 2;
    words.push(...(apart ? [] : ['and']), id);
  }
  return words.join(' ');
}

/**
 * Words with an `and` between two that are ids of services: `smtp submission` asks for both, though it is also another name
 * of the second. A service that was named must not be left out of a rule set.
 */
function keepApart(words: readonly string[], knowledge: KnowledgeBase): string[] {
  const isId = (word: string | undefined) => knowledge.rows.services.some(({ id }) => id === word?.toLowerCase());
  return words.flatMap((word, index) => (isId(words[index - 1]) && isId(word) ? ['and', word] : [word]));
}

/** Ports of what is never used in the direction that was asked for. They were named, so they are not passed over. */
function withoutDirection(
  terms: readonly Term[],
  knowledge: KnowledgeBase,
  { direction, era }: FirewallArguments,
  { rules }: FirewallPlan,
): FirewallPlan['leftOut'] {
  if (direction === undefined) return [];
  const other = direction === 'inbound' ? 'outbound' : 'inbound';
  return terms
    .map((term) => rowsOf(term, knowledge, era))
    .filter((rows) => rows.every((row) => !row.directions.includes(direction)))
    .flatMap((rows) =>
      rows.flatMap((row) =>
        row.transports
          .filter((each) => !rules.some(({ port, transport }) => port === row.port && transport === each))
          .map((transport) => ({
            direction,
            transport,
            port: row.port,
            title: row.name,
            reason: `is only used ${other}.`,
            remedy: `Ask without \`${direction}\`.`,
          })),
      ),
    );
}

/** Each once, in the same order whatever the order of the words. */
function sortLeftOut(leftOut: FirewallPlan['leftOut']): FirewallPlan['leftOut'] {
  const byPort = new Map(
    leftOut
      .toSorted((a, b) => (a.title < b.title ? 1 : -1))
      .map((each) => [`${each.direction} ${String(each.port).padStart(5, '0')}/${each.transport}`, each]),
  );
  return [...byPort].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

async function profileServices(request: Request, services: Services): Promise<readonly string[]> {
  const { services: listed = [] } = await services.teams.profile(request.team);
  if (listed.length > 0) return listed;
  throw new UserError({
    code: 'no-services',
    message: 'You named no service, and this team’s profile lists none.',
    remedy: 'Name services, as in `firewall activesync imap`, or `firewall all`.',
    actions: [
      { label: 'Rules for everything', command: 'firewall all' },
      { label: 'All ports', command: 'ports' },
    ],
  });
}

function rowsOf(term: Term, knowledge: KnowledgeBase, era: Port['era']): readonly Port[] {
  if (term.kind === 'unknown') return [];
  if (term.kind === 'service') return knowledge.portsOfService(term.service, era);
  const { transport } = term;
  return term.rows
    .filter((row) => row.era === era && (transport === undefined || row.transports.includes(transport)))
    .map((row) => (transport === undefined ? row : { ...row, transports: [transport] }));
}

function subjectOf(term: Exclude<Term, { kind: 'unknown' }>): { id: string; name: string } {
  if (term.kind === 'service') return { id: term.service.id, name: term.service.name };
  const id = term.transport === undefined ? String(term.port) : `${term.port}/${term.transport}`;
  return { id, name: `port ${id}` };
}

/** The services and settings that were understood, in one line that can be sent. */
function understoodLine(
  terms: readonly Term[],
  args: FirewallArguments,
  knowledge: KnowledgeBase,
  command: string,
): string | undefined {
  const known = terms.filter((term) => term.kind !== 'unknown');
  if (known.length === 0 || known.some((term) => term.kind === 'port' && term.rows.length === 0)) return undefined;
  const ids = [...new Set(known.map((term) => subjectOf(term).id))];
  const { format = '', direction = '', from, to, folder, era } = args;
  const rest = [
    format,
    direction,
    from.length === 0 ? '' : `from ${from.join(' ')}`,
    to === undefined ? '' : `to ${to}`,
    folder === undefined ? '' : `folder "${folder}"`,
    era === 'then' ? era : '',
  ];
  return [command, writeIds(ids, knowledge), ...rest]
    .filter((word) => word !== '')
    .join(' ')
    .replaceAll('`', '');
}

function refuseUnknown(terms: readonly Term[], words: readonly string[], line: string | undefined): void {
  const strangers = terms.filter((term) => term.kind === 'unknown');
  // `format nftabels`: the first word is ours, the second is the one to look at.
  const others = strangers.filter(({ text }) => text.toLowerCase() !== 'format');
  const unknown = others.length > 0 ? others : strangers;
  const strange = terms.filter((term) => term.kind === 'port' && term.rows.length === 0);
  const [first] = unknown;
  if (first !== undefined) {
    if (parseNetwork(first.text) !== undefined) {
      throw new UserError({
        code: 'address-without-from',
        message: `${quote(first.text)} is an address without \`from\` or \`to\` before it.`,
        remedy: 'Write `from` before the addresses that may connect, and `to` before the server’s own address.',
      });
    }
    // Every word of two letters is near to something: `on` to `oc`.
    const isShort = first.text.length < 3;
    const names = isShort ? [] : [...first.near.map((name) => name.toLowerCase()), ...nearestFormats(first.text)];
    const understood =
      line === undefined ? '' : ` The words I know make \`${line}\`; check that nothing you need is missing.`;
    const near = [...new Set(names)].slice(0, 3).map((name) => `\`${name}\``);
    throw new UserError({
      code: 'service-not-known',
      outcome: 'unknown',
      message: `${joinWords(unknown.map(({ text }) => quote(text, 40)))} ${unknown.length > 1 ? 'aren’t services or formats' : 'isn’t a service or format'} that I know, so I wrote no rules.`,
      remedy: `${
        near.length > 0
          ? `Did you mean ${joinWords(near, 'or')}?`
          : '`ports` lists every service, `help firewall rules` every format.'
      }${understood}`,
      actions: [
        ...(line === undefined ? [] : [{ label: line, command: line }]),
        ...(words.includes(first.text) ? [{ label: 'All ports', command: 'ports' }] : []),
      ],
    });
  }
  if (strange.length > 0) {
    const numbers = joinWords(strange.map((term) => (term.kind === 'port' ? String(term.port) : '')));
    throw new UserError({
      code: 'port-not-known',
      outcome: 'unknown',
      message: `${numbers} ${strange.length > 1 ? 'are' : 'is'} not in my documents, so I wrote no rule for ${strange.length > 1 ? 'them' : 'it'}.`,
      remedy: 'If you moved a port, tell me: `profile port webmail-https 8443`. `ports` lists what I know.',
      actions: [{ label: 'All ports', command: 'ports' }],
    });
  }
}

/** Formats that a word may have been meant for. */
function nearestFormats(word: string): string[] {
  return nearestNames(word.toLowerCase(), [...formatIds, ...Object.keys(formatAliases)]);
}

/**
 * Refuses a plan that opens nothing, since an empty script would look like an answer.
 *
 * @throws {UserError} `no-rule-left`
 */
export function requireRules({ rules, leftOut, subjects, direction, era, asked }: FirewallPlan): void {
  if (rules.length > 0) return;
  const what = joinWords(subjects);
  if (leftOut.length === 0) {
    throw new UserError({
      code: 'no-rule-left',
      outcome: 'unknown',
      message: `There is no ${direction === undefined ? '' : `${direction} `}port to open for ${what} ${era === 'now' ? 'in MDaemon today' : 'in the list of 2008 to 2010'}.`,
      remedy: 'Ask for the other direction or era, or `ports` for what is known.',
      actions: [{ label: 'All ports', command: 'ports' }],
    });
  }
  const obsolete = leftOut.every(({ reason }) => reason.startsWith('obsolete'));
  const example = `firewall ${asked} ${obsolete ? 'then' : 'from 10.0.0.0/8'}`;
  throw new UserError({
    code: 'no-rule-left',
    message: `There is no rule left for ${what}. ${leftOut.map(leftOutText).join(' ')}`,
    remedy: `For example \`${example}\`.`,
    actions: obsolete && example.length <= 90 ? [{ label: '2008 to 2010', command: example }] : [],
  });
}

/**
 * Reads who may reach the ports.
 *
 * @throws {UserError} `bad-network` for the first word that is no network.
 */
function readFrom(words: readonly string[], knowledge: KnowledgeBase): Network[] {
  return words.map((word) => {
    const network = parseNetwork(word);
    if (network !== undefined) return network;
    const service = knowledge.services.get(word);
    throw new UserError({
      code: 'bad-network',
      message: `${quote(word)} isn’t a network${/^[\d.]+(\/\d+)?$/.test(word) ? ': an IPv4 network has four numbers up to 255 and a length up to 32' : ''}.`,
      remedy:
        service === undefined
          ? 'Write addresses as in `from 10.0.0.0/8 192.0.2.7 2001:db8::/32`; names are not looked up.'
          : `${service.name} is a service: name services before \`from\`.`,
    });
  });
}

/** Explains each network that was written with host bits set, and so opens more than the one address. */
function widenedNetworks(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const network = parseNetwork(word);
    const address = parseHost(word.split('/')[0] ?? '');
    if (network === undefined || address === undefined || network.address === address.address) return [];
    return [`${quote(word)} means ${networkText(network)}`];
  });
}

/**
 * Reads the server's own address.
 *
 * @throws {UserError} `bad-host` for networks, names and anything else.
 */
function readHost(word: string): Network {
  const host = parseHost(word);
  if (host !== undefined) return host;
  const network = parseNetwork(word);
  throw new UserError({
    code: 'bad-host',
    message: `${quote(word)} is ${network === undefined ? 'not an address' : 'a network, not one address'}.`,
    remedy: 'Write the one address of the server, as in `to 192.0.2.25`; names are not looked up.',
  });
}

/**
 * Reads a Windows folder, without a backslash at its end.
 *
 * @throws {UserError} `bad-folder` for what Windows would not accept as one.
 */
export function readFolder(text: string): string {
  const folder = text.normalize('NFC').replaceAll('/', '\\').replace(/\\+$/, '');
  const local = /^[A-Za-z]:(\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+)*$/u.test(folder);
  const shared =
    /^\\\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+(\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+)+$/u.test(folder);
  if (local || shared) return folder;
  throw new UserError({
    code: 'bad-folder',
    message: `${quote(text)} isn’t a Windows folder.`,
    remedy: 'Write the full path in quotation marks, as in `folder "C:\\Program Files\\MDaemon"`.',
  });
}
