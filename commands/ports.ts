import { z } from 'zod';
import type { KnowledgeBase } from '../knowledge/knowledge-base.ts';
import type { Era, Port } from '../knowledge/schema.ts';
import type { Action, Answer, TableSection } from '../src/bot/answer.ts';
import { argument } from '../src/bot/argument.ts';
import { UserError } from '../src/bot/errors/user-error.ts';
import { quote } from '../src/bot/quote.ts';
import { isLimited } from '../src/firewall/is-limited.ts';
import { cite } from './parts/cite.ts';
import { eraArgument, eraNames, erasOf } from './parts/era.ts';
import { capitalise, directionCell, directionWords, joinWords, portLabel } from './parts/phrases.ts';
import { portsLead } from './parts/ports-lead.ts';
import { portsNotes } from './parts/ports-notes.ts';
import { resolveTerms, type Term } from './parts/resolve-terms.ts';
import { suggestPorts } from './parts/suggest.ts';
import { defineCommand } from './services.ts';

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
      description: 'Services or port numbers; none for all',
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
  run(args, { services }) {
    const knowledge = services.knowledge.current();
    const terms = resolveTerms(args.what, knowledge);
    refuseUnknown(terms);
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
      // What the whole founding list assumes matters where the whole list is shown.
      first: terms.length === 0 && args.era !== 'now' ? ['inbound-scope'] : [],
    });
    return {
      title: titleOf(known, args.era),
      lead: portsLead({ knowledge, era, rows: rows.filter((row) => row.era === era), found }),
      sections: [tableOf(rows, withEra), ...notes.sections],
      sources: cite(knowledge, [...rows, ...notes.articles]),
      actions: actionsOf(args.what, args.era, rows, known.length === terms.length),
    };
  },
});

type PortsArguments = {
  readonly what: readonly string[];
  readonly direction: 'inbound' | 'outbound' | 'all';
  readonly transport?: 'tcp' | 'udp' | undefined;
  readonly encryption?: 'tls' | 'starttls' | 'plain' | undefined;
  readonly era: Era | 'both';
};

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

/** Where nothing that was asked for is known, the answer is that it is not. */
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
    message: `${joinWords(terms.map(termLabel))} ${terms.length > 1 ? 'are no services' : 'is no service'} of MDaemon that I know.`,
    remedy:
      names.length > 0 ? `Did you mean ${joinWords(names, 'or')}?` : '`ports` lists every port and what it is for.',
    actions: [...near.map((name) => portsAction(name.toLowerCase())), { label: 'All ports', command: 'ports' }],
  });
}

/** The term is known, but not in this era, direction, transport or encryption: says so, and what there is instead. */
function withoutRows(knowledge: KnowledgeBase, terms: readonly Term[], args: PortsArguments): Answer {
  const subject = joinWords(terms.map(termLabel)) || 'MDaemon';
  const asked = [args.direction === 'all' ? [] : args.direction, args.transport ?? [], args.encryption ?? []].flat();
  const services = terms.flatMap((term) => (term.kind === 'service' ? [term.service] : []));
  const where = args.era === 'then' ? 'in the founding list' : 'in my documents on MDaemon today';
  const what = asked.length === 0 ? 'port' : `${joinWords(asked)} port`;
  const others = (['now', 'then'] as const).flatMap((era) => findRows(knowledge, terms, era));
  const instead = [...new Set(others.map((row) => `${portLabel(row)} ${directionWords(row)}`))];
  return {
    title: titleOf(terms, args.era),
    lead: `${capitalise(subject)}: no ${what} ${where}${instead.length === 0 ? '' : `; what there is: ${joinWords(instead)}`}.`,
    sections: [
      ...(services.length === 0
        ? []
        : [{ kind: 'list' as const, items: services.map(({ name, summary }) => `${name}: ${summary}`) }]),
      ...(others.length === 0 ? [] : [tableOf(others, true)]),
    ],
    sources: cite(knowledge, [...services, ...others]),
    actions: [{ label: 'All ports', command: 'ports' }],
  };
}

function tableOf(rows: readonly Port[], withEra: boolean): TableSection {
  return {
    kind: 'table',
    columns: [
      { header: 'Port' },
      { header: 'Direction' },
      ...(withEra ? [{ header: 'Era' }] : []),
      { header: 'What for' },
      { header: 'Open to' },
    ],
    rows: [...rows]
      .sort((a, b) => Number(a.era === 'then') - Number(b.era === 'then') || a.port - b.port)
      .map((row) => [
        portLabel(row),
        directionCell(row),
        ...(withEra ? [row.era] : []),
        `${row.name}${remarkOf(row)}`,
        row.status === 'obsolete' ? 'close it' : exposures[row.exposure],
      ]),
  };
}

/** Who should reach a port, as a table cell. */
const exposures: Readonly<Record<Port['exposure'], string>> = {
  internet: 'internet',
  'if-used': 'internet, if used',
  peers: 'partner servers',
  'private-network': 'LAN or VPN only',
  local: 'this machine only',
  'outbound-only': 'outbound only',
};

function remarkOf(row: Port): string {
  if (row.status === 'obsolete') return ' (obsolete)';
  if (row.check !== undefined) return ' (to be checked)';
  if (row.confidence === 'inferred') return ' (inferred)';
  return row.status === 'new' ? ' (new)' : '';
}

function titleOf(terms: readonly Term[], era: Era | 'both'): string {
  const subject =
    terms.length === 0 ? 'all' : terms.length > 4 ? `${terms.length} things` : terms.map(termLabel).join(', ');
  return `Ports: ${subject} (${era === 'both' ? 'today and about 2008' : eraNames[era]})`;
}

/** What a term is called in an answer. */
function termLabel(term: Term): string {
  if (term.kind === 'service') return term.service.name;
  if (term.kind === 'unknown') return quote(term.text, 40);
  return term.transport === undefined ? String(term.port) : `${term.port}/${term.transport}`;
}

function portsAction(words: string): Action {
  const command = `ports ${words}`.trim();
  return { label: capitalise(command).slice(0, 40), command: command.slice(0, 90) };
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
      ? { label: 'About 2008', command: `ports ${short} then`.replace('  ', ' ') }
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
