/** The owner of a name that isn't MDaemon's. */
export interface Elsewhere {
  /** How an answer calls it. */
  readonly subject: string;
  /**
   * `product`: other software or a provider; its own ports and settings are not ours, even where the protocol has the
   * same name. `general`: computing in general. `around`: what stands beside a mail server, such as a firewall; a question
   * on MDaemon may well name it.
   */
  readonly kind: 'product' | 'general' | 'around';
}

/** Written `Subject`, or `Subject: word, two words`; a subject without words is found by its own name. */
const products = `
Microsoft Office: office license, office licence, office lizenz, ms office, microsoft office
fail2ban
Exchange: exchange, exchange server, exchange online, msexchange, ms exchange, microsoft exchange, owa, outlook web access, outlook web app
Microsoft 365: office 365, o365, m365, microsoft 365, outlook.com, outlook com, hotmail, live.com, office365, microsoft
Gmail: gmail, google mail, google workspace, gsuite, g suite, googlemail, smtp.gmail.com, imap.gmail.com
Yahoo: yahoo, yahoo mail, ymail
iCloud: icloud, icloud mail
AOL
GMX
Web.de: web.de
T-Online: t-online, tonline
IONOS: ionos, 1und1, 1and1, 1&1
Strato
Hetzner
OVH
GoDaddy: godaddy
Proton Mail: protonmail, proton mail, proton
Fastmail
Zoho: zoho, zoho mail
Yandex
Rackspace
Amazon SES: amazon ses, aws ses
SendGrid
Mailgun
Mailchimp
Postmark
hMailServer: hmailserver, hmail, hmail server
MailEnable: mailenable, mail enable
SmarterMail: smartermail, smarter mail
Kerio: kerio, kerio connect
IceWarp: icewarp, merak
Zimbra
Zentyal
Axigen
Exim
Postfix
Sendmail
Dovecot
qmail
Courier: courier, courier imap
Cyrus
Mailcow
Mail-in-a-Box: mailinabox, mail in a box
iRedMail: iredmail
Mercury Mail: mercury mail
MailStore: mailstore
Lotus Notes: lotus, lotus notes, domino, hcl domino, lotus domino
GroupWise
Scalix
Kopano
Zarafa
Tobit
Stalwart
Haraka
Modoboa
Rspamd
Roundcube
Horde
SquirrelMail: squirrelmail
SOGo: sogo
Nextcloud
ownCloud: owncloud
Plesk
cPanel: cpanel, whm
DirectAdmin: directadmin
Webmin: webmin, virtualmin, usermin
ISPConfig: ispconfig
Froxlor
Barracuda
Proofpoint
Mimecast
Mailman
SharePoint: sharepoint
Active Directory: active directory
Slack
Discord
Microsoft Teams: ms teams, microsoft teams
Zoom
Skype
WhatsApp: whatsapp
Telegram
Jira
GitHub: github
GitLab: gitlab
WordPress: wordpress
Joomla
Drupal
Typo3
Magento
SAP
IronPort: ironport, cisco ironport, cisco esa
Sophos: sophos utm, sophos xg, sophos central, sophos email
FortiMail: fortimail
Openfire: openfire, ejabberd, prosody
Open-Xchange: open-xchange, open xchange, openxchange, oxchange
CommuniGate: communigate, communigate pro
MailSite: mailsite, rockliffe
Tutanota: tutanota, tuta
Posteo
mailbox.org
Mail.ru: mail.ru
Oracle
MySQL: mysql, mariadb, percona
PostgreSQL: postgresql, postgres, psql
SQL Server: mssql, sql server, sqlserver, ms sql
MongoDB: mongodb, mongo
Redis
Memcached
Elasticsearch: elasticsearch, elastic, kibana, logstash
RabbitMQ: rabbitmq, amqp
Kafka
Cassandra
CouchDB: couchdb
SQLite: sqlite
Docker
Kubernetes: kubernetes, k8s, kubelet, kubectl
Jenkins
Grafana
Prometheus
Nagios: nagios, icinga
Zabbix
PRTG
Apache: apache, apache2, httpd, tomcat
Nginx
Caddy
HAProxy: haproxy
Squid
Plex
Jellyfin
Minecraft
Steam
Fortnite
TeamViewer: teamviewer, anydesk
Asterisk: asterisk, 3cx, freepbx
Veeam
Synology
QNAP
TrueNAS: truenas, freenas
VMware: vmware, esxi, vcenter, vsphere
Proxmox
Hyper-V: hyper-v, hyperv, hyper v
Citrix
FileZilla: filezilla
Samba
Netflix
Spotify
ChatGPT: chatgpt, openai, gpt
Unifi
Ubuntu: ubuntu, debian, centos, fedora, red hat, rhel
macOS: macos
BIND: bind9
PowerDNS: powerdns
Unbound
Pi-hole: pihole, pi-hole, pi hole
OpenVPN: openvpn
WireGuard: wireguard
`;

