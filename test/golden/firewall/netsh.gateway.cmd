@echo off
rem Firewall rules for DNS, SMTP submission. REVIEW BEFORE APPLYING.
rem Asked: firewall rules dns submission to 192.0.2.25 netsh
rem Era: now (MDaemon today). Knowledge: 2026.11.22.
rem Group: mdaemon-dns-submission-bbdda6
rem Undo: firewall undo dns submission to 192.0.2.25 netsh
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
setlocal DisableDelayedExpansion
rem MDaemon's folder, where the programs are looked for.
set "MDAEMON=C:\MDaemon"
netsh advfirewall firewall delete rule name="mdaemon-dns-submission-bbdda6" >nul 2>&1

rem Localhost: nothing may block 127.0.0.1. Windows is not known to filter
rem   it; the rule is there all the same.
netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Localhost" dir=in action=allow localip=127.0.0.1 remoteip=127.0.0.1 >nul || echo Windows refused a rule for 127.0.0.1. See that nothing blocks that address.
netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Localhost" dir=out action=allow localip=127.0.0.1 remoteip=127.0.0.1 >nul || echo Windows refused a rule for 127.0.0.1. See that nothing blocks that address.

rem SMTP submission: For mail clients that hand in mail with STARTTLS, from
rem   home or on the road, where providers block 25.
rem Sources: everything-mdaemon-ports, dumbmonit
netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="SMTP submission" dir=in action=allow protocol=TCP localport=587 localip=192.0.2.25

rem DNS: Name look-ups go out and the return packets must come back in.
rem Sources: manual-8-dns, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="DNS" dir=out action=allow protocol=TCP remoteport=53 localip=192.0.2.25

rem DNS: Name look-ups go out and the return packets must come back in.
rem Sources: manual-8-dns, everything-mdaemon-ports
netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="DNS" dir=out action=allow protocol=UDP remoteport=53 localip=192.0.2.25

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
for /r "%MDAEMON%" %%F in (MDaemon.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program MDaemon.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (MDaemon.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program MDaemon.exe" dir=in action=allow program="%%F"
rem WorldClient.exe: The web server of WorldClient, today called MDaemon
rem   Webmail. Sources: everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (WorldClient.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program WorldClient.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (WorldClient.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program WorldClient.exe" dir=in action=allow program="%%F"
rem WebAdmin.exe: The web server of WebAdmin, today called Remote
rem   Administration. Sources: everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (WebAdmin.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program WebAdmin.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (WebAdmin.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program WebAdmin.exe" dir=in action=allow program="%%F"
rem MDSpamD.exe: The spam filter (SpamAssassin). It talks to MDaemon over
rem   127.0.0.1 and fetches new rules from outside. Sources:
rem   everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (MDSpamD.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program MDSpamD.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (MDSpamD.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program MDSpamD.exe" dir=in action=allow program="%%F"
rem AVUpdate.exe: Fetches virus definition updates. Only where SecurityPlus
rem   is in use, says a distributor's article of 2012. Sources:
rem   everything-mdaemon-ports, wareportal-firewall
for /r "%MDAEMON%" %%F in (AVUpdate.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program AVUpdate.exe" dir=out action=allow program="%%F"
if /i "%~1"=="exempt-inbound" for /r "%MDAEMON%" %%F in (AVUpdate.exe) do if exist "%%F" netsh advfirewall firewall add rule name="mdaemon-dns-submission-bbdda6" description="Program AVUpdate.exe" dir=in action=allow program="%%F"
