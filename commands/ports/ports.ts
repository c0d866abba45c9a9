import { z } from 'zod';
import { type Article, type Era, isLimited, type KnowledgeBase, type Port } from '../../knowledge/knowledge.ts';
import { type Action, type Answer, argument, UserError } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import { defineCommand } from '../services.ts';
import { cite } from '../vocabulary/citations.ts';
import { capitalise, didYouMean } from '../vocabulary/phrases.ts';
import { createKnowledgeCache, readTeamKnowledge } from '../vocabulary/team-knowledge.ts';
import {
  eraArgument,
  eraNames,
  erasOf,
  resolveTerms,
  suggestPorts,
  type Term,
  termLabel,
} from '../vocabulary/terms.ts';
import { portsLead } from './ports-lead.ts';
import { portsNotes } from './ports-notes.ts';
import { directionWords, portLabel, portsTable } from './ports-table.ts';

/** Which ports a service needs, what a number is for, or all of them. */
export const ports = defineCommand({
  name: 'ports',
  aliases: ['port'],
  summary: 'Which ports a service needs, or what a port is for',
  access: 'everyone',
  examples: ['ports activesync', 'ports imap smtp 587', 'ports 4069/udp', 'ports outbound', 'ports bes then'],
  arguments: z.object({
    what: argument(z.array(z.string().max(100)).max(40).default([]), {
      written: 'position',
      description: 'Services or port numbers; leave out to list all',
      placeholder: 'service|port',
      suggest: suggestPorts,
    }),
    direction: argument(z.enum(['inbound', 'outbound', 'all']).default('all'), {
      written: 'position',
      description: 'Only one direction',
      synonyms: { in: 'inbound', out: 'outbound', incoming: 'inbound', outgoing: 'outbound' },
    }),
    transport: argument(z.enum(['tcp', 'udp']).optional(), { written: 'position', description: 'Only TCP or UDP' }),
    encryption: argument(z.enum(['tls', 'starttls', 'plain']).optional(), {
      written: 'position',
      description: 'TLS from the start, STARTTLS, or plain',
      synonyms: { ssl: 'tls', encrypted: 'tls', unencrypted: 'plain' },
    }),
    era: eraArgument,
  }),
  async run(args, { request, services }) {
    const { value: knowledge, unread } = await readTeamKnowledge(request, services);
    const answer = keptAnswer(args, request.input.kind === 'text', knowledge);
    return unread.length === 0 ? answer : { ...answer, sections: [...unread, ...answer.sections] };
  },
});

const answers = createKnowledgeCache<Answer>(500);
/** The longest question an answer is kept for. */
const longestKept = 200;

/**
 * An answer depends on the question and the knowledge alone, so it is made once until the knowledge changes. This is the
 * only cache of answers: the common question takes 5 µs instead of 30 (medians of 7 times 5,000, 2026-11-29), which is
 * a tenth of all that a signed request costs.
 */
function keptAnswer(args: PortsArguments, isTyped: boolean, knowledge: KnowledgeBase): Answer {
  const key = JSON.stringify([args, isTyped]);
  if (key.length > longestKept) return answerPorts(args, isTyped, knowledge);
  return answers(knowledge, key, () => answerPorts(args, isTyped, knowledge));
}

type PortsArguments = {
  readonly what: readonly string[];
  readonly direction: 'inbound' | 'outbound' | 'all';
  readonly transport?: 'tcp' | 'udp' | undefined;
  readonly encryption?: 'tls' | 'starttls' | 'plain' | undefined;
  readonly era: Era | 'both';
};

/**
 * @param isTyped true for a line, which may be a sentence
 * @throws {UserError} where nothing is known of a name, or the line is a sentence
 */
