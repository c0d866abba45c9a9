import { misspellingChanges, nearNames } from '../src/text/text.ts';

/** The row a name means. */
type NameMatch<Row> =
  /** A name of the row, as written in the knowledge. */
  | { readonly kind: 'exact'; readonly row: Row }
  /** A misspelling of `name`; the answer has to say so. */
  | { readonly kind: 'corrected'; readonly row: Row; readonly name: string }
  /** Nothing, with the nearest names for "did you mean". */
  | { readonly kind: 'none'; readonly near: readonly string[] };

/** Finds rows by the names people use for them. */
export interface NameIndex<Row> {
  /** A row by one of its names, written in any case, with or without spaces and punctuation. No misspellings. */
  get(name: string): Row | undefined;
  /** As `get`, and misspellings within a small edit distance as well. */
  find(name: string): NameMatch<Row>;
  /** Every name, as written, in the order of declaration. */
  readonly names: readonly string[];
}

/**
 * Builds an index over rows.
 *
 * @param namesOf the names of a row, the one to show first. Where two rows claim a name, the earlier row keeps it.
 * @param hiddenNamesOf names that are found but never offered: misspellings.
 */
export function createNameIndex<Row>(
  rows: readonly Row[],
  namesOf: (row: Row) => readonly string[],
  hiddenNamesOf: (row: Row) => readonly string[] = () => [],
): NameIndex<Row> {
  const byName = new Map<string, { row: Row; name: string }>();
  const names: string[] = [];
  for (const row of rows) {
    for (const name of namesOf(row)) {
      const key = normaliseName(name);
      if (key === '' || byName.has(key)) continue;
      byName.set(key, { row, name });
      names.push(name);
    }
  }
  const hidden = new Map<string, { row: Row; name: string }>();
  for (const row of rows) {
    const shown = namesOf(row)[0] ?? '';
    for (const name of hiddenNamesOf(row)) {
      const key = normaliseName(name);
      if (!byName.has(key)) hidden.set(key, { row, name: shown });
    }
  }
  const find = (name: string): NameMatch<Row> => {
    const key = normaliseName(name);
    const exact = byName.get(key);
    if (exact) return { kind: 'exact', row: exact.row };
    const misspelt = hidden.get(key);
    if (misspelt) return { kind: 'corrected', ...misspelt };
    if (key.length < 2 || key.length > 40 || foreignNames.has(key)) return { kind: 'none', near: [] };
    const near = nearNames(key, byName.keys(), { sameDigits: true }).flatMap(({ name: known, changes }) => {
      const meant = byName.get(known);
      return meant === undefined ? [] : [{ ...meant, changes, length: known.length }];
    });
    const [best] = near;
    if (best !== undefined && best.changes <= misspellingChanges(Math.min(key.length, best.length))) {
      const hasRival = near.some(({ changes, row }) => changes === best.changes && row !== best.row);
      if (!hasRival) return { kind: 'corrected', row: best.row, name: best.name };
    }
    return { kind: 'none', near: [...new Set(near.map((each) => each.name))].slice(0, 3) };
  };
  return { get: (name) => byName.get(normaliseName(name))?.row, find, names };
}

/**
 * Reduces a name to what matters when it is compared: lower case, accents and umlauts folded, everything but letters
 * and digits dropped. `Active-Sync`, `ActiveSync` and `active sync` are one name.
 */
export function normaliseName(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Well-known names of other things. They are never taken for a misspelling of a name of ours: `sftp` is not `smtp`,
 * and an administrator who opens the wrong one has opened a firewall.
 */
export const foreignNames: ReadonlySet<string> = new Set(
  `afp ajp amqp arcserve asterisk bgp bind cassandra cifs citrix cockpit consul couchdb cpanel cups dhcp docker dovecot
  elastic elasticsearch etcd exchange exim finger ftp ftps git gitlab gopher grafana groupwise haproxy hmailserver horde
  http2 http3 ident iis ike ipp ipsec irc iscsi jabberd jenkins kafka kerberos kubernetes kubelet l2tp ldap ldaps lotus
  lmtp mailenable mariadb memcached minecraft modbus mongo mongodb mqtt mssql mysql nagios netbios nfs nginx nntp nntps
  ntp nut openvpn oracle ospf pcanywhere plesk postfix postgres postgresql pptp printer prometheus proxmox puppet
  rabbitmq radius rdp redis rlogin roundcube rpc rsh rsync rtmp rtsp samba scp sendmail sftp sip slp smb smbv1 smpp
  smartermail smtpd snmp snmptrap snpp sntp socks solr sqlserver squid ssh stun svn syslog tacacs teamviewer telnet
  tftp tomcat turn unifi vault vmware vnc vpn webmin whois winrm wins wireguard x11 xdmcp xrdp zabbix zimbra`.split(
    /\s+/,
  ),
);
