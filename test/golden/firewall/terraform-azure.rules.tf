# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 terraform-azure
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 terraform-azure
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
# Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent answer
#   does not mean that the port is closed.

variable "mdaemon_ac4ae0_resource_group_name" {
  type = string
}

variable "mdaemon_ac4ae0_location" {
  type = string
}

resource "azurerm_network_security_group" "mdaemon_ac4ae0" {
  name                = "mdaemon-ac4ae0"
  resource_group_name = var.mdaemon_ac4ae0_resource_group_name
  location            = var.mdaemon_ac4ae0_location
}

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_143_ipv4" {
  name                        = "in_tcp_143_ipv4"
  description                 = "IMAP"
  priority                    = 1000
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["10.0.0.0/8"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "143"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_143_ipv6" {
  name                        = "in_tcp_143_ipv6"
  description                 = "IMAP"
  priority                    = 1010
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["2001:db8:7::/48"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "143"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_444_ipv4" {
  name                        = "in_tcp_444_ipv4"
  description                 = "Remote Administration HTTPS and XML API"
  priority                    = 1020
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["10.0.0.0/8"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "444"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_444_ipv6" {
  name                        = "in_tcp_444_ipv6"
  description                 = "Remote Administration HTTPS and XML API"
  priority                    = 1030
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["2001:db8:7::/48"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "444"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_993_ipv4" {
  name                        = "in_tcp_993_ipv4"
  description                 = "IMAP over TLS"
  priority                    = 1040
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["10.0.0.0/8"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "993"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_993_ipv6" {
  name                        = "in_tcp_993_ipv6"
  description                 = "IMAP over TLS"
  priority                    = 1050
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["2001:db8:7::/48"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "993"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_1000_ipv4" {
  name                        = "in_tcp_1000_ipv4"
  description                 = "Remote Administration HTTP"
  priority                    = 1060
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["10.0.0.0/8"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "1000"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_tcp_1000_ipv6" {
  name                        = "in_tcp_1000_ipv6"
  description                 = "Remote Administration HTTP"
  priority                    = 1070
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefixes     = ["2001:db8:7::/48"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "1000"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_udp_4069_ipv4" {
  name                        = "in_udp_4069_ipv4"
  description                 = "Minger"
  priority                    = 1080
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_address_prefixes     = ["10.0.0.0/8"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "4069"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_in_udp_4069_ipv6" {
  name                        = "in_udp_4069_ipv6"
  description                 = "Minger"
  priority                    = 1090
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_address_prefixes     = ["2001:db8:7::/48"]
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "4069"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_out_tcp_53" {
  name                        = "out_tcp_53"
  description                 = "DNS"
  priority                    = 1100
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "*"
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "53"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_out_udp_53" {
  name                        = "out_udp_53"
  description                 = "DNS"
  priority                    = 1110
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_address_prefix       = "*"
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "53"
  resource_group_name         = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_out_udp_4069_ipv4" {
  name                         = "out_udp_4069_ipv4"
  description                  = "Minger"
  priority                     = 1120
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefix        = "*"
  source_port_range            = "*"
  destination_address_prefixes = ["10.0.0.0/8"]
  destination_port_range       = "4069"
  resource_group_name          = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name  = azurerm_network_security_group.mdaemon_ac4ae0.name
}

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
resource "azurerm_network_security_rule" "mdaemon_ac4ae0_out_udp_4069_ipv6" {
  name                         = "out_udp_4069_ipv6"
  description                  = "Minger"
  priority                     = 1130
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefix        = "*"
  source_port_range            = "*"
  destination_address_prefixes = ["2001:db8:7::/48"]
  destination_port_range       = "4069"
  resource_group_name          = var.mdaemon_ac4ae0_resource_group_name
  network_security_group_name  = azurerm_network_security_group.mdaemon_ac4ae0.name
}