const general = `
databases: database, databases, sql, datenbank, datenbanken, base de datos
SSH: ssh, openssh, putty, scp, sftp
remote desktop: rdp, remote desktop, remotedesktop, remote desktop protocol, terminal server, xrdp, mstsc, remotedesktopverbindung, escritorio remoto
VNC
Telnet: telnet port, telnet server
SNMP: snmp, snmptrap
NTP: ntp, time server, sntp
DHCP
TFTP
FTP: ftp server, ftps, ftp
SIP: sip, voip
MQTT
LDAP: ldap, ldaps
Kerberos
RADIUS
syslog
NFS
SMB: smb, cifs, file sharing
RPC
WinRM: winrm, wsman, psremoting, powershell remoting, windows remote management
phone numbers: phone number, telephone number, hotline, telefonnummer, rufnummer, numero de telefono, número de teléfono
iSCSI
NetBIOS: netbios, wins
VPN: vpn port, vpn ports, vpn server, vpn tunnel, puerto vpn, puerto de vpn
IPsec: ipsec, ike, l2tp, pptp
BGP: bgp, ospf
Git: git, svn
IRC
NNTP: nntp, usenet
printers: printer, printing, drucker, impresora
programming: python, java, javascript, typescript, golang, rust, php, perl, ruby, html, css, regex
Windows: windows 10, windows 11, windows update, windows updates, install windows, windows account, windows password, windows license, windows licence, windows lizenz, windows konto, windows patches, registry, bluescreen, blue screen
Linux: linux, bash, grep, awk, sed, systemd, crontab, cron
DNS records: a record, cname, txt record, dmarc record, zone file
cars: car, auto kaufen
food: pizza, recipe, coffee, cake, rezept, kuchen, receta, kochen, lunch, breakfast, restaurant
weather: weather, wetter, rain, clima, tiempo hace, sunny
sport: football, soccer, fussball, bundesliga, world cup, fútbol, olympics, nba, nfl
money: bitcoin, stock price, crypto, aktien, dollar, exchange rate
geography: capital of, hauptstadt, capital de, population of
politics: president, chancellor, kanzler, election, presidente
entertainment: movie, film, song, music, lyrics, novel, netflix series, poem, gedicht, poema, canción
health: doctor, headache, medicine, kopfschmerzen
mathematics: square root, prime number, integral, equation
`;

const around = `
firewalls: sonicwall, sophos, fortigate, fortinet, pfsense, opnsense, watchguard, checkpoint, palo alto, cisco, mikrotik, juniper, fritzbox, fritz box, lancom, draytek, zyxel, netgear, tp link, ufw, iptables, nftables, firewalld, netsh, zonealarm, asa, zywall, bintec
IIS
Wi-Fi: wifi, wlan, wi-fi
other antivirus software: eset, norton, mcafee, kaspersky endpoint, bitdefender, avast, avg, trend micro, symantec, crowdstrike, sentinelone, malwarebytes, nod32
clouds: aws, azure, ec2, gcp, amazon, google cloud, digitalocean, vps
virtual machines: vm, virtual machine, virtuelle maschine
Windows: windows, windows server, win2019, win server
`;

/** Every name of something that is not MDaemon's, in folded words joined by blanks. */
export const elsewhere: ReadonlyMap<string, Elsewhere> = new Map([
  ...read(around, 'around'),
  ...read(general, 'general'),
  ...read(products, 'product'),
]);

function read(table: string, kind: Elsewhere['kind']): [string, Elsewhere][] {
  return table
    .trim()
    .split('\n')
    .flatMap((line): [string, Elsewhere][] => {
      const [subject = '', names = subject] = line.split(/: (.*)/s);
      return names.split(', ').map((name) => [name.toLowerCase(), { subject, kind }]);
    });
}
