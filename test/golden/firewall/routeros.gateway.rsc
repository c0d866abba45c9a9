# Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
# Asked: firewall rules dns submission to 192.0.2.25 routeros
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-dns-submission-bbdda6
# Undo: firewall undo dns submission to 192.0.2.25 routeros
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
/ip firewall filter remove [find comment~"^mdaemon-dns-submission-bbdda6:"]

# Return packets, those of DNS too.
/ip firewall filter add chain=forward action=accept connection-state=established,related comment="mdaemon-dns-submission-bbdda6: return packets"

# SMTP submission: For mail clients that hand in mail with STARTTLS, from
#   home or on the road, where providers block 25.
# Sources: everything-mdaemon-ports, dumbmonit
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=587 dst-address=192.0.2.25 comment="mdaemon-dns-submission-bbdda6: in SMTP submission"

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=53 src-address=192.0.2.25 comment="mdaemon-dns-submission-bbdda6: out DNS"

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
/ip firewall filter add chain=forward action=accept protocol=udp dst-port=53 src-address=192.0.2.25 comment="mdaemon-dns-submission-bbdda6: out DNS"
