import { describe, expect, it } from 'vitest';
import { openTestBot } from './fixture.ts';

const { ask, askText } = await openTestBot();

/** Every statement of the founding document, with a command that says it. */
const statements: readonly [statement: string, command: string, ...patterns: RegExp[]][] = [
  [
    'a default configuration is assumed, for services made public',
    'ports then',
    /default configuration/,
    /make public/,
  ],
  ['all ports are TCP unless said', 'ports then', /TCP unless noted/],
  ['25 both ways, ESMTP', 'ports 25 then', /25\/tcp inbound and outbound is ESMTP/],
  ['53 outbound, DNS, with return packets', 'ports 53 then', /53\/.*tcp outbound is DNS/, /return packets must/],
  ['110 both ways, POP3 and MultiPOP', 'ports 110 then', /110\/tcp inbound and outbound is POP3 and MultiPOP/],
  ['143 inbound, IMAP4', 'ports 143 then', /143\/tcp inbound is IMAP4/],
  [
    '366 both ways, ODMR (ATRN), an alternate ESMTP port',
    'ports 366 then',
    /366\/tcp inbound and outbound is ODMR \(ATRN\)/,
    /alternate ESMTP/,
  ],
  ['465 inbound, SMTP over SSL', 'ports 465 then', /465\/tcp inbound is SMTP over SSL/],
  ['587 inbound, MSA', 'ports 587 then', /587\/tcp inbound is ESMTP MSA/],
  ['587 instead of 25, since providers block 25', 'ports 587', /587 and not 25.*firewalls of internet providers/],
  ['993 inbound, IMAP4 over SSL', 'ports 993 then', /993\/tcp inbound is IMAP4 over SSL/],
  ['995 both ways, POP3 over SSL', 'ports 995 then', /995\/tcp inbound and outbound is POP3 over SSL/],
  ['4069 UDP both ways, Minger', 'ports 4069 then', /4069\/udp inbound and outbound is Minger/],
  [
    'plain ports stay open for STARTTLS',
    'ports imap',
    /Leave the unencrypted ports active even if you enforce encryption/,
    /STARTTLS starts in clear/,
  ],
  [
    '3000 inbound, WorldClient and what is on it',
    'ports 3000 then',
    /3000\/tcp inbound is WorldClient HTTP/,
    /SyncML, ActiveSync, WebDAV and possibly more/,
  ],
  ['80 inbound, the same', 'ports 80 then', /inbound WorldClient HTTP/],
  ['443 inbound, HTTPS', 'ports 443 then', /443\/tcp inbound is WorldClient HTTPS/],
  [
    '80 and 443 to WorldClient where nothing else has them',
    'ports activesync',
    /nothing else on the server listens on 80 and 443, give both to WorldClient/,
    /highly recommended/,
  ],
  [
    'AutoDiscovery and older ActiveSync clients need them',
    'ports activesync',
    /AutoDiscovery, and some older ActiveSync clients/,
  ],
  ['1000 inbound, WebAdmin', 'ports 1000 then', /1000\/tcp inbound is WebAdmin web server/],
  ['3101 outbound, BES', 'ports 3101 then', /3101\/tcp outbound is BES services/],
  ['80 outbound, SA-Update', 'ports 80 then', /outbound SA-Update/],
  ['21 outbound, FTP for virus definitions', 'ports 21 then', /21\/tcp outbound is FTP for virus definitions/],
  [
    '80 outbound, virus definitions and Outbreak Protection',
    'ports 80 then',
    /outbound HTTP for virus definitions and Outbreak Protection/,
  ],
  [
    'five processes, both directions',
    'process',
    /MDaemon\.exe, WorldClient\.exe, WebAdmin\.exe, MDSpamD\.exe and AVUpdate\.exe unrestricted access, inbound and outbound/,
  ],
  [
    'localhost is never blocked',
    'process',
    /[Nn]ever block traffic to or from 127\.0\.0\.1/,
    /SpamAssassin, WorldClient and BES/,
  ],
  [
    'the deadline',
    'deadlines securityplus-4',
    /had to be done before 31 December 2008/,
    /SecurityPlus for MDaemon version 4/,
    /MDAV/,
    /without a gap/,
  ],
  ['its reason', 'deadlines mdav', /Kaspersky Lab, Alt-N's partner/, /virus signatures/],
  [
    'why it restarted',
    'why-restart then',
    /unexpected restart came from an update of SecurityPlus/,
    /knowledge base article/,
  ],
  ['automatic updates could be turned off', 'updates then', /by an option that Alt-N's knowledge base article/],
  [
    'then watch by hand, and why',
    'updates then',
    /watch for updates by hand/,
    /several times when the process of updating the definitions changed/,
  ],
];

describe('every statement of the founding document is said by a command', () => {
  it.each(statements)('%s: `%s`', async (_statement, command, ...patterns) => {
    const text = await askText(command);
    for (const pattern of patterns) expect(text).toMatch(pattern);
  });

  it.each(['ports 3101 now', 'ports 5222 then', 'ports sftp'])(
    'and `%s` does not say what is not so',
    async (command) => {
      expect(await askText(command)).not.toMatch(/needs (3101|5222|25)\/tcp/);
    },
  );

  it('and each of these answers cites a source', async () => {
    for (const [, command] of statements) {
      expect((await ask(command)).answer.sources.length).toBeGreaterThan(0);
    }
  });
});
