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
