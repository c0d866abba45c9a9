# Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
# Asked: firewall rules dns submission to 192.0.2.25 terraform-azure
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-dns-submission-bbdda6
# Undo: firewall undo dns submission to 192.0.2.25 terraform-azure
# Apply: terraform plan, then terraform apply; associate the group with the
#   subnet or network interface of the server.
# The group keeps state, so answers pass (those of DNS too), and never sees
#   127.0.0.1.
# Azure's own default rules deny other inbound traffic from the internet and
#   allow all outbound.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.

variable "mdaemon_dns_submission_bbdda6_resource_group_name" {
  type = string
}

variable "mdaemon_dns_submission_bbdda6_location" {
  type = string
}

resource "azurerm_network_security_group" "mdaemon_dns_submission_bbdda6" {
  name                = "mdaemon-dns-submission-bbdda6"
  resource_group_name = var.mdaemon_dns_submission_bbdda6_resource_group_name
  location            = var.mdaemon_dns_submission_bbdda6_location
}

# SMTP submission: For mail clients that hand in mail with STARTTLS, from
#   home or on the road, where providers block 25.
# Sources: everything-mdaemon-ports, dumbmonit
resource "azurerm_network_security_rule" "mdaemon_dns_submission_bbdda6_in_tcp_587" {
  name                        = "in_tcp_587"
  description                 = "SMTP submission"
  priority                    = 1000
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "*"
  source_port_range           = "*"
  destination_address_prefix  = "192.0.2.25"
  destination_port_range      = "587"
  resource_group_name         = var.mdaemon_dns_submission_bbdda6_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_dns_submission_bbdda6.name
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_dns_submission_bbdda6_out_tcp_53" {
  name                        = "out_tcp_53"
  description                 = "DNS"
  priority                    = 1010
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "192.0.2.25"
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "53"
  resource_group_name         = var.mdaemon_dns_submission_bbdda6_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_dns_submission_bbdda6.name
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_dns_submission_bbdda6_out_udp_53" {
  name                        = "out_udp_53"
  description                 = "DNS"
  priority                    = 1020
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_address_prefix       = "192.0.2.25"
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "53"
  resource_group_name         = var.mdaemon_dns_submission_bbdda6_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_dns_submission_bbdda6.name
}
