#!/bin/sh
# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 ufw
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 ufw
# Apply: sh THIS-FILE. Try it first: UFW='ufw --dry-run' sh THIS-FILE. A
#   second run changes nothing.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.
# Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent answer
#   does not mean that the port is closed.
set -eu
ufw="${UFW:-ufw}"

# Localhost: nothing may block 127.0.0.1.
$ufw allow in on lo comment 'localhost'

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
$ufw allow in proto tcp from 10.0.0.0/8 to any port 143 comment 'mdaemon-ac4ae0_IMAP'
$ufw allow in proto tcp from 2001:db8:7::/48 to any port 143 comment 'mdaemon-ac4ae0_IMAP'

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
$ufw allow in proto tcp from 10.0.0.0/8 to any port 444 comment 'mdaemon-ac4ae0_Remote_Administration_HTTPS_and_XML_API'
$ufw allow in proto tcp from 2001:db8:7::/48 to any port 444 comment 'mdaemon-ac4ae0_Remote_Administration_HTTPS_and_XML_API'

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
$ufw allow in proto tcp from 10.0.0.0/8 to any port 993 comment 'mdaemon-ac4ae0_IMAP_over_TLS'
$ufw allow in proto tcp from 2001:db8:7::/48 to any port 993 comment 'mdaemon-ac4ae0_IMAP_over_TLS'

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
$ufw allow in proto tcp from 10.0.0.0/8 to any port 1000 comment 'mdaemon-ac4ae0_Remote_Administration_HTTP'
$ufw allow in proto tcp from 2001:db8:7::/48 to any port 1000 comment 'mdaemon-ac4ae0_Remote_Administration_HTTP'

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
$ufw allow in proto udp from 10.0.0.0/8 to any port 4069 comment 'mdaemon-ac4ae0_Minger'
$ufw allow in proto udp from 2001:db8:7::/48 to any port 4069 comment 'mdaemon-ac4ae0_Minger'

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$ufw allow out proto tcp from any to any port 53 comment 'mdaemon-ac4ae0_DNS'

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$ufw allow out proto udp from any to any port 53 comment 'mdaemon-ac4ae0_DNS'

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
$ufw allow out proto udp from any to 10.0.0.0/8 port 4069 comment 'mdaemon-ac4ae0_Minger'
$ufw allow out proto udp from any to 2001:db8:7::/48 port 4069 comment 'mdaemon-ac4ae0_Minger'
