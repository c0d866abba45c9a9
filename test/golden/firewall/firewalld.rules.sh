#!/bin/sh
# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 firewalld
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 firewalld
# Apply: sh THIS-FILE, as root, with firewalld 0.9 or newer. The policies
#   are rebuilt, so a second run changes nothing.
# The policies only let traffic through; your zones decide about everything
#   else.
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
fw="${FIREWALL_CMD:-firewall-cmd --permanent}"

if $fw --get-policies | tr ' ' '\n' | grep -qx mdaemon-0304ee-i; then $fw --delete-policy=mdaemon-0304ee-i; fi
$fw --new-policy=mdaemon-0304ee-i
$fw --policy=mdaemon-0304ee-i --set-target=CONTINUE
$fw --policy=mdaemon-0304ee-i --add-ingress-zone=ANY
$fw --policy=mdaemon-0304ee-i --add-egress-zone=HOST
# Localhost: nothing may block 127.0.0.1.
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="127.0.0.1" destination address="127.0.0.1" accept'
# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="10.0.0.0/8" port port="143" protocol="tcp" accept'
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv6" source address="2001:db8:7::/48" port port="143" protocol="tcp" accept'
# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="10.0.0.0/8" port port="444" protocol="tcp" accept'
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv6" source address="2001:db8:7::/48" port port="444" protocol="tcp" accept'
# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="10.0.0.0/8" port port="993" protocol="tcp" accept'
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv6" source address="2001:db8:7::/48" port port="993" protocol="tcp" accept'
# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="10.0.0.0/8" port port="1000" protocol="tcp" accept'
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv6" source address="2001:db8:7::/48" port port="1000" protocol="tcp" accept'
# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv4" source address="10.0.0.0/8" port port="4069" protocol="udp" accept'
$fw --policy=mdaemon-0304ee-i --add-rich-rule='rule family="ipv6" source address="2001:db8:7::/48" port port="4069" protocol="udp" accept'

if $fw --get-policies | tr ' ' '\n' | grep -qx mdaemon-0304ee-o; then $fw --delete-policy=mdaemon-0304ee-o; fi
$fw --new-policy=mdaemon-0304ee-o
$fw --policy=mdaemon-0304ee-o --set-target=CONTINUE
$fw --policy=mdaemon-0304ee-o --add-ingress-zone=HOST
$fw --policy=mdaemon-0304ee-o --add-egress-zone=ANY
# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$fw --policy=mdaemon-0304ee-o --add-rich-rule='rule port port="53" protocol="tcp" accept'
# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$fw --policy=mdaemon-0304ee-o --add-rich-rule='rule port port="53" protocol="udp" accept'
# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
$fw --policy=mdaemon-0304ee-o --add-rich-rule='rule family="ipv4" destination address="10.0.0.0/8" port port="4069" protocol="udp" accept'
$fw --policy=mdaemon-0304ee-o --add-rich-rule='rule family="ipv6" destination address="2001:db8:7::/48" port port="4069" protocol="udp" accept'

[ -n "${FIREWALL_CMD:-}" ] || firewall-cmd --reload
