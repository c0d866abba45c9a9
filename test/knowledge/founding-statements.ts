import type { Article, Deadline, KnowledgeData, Need, Port, Process } from '../../knowledge/schema.ts';

/** One statement of the founding document, in our words, and how to tell that the knowledge base holds it. */
export interface FoundingStatement {
  readonly says: string;
  readonly holds: (data: KnowledgeData) => boolean;
}

type Transport = Port['transports'][number];
type Direction = Port['directions'][number];

/** One port entry of the founding document. */
export interface FoundingPort {
  readonly id: string;
  readonly port: number;
  readonly transports: readonly Transport[];
  readonly directions: readonly Direction[];
  readonly group: string;
  readonly services: Readonly<Record<string, Need>>;
}

const portsSource = 'everything-mdaemon-ports';
const deadlineSource = 'everything-mdaemon-securityplus4';
const restartSource = 'everything-mdaemon-why-restart';

const tcp = ['tcp'] as const;
const inbound = ['inbound'] as const;
const outbound = ['outbound'] as const;
const both = ['inbound', 'outbound'] as const;
const securityPlus = 'SecurityPlus/Outbreak Protection';

/** The document's port entries. DNS is TCP by its rule; UDP for it is a row of its own, marked as added. */
export const foundingPorts: readonly FoundingPort[] = [
  entry('smtp-25-then', 25, tcp, both, 'MDaemon', { smtp: 'required' }),
  entry('dns-53-then', 53, tcp, outbound, 'MDaemon', { dns: 'required' }),
  entry('pop3-110-then', 110, tcp, both, 'MDaemon', { pop3: 'required', multipop: 'required' }),
  entry('imap-143-then', 143, tcp, inbound, 'MDaemon', { imap: 'required' }),
  entry('odmr-366-then', 366, tcp, both, 'MDaemon', { odmr: 'required' }),
  entry('smtps-465-then', 465, tcp, inbound, 'MDaemon', { smtps: 'required' }),
  entry('submission-587-then', 587, tcp, inbound, 'MDaemon', { submission: 'required' }),
  entry('imaps-993-then', 993, tcp, inbound, 'MDaemon', { imaps: 'required' }),
  entry('pop3s-995-then', 995, tcp, both, 'MDaemon', { pop3s: 'required' }),
  entry('minger-4069-then', 4069, ['udp'], both, 'MDaemon', { minger: 'required' }),
  entry('worldclient-3000-then', 3000, tcp, inbound, 'WorldClient', {
    webmail: 'default',
    syncml: 'default',
    activesync: 'default',
    webdav: 'default',
  }),
  entry('worldclient-80-then', 80, tcp, inbound, 'WorldClient', {
    webmail: 'optional',
    syncml: 'optional',
    autodiscover: 'required',
    activesync: 'optional',
    webdav: 'optional',
  }),
  entry('worldclient-443-then', 443, tcp, inbound, 'WorldClient', {
    webmail: 'required',
    syncml: 'required',
    activesync: 'required',
    webdav: 'required',
  }),
  entry('webadmin-1000-then', 1000, tcp, inbound, 'WebAdmin', { 'remote-administration': 'default' }),
  entry('bes-3101-then', 3101, tcp, outbound, 'BES', { bes: 'required' }),
  entry('sa-update-80-then', 80, tcp, outbound, 'SpamAssassin', { spamassassin: 'required' }),
  entry('antivirus-21-then', 21, tcp, outbound, securityPlus, { antivirus: 'required' }),
  entry('antivirus-80-then', 80, tcp, outbound, securityPlus, {
    antivirus: 'required',
    'outbreak-protection': 'required',
  }),
];

/** True if the knowledge base holds the entry exactly once, with these transports and directions, no more, no less. */
export function holdsPort(data: KnowledgeData, expected: FoundingPort): boolean {
  const rows = data.ports.filter(
    (row) =>
      row.era === 'then' && row.added === undefined && row.port === expected.port && row.group === expected.group,
  );
  const [row] = rows;
  if (rows.length !== 1 || row === undefined) return false;
  return (
    row.id === expected.id &&
    row.confidence === 'founding' &&
    row.sources.includes(portsSource) &&
    sameSet(row.transports, expected.transports) &&
    sameSet(row.directions, expected.directions) &&
    Object.entries(expected.services).every(([id, need]) =>
      row.services.some((service) => service.id === id && service.need === need),
    )
  );
}

