import { printable, type Software } from './check.ts';

/*
 * What a greeting says about the program. MDaemon's forms are from third-party scanners' rules (Recog's SMTP banners,
 * Nessus plug-ins 25683 and 22306); no capture newer than 2004 is known, so the patterns take the name and the version and
 * nothing else for granted. An administrator can edit or hide a greeting: one without the name says nothing.
 */

const version = String.raw`v?(\d+(?:\.\d+){1,3}[a-z]?)`;
const mdaemonForms = [
  // `220 host ESMTP MDaemon 6.8.5; date`, `… MDaemon 3.5.0 ready`, `… POP MDaemon 9.6.0 ready`, `… IMAP4rev1 MDaemon …`.
  new RegExp(String.raw`\bMDaemon(?: PRO)? ${version}(?=[\s;,)]|$)`),
  // `… service ready [1] using MDaemon v2.84 R`, `… POP MDaemon ready using UNREGISTERED SOFTWARE 4.0.2`.
  new RegExp(String.raw`\bMDaemon ready using UNREGISTERED SOFTWARE ${version}`),
  // Webmail's server header: `WDaemon/9.5.1`, or no version.
  new RegExp(`^WDaemon(?:/${version})?$`),
];

/** Programs that are not MDaemon and say so. */
const others = [
  'Postfix',
  'Exim',
  'Sendmail',
  'Dovecot',
  'Microsoft ESMTP MAIL Service',
  'Kerio',
  'hMailServer',
  'Zimbra',
  'Courier',
  'Cyrus',
  'nginx',
  'Apache',
];

/** What a greeting, or a `Server` header, says about the program; nothing where it shows no name that is known. */
export function readSoftware(text: string): Software | undefined {
  for (const form of mdaemonForms) {
    const match = form.exec(text);
    if (match !== null) return { product: 'MDaemon', ...(match[1] === undefined ? {} : { version: match[1] }) };
  }
  if (/\b[MW]Daemon\b/.test(text)) return { product: 'MDaemon' };
  const other = others.find((name) => text.toLowerCase().includes(name.toLowerCase()));
  return other === undefined ? undefined : { product: 'other', name: printable(other) };
}
