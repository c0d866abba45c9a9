# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 routeros
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 routeros
# Apply: /import file-name=THIS-FILE. The rules of the group are rebuilt, so
#   a second run changes nothing.
# They come last in the forward chain: move them above your drop rules.
# Localhost: 127.0.0.1 never reaches this device.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.
# Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent answer
#   does not mean that the port is closed.
/ip firewall filter remove [find comment~"^mdaemon-ac4ae0:"]
/ipv6 firewall filter remove [find comment~"^mdaemon-ac4ae0:"]

# Return packets, those of DNS too.
/ip firewall filter add chain=forward action=accept connection-state=established,related comment="mdaemon-ac4ae0: return packets"

# Return packets, those of DNS too.
/ipv6 firewall filter add chain=forward action=accept connection-state=established,related comment="mdaemon-ac4ae0: return packets"

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=143 src-address=10.0.0.0/8 comment="mdaemon-ac4ae0: in IMAP"
/ipv6 firewall filter add chain=forward action=accept protocol=tcp dst-port=143 src-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: in IMAP"

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=444 src-address=10.0.0.0/8 comment="mdaemon-ac4ae0: in Remote Administration HTTPS and XML API"
/ipv6 firewall filter add chain=forward action=accept protocol=tcp dst-port=444 src-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: in Remote Administration HTTPS and XML API"

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=993 src-address=10.0.0.0/8 comment="mdaemon-ac4ae0: in IMAP over TLS"
/ipv6 firewall filter add chain=forward action=accept protocol=tcp dst-port=993 src-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: in IMAP over TLS"

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=1000 src-address=10.0.0.0/8 comment="mdaemon-ac4ae0: in Remote Administration HTTP"
/ipv6 firewall filter add chain=forward action=accept protocol=tcp dst-port=1000 src-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: in Remote Administration HTTP"

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=udp dst-port=4069 src-address=10.0.0.0/8 comment="mdaemon-ac4ae0: in Minger"
/ipv6 firewall filter add chain=forward action=accept protocol=udp dst-port=4069 src-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: in Minger"

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=53 comment="mdaemon-ac4ae0: out DNS"
/ipv6 firewall filter add chain=forward action=accept protocol=tcp dst-port=53 comment="mdaemon-ac4ae0: out DNS"

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=udp dst-port=53 comment="mdaemon-ac4ae0: out DNS"
/ipv6 firewall filter add chain=forward action=accept protocol=udp dst-port=53 comment="mdaemon-ac4ae0: out DNS"

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=udp dst-port=4069 dst-address=10.0.0.0/8 comment="mdaemon-ac4ae0: out Minger"
/ipv6 firewall filter add chain=forward action=accept protocol=udp dst-port=4069 dst-address=2001:db8:7::/48 comment="mdaemon-ac4ae0: out Minger"