/** Every other statement of the document. */
export const foundingStatements: readonly FoundingStatement[] = [
  // Port numbers: the rules around the list.
  article('the list assumes a default configuration', 'inbound-scope', portsSource, /default configuration/),
  article('only services made public need their ports', 'inbound-scope', portsSource, /only the ports of the services/),
  article('every port is TCP unless said', 'all-tcp-unless-said', portsSource, /TCP unless/, /4069.*UDP/),
  {
    says: 'no port of the list but Minger is UDP alone',
    holds: (data) =>
      sameSet(
        numbers(data, (row) => sameSet(row.transports, ['udp'])),
        [4069],
      ),
  },
  article('DNS needs its return packets', 'dns-return-packets', portsSource, /53 outbound/, /return packets/),
  port('DNS needs its return packets, on the row', 'dns-53-then', (row) => /return packets/.test(row.purpose)),
  port('110 serves POP3 and MultiPOP', 'pop3-110-then', (row) => row.name === 'POP3 and MultiPOP'),
  port('366 is ODMR, ATRN and an alternate ESMTP port', 'odmr-366-then', (row) =>
    [/ODMR/, /ATRN/, /alternate ESMTP port/].every((part) => part.test(row.name)),
  ),
  port('587 is the Mail Submission Agent', 'submission-587-then', (row) => /MSA.*Mail Submission Agent/.test(row.name)),
  port('clients use 587 and not 25', 'submission-587-then', (row) => /not on 25.*firewalls/.test(row.purpose)),
  article(
    '587 not 25, for the ISP firewalls',
    'submission-587-isp',
    portsSource,
    /587, not 25/,
    /providers.*firewalls/,
  ),
  ...['smtps-465-then', 'imaps-993-then', 'pop3s-995-then'].map((id) =>
    port(`${id} is encrypted from the start`, id, (row) => row.encryption === 'implicit-tls' && /SSL/.test(row.name)),
  ),
  article('plain ports stay active', 'starttls-plain-ports', portsSource, /leave them active/),
  article('even if encryption is enforced', 'starttls-plain-ports', portsSource, /if I enforce encryption/),
  article('STARTTLS starts in clear', 'starttls-plain-ports', portsSource, /STARTTLS begins.*unencrypted.*later/),

  // Port numbers: WorldClient.
  port('3000 carries possibly more', 'worldclient-3000-then', (row) => /possibly more/.test(row.purpose)),
  port('80 inbound is HTTP', 'worldclient-80-then', (row) => /HTTP$/.test(row.name) && row.encryption === 'plain'),
  port('443 is HTTPS', 'worldclient-443-then', (row) => /HTTPS$/.test(row.name) && row.encryption === 'implicit-tls'),
  article(
    'give WorldClient 80 and 443 if free',
    'worldclient-80-443',
    portsSource,
    /nothing else.*80 and 443.*give both/,
  ),
  article('it is highly recommended', 'worldclient-80-443', portsSource, /highly recommended/),
  article('AutoDiscovery needs them', 'activesync-autodiscovery', portsSource, /AutoDiscovery/, /80 and 443/),
  article('older clients need them', 'activesync-autodiscovery', portsSource, /older ActiveSync clients/),
  {
    says: 'AutoDiscovery needs 80 and 443, inbound',
    holds: (data) => sameSet(needing(data, 'autodiscover', 'required', 'inbound'), [80, 443]),
  },
  port('some older ActiveSync clients need 80', 'worldclient-80-then', (row) => /older ActiveSync/.test(row.purpose)),

  // Port numbers: the rest of the list.
  port('1000 is the web server of WebAdmin', 'webadmin-1000-then', (row) => /WebAdmin web server/.test(row.name)),
  port('3101 is for BES services', 'bes-3101-then', (row) => /BES services/.test(row.name)),
  port('80 outbound is SA-Update', 'sa-update-80-then', (row) => /SA-Update/.test(row.name)),
  port(
    '21 is FTP for definitions',
    'antivirus-21-then',
    (row) => /FTP/.test(row.name) && /definition/.test(row.purpose),
  ),
  port('80 is HTTP for definitions and Outbreak Protection', 'antivirus-80-then', (row) =>
    /HTTP for virus definitions and Outbreak Protection/.test(row.name),
  ),

  // Port numbers: processes and localhost.
  ...['MDaemon.exe', 'WorldClient.exe', 'WebAdmin.exe', 'MDSpamD.exe', 'AVUpdate.exe'].map(exempt),
  {
    says: 'the five are the only ones to exempt',
    holds: (data) => data.processes.filter((row) => row.exempt).length === 5,
  },
  article('a software firewall lets the five through', 'firewall-processes', portsSource, /software firewall/),
  article('without restriction, both ways', 'firewall-processes', portsSource, /unrestricted.*inbound and outbound/),
  article('localhost is 127.0.0.1', 'localhost-rule', portsSource, /never block traffic to or from 127\.0\.0\.1/),
  article('the parts talk over local sockets', 'localhost-rule', portsSource, /local sockets/),
  ...['SpamAssassin', 'WorldClient', 'BES', 'other features'].map((part) =>
    article(`localhost carries ${part}`, 'localhost-rule', portsSource, new RegExp(part)),
  ),

  // The deadline.
  deadline('before 31 December 2008', (row) => row.date === '2008-12-31' && row.relation === 'before'),
  deadline('MDAV customers', (row) => /MDAV/.test(row.who)),
  deadline('SecurityPlus customers', (row) => /SecurityPlus/.test(row.who)),
  deadline('the version to go to', (row) => /SecurityPlus for MDaemon version 4/.test(row.action)),
  deadline('that version is new, upgrade at once', (row) =>
    row.notes.some((note) => /just come out.*at once/.test(note)),
  ),
  deadline('protection without a gap', (row) => /protection.*without a gap/.test(row.action)),
  deadline('the partner of Alt-N', (row) => /Kaspersky Lab, Alt-N's partner/.test(row.reason)),
  deadline('the change of signature updates', (row) => /announced a change.*updates virus signatures/.test(row.reason)),

  // The restart.
  article('it restarted because of SecurityPlus', 'why-restart-then', restartSource, /update of SecurityPlus/),
  article('unexpectedly', 'why-restart-then', restartSource, /unexpected restart/i),
  article('the vendor has an article on it', 'why-restart-then', restartSource, /knowledge base article/),
  article('there is an option against it', 'auto-update-then', restartSource, /by an option/),
  article('the same article describes it', 'auto-update-then', restartSource, /knowledge base article.*describes/),
  article('then watch by hand', 'auto-update-off-cost', restartSource, /watch for updates by hand/),
  article('several times in the past', 'auto-update-off-cost', restartSource, /updated several times/),
  article('because the process changed', 'auto-update-off-cost', restartSource, /definitions changed/),
];

function entry(
  id: string,
  number: number,
  transports: readonly Transport[],
  directions: readonly Direction[],
  group: string,
  services: Readonly<Record<string, Need>>,
): FoundingPort {
  return { id, port: number, transports, directions, group, services };
}

function port(says: string, id: string, test: (row: Port) => boolean): FoundingStatement {
  return { says, holds: (data) => data.ports.some((row) => row.id === id && row.era === 'then' && test(row)) };
}

/** The article must be of the founding era, rest on the post, and match every pattern in its own words. */
function article(says: string, id: string, source: string, ...patterns: readonly RegExp[]): FoundingStatement {
  const rests = (row: Article) =>
    row.era === 'then' && row.confidence === 'founding' && row.sources.includes(source) && row.id === id;
  return {
    says: `${says} (${id})`,
    holds: (data) => data.articles.some((row) => rests(row) && patterns.every((pattern) => pattern.test(wordsOf(row)))),
  };
}

function exempt(name: string): FoundingStatement {
  const test = (row: Process) =>
    row.name === name &&
    row.exempt &&
    row.eras.includes('then') &&
    row.confidence === 'founding' &&
    row.sources.includes(portsSource);
  return { says: `${name} needs unrestricted access`, holds: (data) => data.processes.some(test) };
}

function deadline(says: string, test: (row: Deadline) => boolean): FoundingStatement {
  const rests = (row: Deadline) => row.era === 'then' && row.sources.includes(deadlineSource);
  return {
    says: `the deadline: ${says}`,
    holds: (data) => data.deadlines.some((row) => row.id === 'securityplus-4' && rests(row) && test(row)),
  };
}

/** What an answer shows of an article: not the questions it is found by, but for its own question. */
function wordsOf(row: Article): string {
  return [row.question, row.answer, row.note ?? '', ...row.details, ...row.steps].join('\n');
}

function numbers(data: KnowledgeData, test: (row: Port) => boolean): number[] {
  return data.ports.filter((row) => row.era === 'then' && row.added === undefined && test(row)).map((row) => row.port);
}

function needing(data: KnowledgeData, service: string, need: Need, direction: Direction): number[] {
  return numbers(
    data,
    (row) =>
      row.directions.includes(direction) && row.services.some((used) => used.id === service && used.need === need),
  );
}

function sameSet<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
