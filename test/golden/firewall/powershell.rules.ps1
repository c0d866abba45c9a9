# Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
#   REVIEW BEFORE APPLYING.
# Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 powershell
# Era: now (MDaemon today). Knowledge: 2026.11.22.
# Group: mdaemon-ac4ae0
# Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 powershell
# Apply: save as a .ps1 file and run it as administrator.
# The rules of the group are rebuilt, so a second run changes nothing.
# Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk over
#   it, such as SpamAssassin, WorldClient and BES (BlackBerry).
# Note: Leave the unencrypted ports active even if you enforce encryption.
#   STARTTLS starts in clear on them and adds encryption later.
# Note: Sources contradict each other on DNS. The list of 2008 to 2010
#   implies TCP, the version 8 manual says UDP. Open both.
# Note: DNS goes out on 53, and its return packets must be let in.
# Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent answer
#   does not mean that the port is closed.
#Requires -Version 5.1
#Requires -RunAsAdministrator
param(
  # MDaemon's folder, where the programs are looked for.
  [string]$InstallFolder = 'C:\MDaemon',
  # Lets anybody reach every port of the programs, even those left out
  #   above. Use it only behind a firewall at the edge.
  [switch]$ExemptInbound
)
$ErrorActionPreference = 'Stop'
Get-NetFirewallRule -Group 'mdaemon-ac4ae0' -ErrorAction SilentlyContinue | Remove-NetFirewallRule

# Localhost: nothing may block 127.0.0.1. Windows is not known to filter it;
#   the rule is there all the same.
try { New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-localhost-inbound' -DisplayName 'MDaemon: Localhost' -Description 'Parts of MDaemon talk to each other over 127.0.0.1.' -Direction Inbound -Action Allow -LocalAddress '127.0.0.1' -RemoteAddress '127.0.0.1' | Out-Null } catch { Write-Warning 'Windows refused a rule for 127.0.0.1. See that nothing blocks that address.' }
try { New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-localhost-outbound' -DisplayName 'MDaemon: Localhost' -Description 'Parts of MDaemon talk to each other over 127.0.0.1.' -Direction Outbound -Action Allow -LocalAddress '127.0.0.1' -RemoteAddress '127.0.0.1' | Out-Null } catch { Write-Warning 'Windows refused a rule for 127.0.0.1. See that nothing blocks that address.' }

# IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
#   Prefer 993 for clients that can.
# Sources: everything-mdaemon-ports, dumbmonit
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-in-tcp-143' -DisplayName 'MDaemon: IMAP' -Description 'Mail clients read mail on the server, in clear or with STARTTLS. Prefer 993 for clients that can.' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 143 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# Remote Administration HTTPS and XML API: The administrators' web pages
#   over HTTPS, and the XML API under /MdMgmtWS. For the private network, a
#   VPN or listed addresses, never for the whole internet.
# CHECK: Check Setup > Server Settings > Ports and the Remote Administration
#   web server screen before you open anything.
# Sources: dumbmonit, xml-api-test-program
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-in-tcp-444' -DisplayName 'MDaemon: Remote Administration HTTPS and XML API' -Description 'The administrators web pages over HTTPS, and the XML API under /MdMgmtWS. For the private network, a VPN or listed addresses, never for the whole internet.' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 444 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
#   server.
# Sources: everything-mdaemon-ports, dumbmonit
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-in-tcp-993' -DisplayName 'MDaemon: IMAP over TLS' -Description 'For mail clients set to SSL/TLS that read mail on the server.' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 993 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# Remote Administration HTTP: The administrators' web pages, in clear. For
#   the private network or a VPN, never for the internet.
# Sources: help-remote-administration, everything-mdaemon-ports
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-in-tcp-1000' -DisplayName 'MDaemon: Remote Administration HTTP' -Description 'The administrators web pages, in clear. For the private network or a VPN, never for the internet.' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 1000 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-in-udp-4069' -DisplayName 'MDaemon: Minger' -Description 'Mail servers ask each other whether an address exists. Open it only to the servers that ask or answer you.' -Direction Inbound -Action Allow -Protocol UDP -LocalPort 4069 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-out-tcp-53' -DisplayName 'MDaemon: DNS' -Description 'Name look-ups go out and the return packets must come back in.' -Direction Outbound -Action Allow -Protocol TCP -RemotePort 53 | Out-Null

# DNS: Name look-ups go out and the return packets must come back in.
# Sources: manual-8-dns, everything-mdaemon-ports
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-out-udp-53' -DisplayName 'MDaemon: DNS' -Description 'Name look-ups go out and the return packets must come back in.' -Direction Outbound -Action Allow -Protocol UDP -RemotePort 53 | Out-Null

# Minger: Mail servers ask each other whether an address exists. Open it
#   only to the servers that ask or answer you.
# Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name 'mdaemon-ac4ae0-out-udp-4069' -DisplayName 'MDaemon: Minger' -Description 'Mail servers ask each other whether an address exists. Open it only to the servers that ask or answer you.' -Direction Outbound -Action Allow -Protocol UDP -RemotePort 4069 -RemoteAddress '10.0.0.0/8','2001:db8:7::/48' | Out-Null

# The programs that need unrestricted access through a firewall on the
#   server itself.
# CHECK: No source was found that repeats the five processes for MDaemon
#   18.0 and later. Check the file names in Task Manager.
function Add-ProgramRule([string]$Name) {
  $Number = 0
  foreach ($File in @(Get-ChildItem -LiteralPath $InstallFolder -Filter $Name -Recurse -File -ErrorAction SilentlyContinue)) {
    $Number += 1
    New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name "mdaemon-ac4ae0-program-$Name-$Number-Outbound" -DisplayName "MDaemon: $Name" -Direction Outbound -Action Allow -Program $File.FullName | Out-Null
    if ($ExemptInbound) {
      New-NetFirewallRule -Group 'mdaemon-ac4ae0' -Name "mdaemon-ac4ae0-program-$Name-$Number-Inbound" -DisplayName "MDaemon: $Name" -Direction Inbound -Action Allow -Program $File.FullName | Out-Null
    }
  }
  if ($Number -eq 0) { Write-Warning "$Name is not in ${InstallFolder}: no rule for it." }
}
# MDaemon.exe: The mail server itself, with SMTP, POP3, IMAP, on-demand
#   relay (ODMR), Minger, MultiPOP and DomainPOP. It is in C:\MDaemon\App.
#   Sources: everything-mdaemon-ports, wareportal-firewall,
#   node-mdaemon-api, tenable-31640
Add-ProgramRule 'MDaemon.exe'
# WorldClient.exe: The web server of WorldClient, today called MDaemon
#   Webmail. Sources: everything-mdaemon-ports, wareportal-firewall
Add-ProgramRule 'WorldClient.exe'
# WebAdmin.exe: The web server of WebAdmin, today called Remote
#   Administration. Sources: everything-mdaemon-ports, wareportal-firewall
Add-ProgramRule 'WebAdmin.exe'
# MDSpamD.exe: The spam filter (SpamAssassin). It talks to MDaemon over
#   127.0.0.1 and fetches new rules from outside. Sources:
#   everything-mdaemon-ports, wareportal-firewall
Add-ProgramRule 'MDSpamD.exe'
# AVUpdate.exe: Fetches virus definition updates. Only where SecurityPlus is
#   in use, says a distributor's article of 2012. Sources:
#   everything-mdaemon-ports, wareportal-firewall
Add-ProgramRule 'AVUpdate.exe'
