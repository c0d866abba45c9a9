# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 terraform-aws
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 terraform-aws
# Apply: terraform plan, then terraform apply; attach the group to the
#   network interface of the server.
# A security group keeps state, so answers pass (those of DNS too), and
#   never sees 127.0.0.1.
# It lets out only what is listed here, or in another group of the same
#   server.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.
# Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent answer
#   does not mean that the port is closed.

variable "mdaemon_ac4ae0_vpc_id" {
  type = string
}

resource "aws_security_group" "mdaemon_ac4ae0" {
  name        = "mdaemon-ac4ae0"
  description = "MDaemon: DNS, IMAP, Minger, MDaemon Remote Administration"
  vpc_id      = var.mdaemon_ac4ae0_vpc_id
}

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_143_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "IMAP"
  ip_protocol       = "tcp"
  from_port         = 143
  to_port           = 143
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_143_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "IMAP"
  ip_protocol       = "tcp"
  from_port         = 143
  to_port           = 143
  cidr_ipv6         = "2001:db8:7::/48"
}

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_444_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Remote Administration HTTPS and XML API"
  ip_protocol       = "tcp"
  from_port         = 444
  to_port           = 444
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_444_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Remote Administration HTTPS and XML API"
  ip_protocol       = "tcp"
  from_port         = 444
  to_port           = 444
  cidr_ipv6         = "2001:db8:7::/48"
}

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_993_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "IMAP over TLS"
  ip_protocol       = "tcp"
  from_port         = 993
  to_port           = 993
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_993_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "IMAP over TLS"
  ip_protocol       = "tcp"
  from_port         = 993
  to_port           = 993
  cidr_ipv6         = "2001:db8:7::/48"
}

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_1000_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Remote Administration HTTP"
  ip_protocol       = "tcp"
  from_port         = 1000
  to_port           = 1000
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_tcp_1000_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Remote Administration HTTP"
  ip_protocol       = "tcp"
  from_port         = 1000
  to_port           = 1000
  cidr_ipv6         = "2001:db8:7::/48"
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_udp_4069_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Minger"
  ip_protocol       = "udp"
  from_port         = 4069
  to_port           = 4069
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "mdaemon_ac4ae0_in_udp_4069_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Minger"
  ip_protocol       = "udp"
  from_port         = 4069
  to_port           = 4069
  cidr_ipv6         = "2001:db8:7::/48"
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_tcp_53_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "DNS"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_tcp_53_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "DNS"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  cidr_ipv6         = "::/0"
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_udp_53_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "DNS"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_udp_53_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "DNS"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv6         = "::/0"
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_udp_4069_1" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Minger"
  ip_protocol       = "udp"
  from_port         = 4069
  to_port           = 4069
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_egress_rule" "mdaemon_ac4ae0_out_udp_4069_2" {
  security_group_id = aws_security_group.mdaemon_ac4ae0.id
  description       = "Minger"
  ip_protocol       = "udp"
  from_port         = 4069
  to_port           = 4069
  cidr_ipv6         = "2001:db8:7::/48"
}