function answerPorts(args: PortsArguments, isTyped: boolean, knowledge: KnowledgeBase): Answer {
  const terms = resolveTerms(args.what, knowledge);
  const article = terms.every(({ kind }) => kind === 'unknown') ? articleOn(terms, knowledge) : undefined;
  if (article !== undefined) return showArticle(article, knowledge);
  refuseUnknown(terms);
  if (isTyped) refuseSentence(terms);
  const known = terms.filter((term) => term.kind !== 'unknown');
  const eras = erasOf(args.era);
  const [era] = eras;
  const rowsOf = (each: Era) => findRows(knowledge, terms, each).filter((row) => passes(row, args));
  const rows = eras.flatMap(rowsOf);
  const found = known.map((term) => ({
    term,
    rows: rowsOfTerm(knowledge, term, era).filter((row) => passes(row, args)),
  }));
  if (rows.length === 0) return withoutRows(knowledge, known, args);
  const withEra = args.era === 'both';
  const notes = portsNotes({
    knowledge,
    rows,
    ...(args.era === 'now' ? { foundingRows: rowsOf('then') } : {}),
    ...(args.era === 'then' ? { todaysRows: rowsOf('now') } : {}),
    terms,
    // The assumptions of the list of 2008 to 2010 matter only where the whole list is shown.
    first: terms.length === 0 && args.era !== 'now' ? ['inbound-scope'] : [],
  });
  return {
    title: titleOf(known, args),
    lead: portsLead({
      knowledge,
      era,
      direction: args.direction,
      rows: rows.filter((row) => row.era === era),
      found,
    }),
    sections: [portsTable(rows, withEra, knowledge), ...notes.sections],
    sources: cite(knowledge, [...rows, ...notes.articles]),
    actions: actionsOf(args.what, args.era, rows, known.length === terms.length),
  };
}

/** The ports of an era that any of the terms means; all of them without terms. */
function findRows(knowledge: KnowledgeBase, terms: readonly Term[], era: Era): readonly Port[] {
  if (terms.length === 0) return knowledge.rows.ports.filter((row) => row.era === era);
  return [...new Set(terms.flatMap((term) => rowsOfTerm(knowledge, term, era)))];
}

function rowsOfTerm(knowledge: KnowledgeBase, term: Term, era: Era): readonly Port[] {
  if (term.kind === 'unknown') return [];
  if (term.kind === 'service') return knowledge.portsOfService(term.service, era);
  return term.rows.filter(
    (row) => row.era === era && (term.transport === undefined || row.transports.includes(term.transport)),
  );
}

function passes(row: Port, { direction, transport, encryption }: PortsArguments): boolean {
  if (direction !== 'all' && !row.directions.includes(direction)) return false;
  if (transport !== undefined && !row.transports.includes(transport)) return false;
  if (encryption === 'tls') return row.encryption === 'implicit-tls';
  if (encryption === 'starttls') return row.encryption === 'starttls';
  return encryption === undefined || row.encryption === 'plain' || row.encryption === 'starttls';
}

/** The term is known, but not in this era, direction, transport or encryption: says so, and what there is instead. */
function withoutRows(knowledge: KnowledgeBase, terms: readonly Term[], args: PortsArguments): Answer {
  const subject = joinWords(terms.map(termLabel)) || 'MDaemon';
  const asked = [args.direction === 'all' ? [] : args.direction, args.transport ?? [], args.encryption ?? []].flat();
  const services = terms.flatMap((term) => (term.kind === 'service' ? [term.service] : []));
  const where = args.era === 'then' ? 'in the list of 2008 to 2010' : 'in my documents on MDaemon today';
  const what = asked.length === 0 ? 'port' : `${joinWords(asked)} port`;
  const others = (['now', 'then'] as const).flatMap((era) => findRows(knowledge, terms, era));
  const instead = [...new Set(others.map((row) => `${portLabel(row)} ${directionWords(row)}`))];
  return {
    title: titleOf(terms, args),
    lead: `For ${subject} there is no ${what} ${where}${instead.length === 0 ? '' : `, only ${joinWords(instead)}`}.`,
    sections: [
      ...(services.length === 0
        ? []
        : [{ kind: 'list' as const, items: services.map(({ name, summary }) => `${name}: ${summary}`) }]),
      ...(others.length === 0 ? [] : [portsTable(others, true, knowledge)]),
    ],
    sources: cite(knowledge, [...services, ...others]),
    actions: [{ label: 'All ports', command: 'ports' }],
  };
}

function titleOf(terms: readonly Term[], { direction, transport, encryption, era }: PortsArguments): string {
  const subject =
    terms.length === 0 ? 'all' : terms.length > 4 ? `${terms.length} things` : terms.map(termLabel).join(', ');
  const only = [direction === 'all' ? [] : direction, transport ?? [], encryption ?? []].flat();
  const place = era === 'both' ? 'today and 2008 to 2010' : eraNames[era];
  return `Ports: ${[subject, ...only].join(', ')} (${place})`;
}

/** True for a row that makes a firewall rule without any further word. */
function isOpened(row: Port, era: Era | 'both'): boolean {
  return row.era === (era === 'then' ? 'then' : 'now') && row.status !== 'obsolete' && !isLimited(row);
}

