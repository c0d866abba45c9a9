# Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
# Asked: firewall rules dns submission to 192.0.2.25 terraform-aws
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-dns-submission-bbdda6
# Undo: firewall undo dns submission to 192.0.2.25 terraform-aws
# Apply: terraform plan, then terraform apply; attach the group to the
#   network interface of the server.
# A security group keeps state, so answers pass (those of DNS too), and
#   never sees 127.0.0.1.
# It lets out only what is listed here, or in another group of the same
#   server.
# The server is the one the group is attached to; the address given is not
#   used.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.

variable "mdaemon_dns_submission_bbdda6_vpc_id" {
  type = string
}

resource "aws_security_group" "mdaemon_dns_submission_bbdda6" {
  name        = "mdaemon-dns-submission-bbdda6"
  description = "MDaemon: DNS, SMTP submission"
  vpc_id      = var.mdaemon_dns_submission_bbdda6_vpc_id
}

# SMTP submission: For mail clients that hand in mail with STARTTLS, from
#   home or on the road, where providers block 25.
# Sources: everything-mdaemon-ports, dumbmonit
resource "aws_vpc_security_group_ingress_rule" "mdaemon_dns_submission_bbdda6_in_tcp_587_1" {
  security_group_id = aws_security_group.mdaemon_dns_submission_bbdda6.id
  description       = "SMTP submission"
  ip_protocol       = "tcp"
  from_port         = 587
  to_port           = 587
  cidr_ipv4         = "0.0.0.0/0"
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "aws_vpc_security_group_egress_rule" "mdaemon_dns_submission_bbdda6_out_tcp_53_1" {
  security_group_id = aws_security_group.mdaemon_dns_submission_bbdda6.id
  description       = "DNS"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "0.0.0.0/0"
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "aws_vpc_security_group_egress_rule" "mdaemon_dns_submission_bbdda6_out_udp_53_1" {
  security_group_id = aws_security_group.mdaemon_dns_submission_bbdda6.id
  description       = "DNS"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "0.0.0.0/0"
}
