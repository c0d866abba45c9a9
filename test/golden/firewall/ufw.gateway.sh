#!/bin/sh
# Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
# Asked: firewall rules dns submission to 192.0.2.25 ufw
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-dns-submission-bbdda6
# Undo: firewall undo dns submission to 192.0.2.25 ufw
# Apply: sh THIS-FILE. Try it first: UFW='ufw --dry-run' sh THIS-FILE. A
#   second run changes nothing.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.
set -eu
ufw="${UFW:-ufw}"

# Localhost: nothing may block 127.0.0.1.
$ufw allow in on lo comment 'localhost'

# SMTP submission: For mail clients that hand in mail with STARTTLS, from
#   home or on the road, where providers block 25.
# Sources: everything-mdaemon-ports, dumbmonit
$ufw route allow proto tcp from any to 192.0.2.25 port 587 comment 'mdaemon-dns-submission-bbdda6_SMTP_submission'

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$ufw route allow proto tcp from 192.0.2.25 to any port 53 comment 'mdaemon-dns-submission-bbdda6_DNS'

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
$ufw route allow proto udp from 192.0.2.25 to any port 53 comment 'mdaemon-dns-submission-bbdda6_DNS'
