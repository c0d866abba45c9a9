import { isMovable, type KnowledgeBase, type Port, type PortUse, type Service } from '../../knowledge/knowledge.ts';
import { quote, UserError } from '../../src/bot/bot.ts';
import type { Probe, ProbeProtocol, WantedService } from '../../src/checks/checks.ts';
import { joinWords } from '../../src/text/text.ts';
import { resolveTerms } from '../vocabulary/terms.ts';

/** The ports to look at, and the services that are judged by them. */
export interface CheckPlan {
  readonly probes: readonly Probe[];
  /** The row of each probe. */
  readonly rows: ReadonlyMap<string, Port>;
  /** Empty where no service was named: then ports are only reported. */
  readonly services: readonly WantedService[];
  readonly source: 'named' | 'profile' | 'everything';
}

/**
 * Plans a check of named services, else of the profile's, else of everything that MDaemon listens on.
 *
 * @throws {UserError} for a word that is no service and no port
 */
export function planCheck(named: readonly string[], profile: readonly string[], knowledge: KnowledgeBase): CheckPlan {
  const words = named.length > 0 ? named : profile;
  const source = named.length > 0 ? 'named' : profile.length > 0 ? 'profile' : 'everything';
  const terms = words.some((word) => word.toLowerCase() === 'all') ? [] : resolveTerms(words, knowledge);
  const unknown = terms.flatMap((term) => (term.kind === 'unknown' ? [quote(term.text, 40)] : []));
  if (unknown.length > 0) {
    throw new UserError({
      code: 'service-not-known',
      outcome: 'unknown',
      message: `I don’t know a service called ${joinWords(unknown, 'or')}, so I looked at nothing.`,
      remedy: 'Name services or ports, as in `check mail.example.org imap 443`; `ports` lists them.',
    });
  }
  const listening = (rows: readonly Port[]) => rows.filter((row) => isMovable(row) && row.status !== 'obsolete');
  const wanted = terms.flatMap((term) => {
    if (term.kind === 'service')
      return [wantService(term.service, listening(knowledge.portsOfService(term.service, 'now')), knowledge)];
    if (term.kind !== 'port') return [];
    const rows = listening(term.rows).filter(
      ({ transports }) => term.transport === undefined || transports.includes(term.transport),
    );
    if (rows.length === 0) {
      throw new UserError({
        code: 'port-not-known',
        outcome: 'unknown',
        message: `As far as I know, MDaemon doesn’t listen on port ${term.port}, so I looked at nothing.`,
        remedy:
          'I look only at ports that MDaemon uses. If you moved yours, tell me: `profile port webmail-https 8443`.',
      });
    }
    return [
      {
        service: {
          id: String(term.port),
          name: joinWords(rows.map(({ name }) => name)),
          ports: rows.map((row) => portOf(row, { need: 'required' })),
        },
        rows,
      },
    ];
  });
  const rows = terms.length === 0 ? listening(knowledge.rows.ports) : wanted.flatMap((each) => each.rows);
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.port - b.port);
  return {
    probes: unique.map(probeFor),
    rows: new Map(unique.map((row) => [row.id, row])),
    services: wanted.map(({ service }) => service),
    source: terms.length === 0 ? 'everything' : source,
  };
}

function wantService(
  service: Service,
  rows: readonly Port[],
  knowledge: KnowledgeBase,
): { service: WantedService; rows: readonly Port[] } {
  return {
    service: {
      id: service.id,
      name: service.name,
      ports: rows.map((row) => portOf(row, knowledge.useOf(service, row), paths[service.id])),
    },
    rows,
  };
}

/** Where services answer that share a port with others. */
const paths: Readonly<Record<string, string>> = {
  activesync: '/Microsoft-Server-ActiveSync',
  autodiscover: '/autodiscover/autodiscover.xml',
};

function portOf(row: Port, { need, for: task }: PortUse, path?: string): WantedService['ports'][number] {
  const isForServers = row.services.every(({ id }) => id === 'smtp' || id === 'odmr');
  return {
    id: row.id,
    need,
    for: task,
    ...(path === undefined ? {} : { path }),
    ...(isForServers || row.encryption === 'plain' || row.encryption === 'unknown' ? {} : { strictCertificate: true }),
  };
}

function probeFor(row: Port): Probe {
  const transport = row.transports.includes('tcp') ? 'tcp' : 'udp';
  return {
    id: row.id,
    name: row.name,
    port: row.port,
    transport,
    protocol: protocolOf(row),
    tls: row.encryption === 'implicit-tls' ? 'implicit' : row.encryption === 'starttls' ? 'starttls' : 'none',
    ...(row.services.some(({ id }) => id === 'activesync') && row.encryption === 'implicit-tls'
      ? { webPaths: true }
      : {}),
  };
}

const protocols: Readonly<Record<string, ProbeProtocol>> = {
  smtp: 'smtp',
  smtps: 'smtp',
  submission: 'smtp',
  odmr: 'smtp',
  pop3: 'pop3',
  pop3s: 'pop3',
  imap: 'imap',
  imaps: 'imap',
  minger: 'minger',
  webmail: 'http',
  activesync: 'http',
  autodiscover: 'http',
  caldav: 'http',
  carddav: 'http',
  'remote-administration': 'http',
  'xml-api': 'http',
};

function protocolOf(row: Port): ProbeProtocol {
  return row.services.map(({ id }) => protocols[id]).find((protocol) => protocol !== undefined) ?? 'none';
}
