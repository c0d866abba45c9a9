@echo off
rem Firewall rules for DNS, IMAP, Minger, MDaemon Remote Administration.
rem   REVIEW BEFORE APPLYING.
rem Asked: firewall rules dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 netsh
rem Era: now (MDaemon today). Knowledge: 2026.11.22.
rem Group: mdaemon-ac4ae0
rem Undo: firewall undo dns imap minger remote-administration from 10.0.0.0/8 2001:db8:7::/48 netsh
rem Apply: save as a .cmd file and run it as administrator.
rem All rules of the set have one name and are rebuilt, so a second run
rem   changes nothing.
rem Note: Never block traffic to or from 127.0.0.1. Parts of MDaemon talk
rem   over it, such as SpamAssassin, WorldClient and BES (BlackBerry).
rem Note: Leave the unencrypted ports active even if you enforce encryption.
rem   STARTTLS starts in clear on them and adds encryption later.
rem Note: Sources contradict each other on DNS. The list of 2008 to 2010
rem   implies TCP, the version 8 manual says UDP. Open both.
rem Note: DNS goes out on 53, and its return packets must be let in.
rem Note: 4069 is UDP. A TCP rule does nothing for Minger, and a silent
rem   answer does not mean that the port is closed.
setlocal DisableDelayedExpansion
rem MDaemon's folder, where the programs are looked for.
set "MDAEMON=C:\MDaemon"
netsh advfirewall firewall delete rule name="mdaemon-ac4ae0" >nul 2>&1

rem Localhost: nothing may block 127.0.0.1. Windows is not known to filter
rem   it; the rule is there all the same.
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Localhost" dir=in action=allow localip=127.0.0.1 remoteip=127.0.0.1 >nul || echo Windows refused a rule for 127.0.0.1. See that nothing blocks that address.
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Localhost" dir=out action=allow localip=127.0.0.1 remoteip=127.0.0.1 >nul || echo Windows refused a rule for 127.0.0.1. See that nothing blocks that address.

rem IMAP: Mail clients read mail on the server, in clear or with STARTTLS.
rem   Prefer 993 for clients that can.
rem Sources: everything-mdaemon-ports, dumbmonit
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="IMAP" dir=in action=allow protocol=TCP localport=143 remoteip=10.0.0.0/8,2001:db8:7::/48

rem Remote Administration HTTPS and XML API: The administrators' web pages
rem   over HTTPS, and the XML API under /MdMgmtWS. For the private network,
rem   a VPN or listed addresses, never for the whole internet.
rem CHECK: Check Setup / Server Settings / Ports and the Remote
rem   Administration web server screen before you open anything.
rem Sources: dumbmonit, xml-api-test-program
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Remote Administration HTTPS and XML API" dir=in action=allow protocol=TCP localport=444 remoteip=10.0.0.0/8,2001:db8:7::/48

rem IMAP over TLS: For mail clients set to SSL/TLS that read mail on the
rem   server.
rem Sources: everything-mdaemon-ports, dumbmonit
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="IMAP over TLS" dir=in action=allow protocol=TCP localport=993 remoteip=10.0.0.0/8,2001:db8:7::/48

rem Remote Administration HTTP: The administrators' web pages, in clear. For
rem   the private network or a VPN, never for the internet.
rem Sources: help-remote-administration, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Remote Administration HTTP" dir=in action=allow protocol=TCP localport=1000 remoteip=10.0.0.0/8,2001:db8:7::/48

rem Minger: Mail servers ask each other whether an address exists. Open it
rem   only to the servers that ask or answer you.
rem Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Minger" dir=in action=allow protocol=UDP localport=4069 remoteip=10.0.0.0/8,2001:db8:7::/48

rem DNS: Name look-ups go out and the return packets must come back in.
rem Sources: manual-8-dns, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="DNS" dir=out action=allow protocol=TCP remoteport=53

rem DNS: Name look-ups go out and the return packets must come back in.
rem Sources: manual-8-dns, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="DNS" dir=out action=allow protocol=UDP remoteport=53

rem Minger: Mail servers ask each other whether an address exists. Open it
rem   only to the servers that ask or answer you.
rem Sources: help-minger-24-fr, help-minger-17, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Minger" dir=out action=allow protocol=UDP remoteport=4069 remoteip=10.0.0.0/8,2001:db8:7::/48

rem The programs that need unrestricted access through a firewall on the
rem   server itself. A program that is not in the folder gets no rule.
rem   Inbound rules are made only if you add the word exempt-inbound after
rem   the name of this file.
rem Lets anybody reach every port of the programs, even those left out
rem   above. Use it only behind a firewall at the edge.
rem CHECK: No source was found that repeats the five processes for MDaemon
rem   18.0 and later. Check the file names in Task Manager.
rem MDaemon.exe: The mail server itself, with SMTP, POP3, IMAP, on-demand
rem   relay (ODMR), Minger, MultiPOP and DomainPOP. It is in C:\MDaemon\App.
rem   Sources: everything-mdaemon-ports, wareportal-firewall,
rem   node-mdaemon-api, tenable-31640
for /r "%MDAEMON%" %%F in (MDaemon.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program MDaemon.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (MDaemon.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program MDaemon.exe" dir=in action=allow program="%%F"
rem WorldClient.exe: The web server of WorldClient, today called MDaemon
rem   Webmail. Sources: everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (WorldClient.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program WorldClient.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (WorldClient.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program WorldClient.exe" dir=in action=allow program="%%F"
rem WebAdmin.exe: The web server of WebAdmin, today called Remote
rem   Administration. Sources: everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (WebAdmin.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program WebAdmin.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (WebAdmin.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program WebAdmin.exe" dir=in action=allow program="%%F"
rem MDSpamD.exe: The spam filter (SpamAssassin). It talks to MDaemon over
rem   127.0.0.1 and fetches new rules from outside. Sources:
rem   everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (MDSpamD.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program MDSpamD.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (MDSpamD.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program MDSpamD.exe" dir=in action=allow program="%%F"
rem AVUpdate.exe: Fetches virus definition updates. Only where SecurityPlus
rem   is in use, says a distributor's article of 2012. Sources:
rem   everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (AVUpdate.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program AVUpdate.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (AVUpdate.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-ac4ae0" description="Program AVUpdate.exe" dir=in action=allow program="%%F"