function actionsOf(what: readonly string[], era: Era | 'both', rows: readonly Port[], allKnown: boolean): Action[] {
  const words = what.join(' ').replaceAll(/[`"'“”„«»=]/g, '');
  const short = words.length <= 60 ? words : '';
  const turn: Action =
    era === 'now'
      ? { label: '2008 to 2010', command: `ports ${short} then`.replace('  ', ' ') }
      : { label: 'Today', command: `ports ${short}`.trim() };
  const inbound = rows.some((row) => row.directions.includes('inbound') && row.status !== 'obsolete');
  return [
    turn,
    ...(allKnown && short !== '' && rows.some((row) => isOpened(row, era))
      ? [{ label: 'Firewall rules', command: `firewall ${short}${era === 'then' ? ' then' : ''}` }]
      : []),
    ...(inbound ? [{ label: 'Processes to exempt', command: 'process' }] : []),
    ...(what.length > 0 ? [{ label: 'All ports', command: 'ports' }] : []),
  ];
}

/** The article on ports that is asked about by a name no service has: `ldap`, `spamd`. */
function articleOn(terms: readonly Term[], { rows }: KnowledgeBase): Article | undefined {
  const [term, ...others] = terms;
  if (term?.kind !== 'unknown' || others.length > 0) return undefined;
  const word = term.text.toLowerCase();
  const asks = (question: string) =>
    question
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .includes(word);
  return rows.articles.find(
    ({ topic, question, asked_as }) =>
      (topic === 'ports' || topic === 'firewall') && [question, ...asked_as].some(asks),
  );
}

function showArticle(row: Article, knowledge: KnowledgeBase): Answer {
  return {
    title: row.question,
    lead: row.answer,
    sections: row.details.length === 0 ? [] : [{ kind: 'list', items: row.details }],
    sources: cite(knowledge, [row]),
    actions: [
      { label: 'The whole article', command: `article ${row.id}` },
      { label: 'All ports', command: 'ports' },
    ],
  };
}

/**
 * Where nothing that was asked for is known, the answer is that it is not, with the nearest names.
 *
 * @throws {UserError} `port-not-known` or `service-not-known`
 */
function refuseUnknown(terms: readonly Term[]): void {
  if (terms.some((term) => term.kind === 'service' || (term.kind === 'port' && term.rows.length > 0))) return;
  const first = terms[0];
  if (first === undefined) return;
  if (first.kind === 'port') {
    throw new UserError({
      code: 'port-not-known',
      outcome: 'unknown',
      message: `${joinWords(terms.map(termLabel))} ${terms.length > 1 ? 'are' : 'is'} not in my documents: no source I have says that MDaemon uses ${terms.length > 1 ? 'them' : 'it'}.`,
      remedy: "MDaemon's ports can be moved: look at Setup > Server Settings > Ports. `ports` lists what I know.",
      actions: [{ label: 'All ports', command: 'ports' }],
    });
  }
  const near = terms.flatMap((term) => (term.kind === 'unknown' ? term.near : [])).slice(0, 3);
  const names = near.map((name) => `\`ports ${name.toLowerCase()}\``);
  throw new UserError({
    code: 'service-not-known',
    outcome: 'unknown',
    message: `I don’t know any ports for ${joinWords(terms.map(termLabel), 'or')}: nothing in my documents goes by that name.`,
    remedy: didYouMean(names, '`ports` lists every port and what it is for.'),
    actions: [...near.map((name) => portsAction(name.toLowerCase())), { label: 'All ports', command: 'ports' }],
  });
}

function portsAction(words: string): Action {
  const command = `ports ${words}`.trim();
  return { label: capitalise(command), command: command };
}

/** One unknown name among known ones is a name; more of them make a sentence. */
const mostUnknown = 1;

/**
 * Refuses a line of which several words are nobody's name: it is a sentence, and one that asks what is *not* needed must
 * not get what is.
 *
 * @throws {UserError} `sentence`
 */
function refuseSentence(terms: readonly Term[]): void {
  const unknown = terms.filter(({ kind }) => kind === 'unknown');
  if (unknown.length <= mostUnknown) return;
  const known = terms.filter((term) => term.kind !== 'unknown').map((term) => termLabel(term).toLowerCase());
  throw new UserError({
    code: 'sentence',
    message: `I can’t use ${joinWords(unknown.map(termLabel))} here.`,
    remedy: `Write only services and ports: \`ports ${known.join(' ')}\`.`,
  });
}
