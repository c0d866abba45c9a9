#!/bin/sh
# Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
# Asked: firewall rules dns submission to 192.0.2.25 firewalld
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-dns-submission-bbdda6
# Undo: firewall undo dns submission to 192.0.2.25 firewalld
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
set -eu
fw="${FIREWALL_CMD:-firewall-cmd --permanent}"

if $fw --get-policies | tr ' ' '\n' | grep -qx mdaemon-b05093-i; then $fw --delete-policy=mdaemon-b05093-i; fi
$fw --new-policy=mdaemon-b05093-i
$fw --policy=mdaemon-b05093-i --set-target=CONTINUE
$fw --policy=mdaemon-b05093-i --add-ingress-zone=ANY
$fw --policy=mdaemon-b05093-i --add-egress-zone=ANY
# SMTP submission: For mail clients that hand in mail with STARTTLS, from
#   home or on the road, where providers block 25.
# Sources: everything-mdaemon-ports, dumbmonit
$fw --policy=mdaemon-b05093-i --add-rich-rule='rule family="ipv4" destination address="192.0.2.25" port port="587" protocol="tcp" accept'

if $fw --get-policies | tr ' ' '\n' | grep -qx mdaemon-b05093-o; then $fw --delete-policy=mdaemon-b05093-o; fi
$fw --new-policy=mdaemon-b05093-o
$fw --policy=mdaemon-b05093-o --set-target=CONTINUE
$fw --policy=mdaemon-b05093-o --add-ingress-zone=ANY
$fw --policy=mdaemon-b05093-o --add-egress-zone=ANY
# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$fw --policy=mdaemon-b05093-o --add-rich-rule='rule family="ipv4" source address="192.0.2.25" port port="53" protocol="tcp" accept'
# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$fw --policy=mdaemon-b05093-o --add-rich-rule='rule family="ipv4" source address="192.0.2.25" port port="53" protocol="udp" accept'

[ -n "${FIREWALL_CMD:-}" ] || firewall-cmd --reload
