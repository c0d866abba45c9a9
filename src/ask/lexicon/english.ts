/**
 * What English words mean here. Each key is a concept; its words and phrases stand behind it, separated by commas. A word
 * with `*` stands for every word that begins so. A concept's own name is one of its words, unless it has a capital.
 *
 * The tables of other languages have the same keys, so a question in any of them becomes the same concepts.
 */
export const english = {
  // ------------------------------------------------------------------ what is asked
  what: 'whats, what is, wat, wot',
  which: 'wich, whcih, whitch, witch',
  why: 'how come, reason, reasons, cause, causes, caused',
  when: 'since when, until when, whens, what day, which day, what year, which year',
  how: 'hows, howto, how to, steps, procedure, way to',
  where: 'wheres, location, located, whereabouts',
  who: 'whos, whom',
  difference: 'differences, vs, versus, compare, compared, comparison, better',
  list: 'lists, listing, overview, table, summary, show all, complete',

  // ------------------------------------------------------------------ ports and firewalls
  port: 'ports, portnumber, portnumbers, port number, port numbers, prot, prots, prt, prts, porst, potr, pirt, poort, portt, porrt',
  number: 'numbers, num, nr',
  open: 'opened, opening, opens, opn, expose, exposed, exposes, exposing, allow, allowed, allows, allowing, permit, permitted, forward, forwarded, forwarding, let through, let in, unblock, unblocked, reachable, accessible, publish, published',
  close:
    'closed, closes, closing, cloes, block, blocks, blocked, blocking, deny, denied, drop, dropped, dropping, shut, filter out, lock down, locked down, firewalled, close off, shut off, kill off, can go, may go, could go, be gone',
  need: 'needs, needed, needing, nead, require, requires, required, requirement, requirements, necessary, must, have to, has to, got to, mandatory, needs to, need to, supposed to, necessity, essential',
  unneeded:
    'unneeded, unnecessary, not needed, no longer needed, not necessary, not required, superfluous, redundant, useless, obsolete, not used, unused, no longer used, legacy, deprecated, outdated, get rid of, dont need, do not need, no longer need, not need',
  use: 'uses, used, using, usage, listen, listens, listening, bind, binds, bound, run on, runs on, running on, run over, runs over, sits on, go over, goes over, goes through, go through, work over, works over, talk on, talks on, connect on, connects on, served on, hosted on, operate on',
  keep: 'stores, stored, saves, saved, keeps, leave, leaving, left open, remain, stay, stays',
  safe: 'safely, unsafe, dangerous, risk, risky, risks, harmful, wise, advisable, ok to, okay to, bad idea, good idea, recommended',
  internet:
    'everywhere, anywhere, whole world, public, publicly, outside, wan, world, external, externally, outside world, facing',
  private: 'lan, internal, internally, intranet, private network, local network, inside, vpn',
  inbound:
    'incoming, ingress, in bound, inbond, inboud, come in, comes in, coming in, into the server, from outside to the server',
  outbound:
    'outgoing, egress, out bound, outbond, outboud, go out, goes out, going out, way out, to the outside, leaves the server, leave the server, went out, only out, never in, outwards, outward, egressing, out to the internet',
  tcp: '',
  udp: '',
  transport: 'protocol, protocols, transport protocol',
  tls: 'ssl, https, encrypt, encrypted, encrypts, encryption, encrypting, secure, secured, securely, ssl tls, tls ssl, sll, tsl',
  implicit:
    'implicit tls, implicit ssl, first byte, from the first byte, very first byte, from the start, from the very start, from the beginning, straight away, right away, immediately encrypted, at once encrypted',
  enough: 'alone, sufficient, suffice, suffices, sufficiently',
  starttls:
    'start tls, stls, opportunistic tls, explicit tls, explicit, upgrade to tls, upgraded to tls, upgrades to tls, upgrade to ssl',
  plain:
    'unencrypted, plaintext, plain text, cleartext, clear text, in clear, in the clear, non ssl, non tls, non encrypted, no ssl, no tls, without ssl, without tls, without encryption, no encryption, insecure, unsecure, not encrypted, unsecured, nonssl',
  firewall:
    'firewalls, fw, firewal, firwall, fire wall, firewalling, router, routers, nat, port forwarding, perimeter, dmz, edge, security group, packet filter',
  software:
    'software firewall, endpoint firewall, endpoint, windows firewall, defender, windows defender, personal firewall, host firewall',
  rule: 'rules, ruleset, rule set, rulesets, acl, acls, script, scripts, snippet, powershell script',
  localhost:
    'loopback, 127.0.0.1, local host, 127.0.0.0/8, local sockets, local socket, loop back, localhots, 127.0.0.x',
  move: 'moving, moved, change, changing, reconfigure, customise, customize, configurable, configure, relocate, set to, switch to, redefine, adjust, changeable, adjustable, movable',

  // ------------------------------------------------------------------ programs
  process:
    'proc, procs, processes, proccess, proces, exe, exes, executable, executables, program, programs, programme, programmes, binary, binaries, task manager, daemon, daemons, windows service, exe file, exe files, background process',
  exempt:
    'one of the five, five programs, five processes, exempted, exemption, exemptions, exclude, excluded, exclusion, exclusions, exception, exceptions, whitelist, whitelisted, whitelisting, allowlist, leave alone, unrestricted, let alone, excempt',

  // ------------------------------------------------------------------ restarts and updates
  restart:
    'restarts, restarted, restarting, reboot, rebooted, reboots, rebooting, restrat, restared, restarded, rebootet, rebotted, re started, re start, bounced, went down and came back, went down, was down, down for, came back, cycled, start again, started again',
  unasked:
    'by itself, on its own, itself, suddenly, unexpected, unexpectedly, out of nowhere, without warning, randomly, random, spontaneously, unprompted, out of the blue, for no reason, without reason, unannounced, without asking, by its own',
  night:
    'last night, overnight, at night, midnight, nightly, in the middle of the day, during the day, middle of the night, this morning, yesterday, just now, again',
  update:
    'updates, updated, updating, updat, udpate, upadte, upgrade, upgrades, upgraded, upgrading, patch, patches, patched, new version, new versions, newer version, new release, upate, updater',
  autoupdate:
    'auto update, auto updates, autoupdate, autoupdates, auto updating, automatic update, automatic updates, automatically update, automatically updates, updates automatically, update automatically, updating automatically, self update, update itself, updates itself, updating itself, upgrade itself, upgrades itself, upgrading itself, updated itself, upgraded itself, auto upgrade, automatic upgrade, automatic upgrades, auto install, automatic install, automatic installation, automatic installs, installs itself, installing itself, install itself, updates by itself, update by itself, updating by itself, auto installs, updates on its own, update on its own, updating on its own, updates alone, installs updates, install updates, installing updates, autopatch, auto patch, automatic patching, auto updater, update on their own, updates on their own, update themselves, upgrade on their own, updating on their own',
  automatic: 'auto, automatically, automated, automatc, unattended',
  off: 'turn off, turned off, turning off, switch off, switched off, switching off, disable, disabled, disables, disabling, stop, stops, stopping, deactivate, deactivated, prevent, preventing, avoid, opt out, suppress, turn it off, turn them off, switch it off, turn that off, no more',
  enabled: 'turn on, turned on, turning on, switch on, switched on, enable, enabled, enables, enabling',
  default: 'defaults, out of the box, standard, normally, normal, usual, usually, typical, by default, stock',
  hour: 'hours, what time, at what time, which time, time of day, oclock, clock',
  notice: 'notify, notified, notifies, notification, notifications, inform, informed, alert, alerted, told, mail about',

  // ------------------------------------------------------------------ dates and names
  deadline:
    'deadlines, dedline, due, due date, cutoff, cut off, by when, latest date, last day, end date, time limit, too late, deadlien',
  date: 'dates, calendar date',
  renamed:
    'rename, renames, called, new name, old name, former name, previous name, formerly, former, name now, current name, became, become, aka, rebrand, rebranded, known as, name change, named, previously called, names, nmae, naem, nam, previously, used to be, previous names, old names, new address, old address, address now, naming',
  same: 'same as, same thing, identical, equal, equivalent, same product',
  changed:
    'changes, changed since, differ, differs, evolved, new since, newly added, newly, what is new, whats new, are new, is new, were new, new after, added since, added after, came after, is different, are different, since 2008, since then, since the founding list, what happened in, happened in, happened with',
  eras: 'old and new, new and old, now and then, then and now, 2008 and now, 2008 and today',
  minimal:
    'essential ports, the essentials, essentials, least, smallest, smallest set, minimum, minimal, bare minimum, at least, necessary ports',
  download: 'downloads, downloaded, downloading, dl',
  // The founding list's time.
  past: '2008, 2009, 2010, founding list, founding, founding document, back then, old days, originally, seed, in the past, 2008 list, in those days, years ago, old times, at that time, at the time, 2005, 2006, 2007, 2011, 2012, alt n days, alt n times, alt n era, altn days, ancient, old manual, old notes, old docs, old documentation, old document, old days, prehistoric, old version, older version, old versions, older versions, old mdaemon, old list, original list, original',
  now: 'today, nowadays, current, currently, these days, modern, present, at the moment, todays, still, anymore, any more',

  // ------------------------------------------------------------------ mail and the people who use it
  product:
    'mdaemon, plain mdaemon, plain vanilla mdaemon, vanilla mdaemon, standard mdaemon, normal mdaemon, mdeamon, mdaemons, mdeamons, mdamon, mdaeomn, m daemon, md aemon, alt n mdaemon, mdameon, mdaemn, mdemon, mdaemon server, mdaemon mail server, mdaemon email server, mdaemon messaging server',
  mail: 'mails, email, emails, e mail, e mails, message, messages',
  migrate:
    'migrates, migrating, migrated, migration, move from, moving from, moved from, switch from, switching from, switched from, coming from, came from, change from, replace, replaces, replaced, replacing, move over from, used to have, we had, moving to, move to, switch to mdaemon, migrate to',
  send: 'sends, sending, sent, submit, submits, outgoing mail, outgoing mails, outgoing email, outgoing emails, outgoing server, outgoing mail server',
  receive:
    'receives, receiving, received, accept, accepts, fetch, fetches, fetching, incoming mail, incoming mails, incoming server, incoming mail server, retrieve, download mail, read mail, arrive, arrives, arriving, come from, comes from, come in from',
  collect: 'collects, collecting, collected, collection, pull, pulls, pulling, pulled, pick up, picks up',
  deliver: 'delivers, delivering, delivered, delivery',
  people:
    'peoples, users, user, person, everyone, everybody, clients, client, colleagues, staff, employees, customers, customer, folks, someone, mail clients, mail client, workers, all users',
  home: 'abroad, from abroad, at home, home office, outside the office, outside of the office, remote worker, remote workers, remote users, roaming, travelling, traveling, hotel, on the road',
  provider: 'isp, isps, providers, internet provider, internet providers, carrier, telco, hoster',
  phone:
    'phones, iphone, iphones, ipad, ipads, android, mobile, mobiles, smartphone, smartphones, cell phone, ios, tablet, tablets',
  find: 'finds, finding, detect, detects, discover, locate, see, look up, tell which, determine',
  connect:
    'point, points, pointing, connects, connecting, connected, connection, connections, reach, reaches, reaching, access, accessing, talk to, talks to',
  reload: 'reloads, reloaded, reloading, reread, re read, read again, reads again, load again, refresh, refreshes',
  server:
    'mail software, server software, the software, this software, our software, email software, mail server, mailserver, email server, servers, machine, box, host, computer',
  other: 'others, another, else, elsewhere, different',
  between:
    'node to node, among, server to server, between servers, between mail servers, between mailservers, between two servers, between two mail servers, between two mailservers, each other, one another, servers talk, mailservers talk, servers speak, servers communicate, servers exchange mail',

  // ------------------------------------------------------------------ trouble
  fail: 'fails, failed, failing, failure, cant, cannot, can not, couldnt, unable, doesnt work, does not work, not working, wont, will not, isnt working, not work, didnt work, broken, breaks, stopped, refuses, refuse, refused, error, errors, does not start, wont start, rejects, reject, rejected, rejecting, no longer works, dont work, problem, problems, trouble, issue, issues, not able, stopped working',
  gone: 'vanish, vanished, vanishes, disappear, disappeared, missing, went away, removed, lost, what happened to, what became of, happened to, became of, no longer there, cannot find, where did, shut down, shutting down, ceased, dead vendor, closed down, went bust, bankrupt, out of business',
  slow: 'slowly, sluggish, hangs, hanging, stuck, freeze, freezes, frozen, lag, lags',
  crash: 'crashes, crashed, crashing, kills, killed, dies, died, falls over',
  protected: 'protection, protect, protects, safe from, covered',
  danger:
    'vulnerability, vulnerabilities, vulnerable, cve, cves, exploit, exploits, exploited, hacked, attack, attacks, attacked, security hole, security holes, security bug, security fix, security fixes, security issues, hit by, affect, affected, affects, security, fix, fixed, fixes, in the wild, actively exploited',
  fake: 'faked, phishing, phish, scam, genuine, legit, legitimate, bogus, spoofed, real, hoax, forged',

  // ------------------------------------------------------------------ things of a mail server
  version: 'versions, release, releases, released, build, builds, ver, edition',
  newest: 'latest, most recent, up to date, uptodate',
  antivirus: 'anti virus, antivirus software, virus scanner, av engine, virus engine, virus protection',
  engine: 'engines, scanner, scan engine',
  definitions:
    'definition, signatures, virus signature, av signature, virus definitions, virus signatures, av definitions, pattern, patterns, av updates, virus updates, antivirus updates, antivirus definitions, antivirus signatures, def files, defs, virus defs, av update, virus update, antivirus update',
  spamrules: 'spam rules, spam rule, rule updates, spamassassin rules, sa rules, spam definitions',
  force:
    'forces, forced, forcing, enforce, enforced, enforces, enforcing, mandate, insist, immediately, right now, manually, by hand, trigger',
  certificate: 'certificates, cert, certs',
  revoked: 'revoke, revokes, revocation',
  duplicate: 'duplicates, duplicated, twice, double, doubles, copies, two copies, multiple times',
  archive: 'archives, zip, zips, zipped, rar, 7z, zip files, zip file',
  locked:
    'password zip, password zips, password archive, password archives, zip with password, zips with passwords, the ones with a password, password protected, with a password, encrypted zip, password-protected, passworded',
  quarantine: 'quarantined, quarantines',
  account: 'accounts, mailbox, mailboxes',
  script: 'scripting, programmatically, api, automate, automation',
  hide: 'hides, hidden, hiding, conceal, mask',
  banner: 'greeting, greetings, banners, welcome message, 220 line',
  log: 'logs, logfile, logfiles, log file, log files, logging, protocol file',
  session: 'sessions, conversation',
  file: 'files',
  cluster:
    'clusters, clustered, clustering, two servers as one, both as one, run as one, both servers as one, high availability, failover',
  node: 'nodes',
  restartfile: 'semaphore, semaphores, semaphore file, semaphore files, sem, sem file, sem files',
  licence: 'license, licences, licenses, licensed, licensing, licence key, license key, key',
  expired: 'expire, expires, expiry, expiring, ran out, run out, runs out, running out, lapsed, lapses',
  bits: '32 bit, 32bit, 32-bit, x86, 64 bit, 64bit, 64-bit, x64',
  counter: 'counters, performance counter, performance counters, perfmon',
  uptime:
    'how long is mdaemon up, been up, since when is mdaemon, since when has mdaemon, up time, running for, how long running, is running, been running, running since, last started, since when running, up since, started when, when it started, last start, was started',
  monitor: 'monitors, monitoring, supervise, watch',
  test: 'tests, testing, verify, verifies, check, checks, checking, probe, scan, scans, scanning',
  sure: 'list correct, list right, list complete, list accurate, official, sources, evidence, trust, reliable, confirmed, accurate, correct list, trustworthy',
  config:
    'configuration, settings, setting, ini, config file, config files, configuration files, menu, screen, dialog, option, options',
  greet: 'ehlo, helo, ehlo name, ehlo names',
  restrict: 'restriction, restrictions, limit, limited, only from',
  tray: 'tray icon, system tray, taskbar, icon',
  blink: 'blinks, blinking, flashes, flashing',
  reverse: 'reverse dns, rdns, ptr, reverse lookup',
  auth: 'authentication, authenticate, log in, login, logins, log ins, sign in, signin, logon, log on',
  proxy: '',
  redirect:
    'redirects, redirecting, redirected, redirection, automatic to https, automatically to https, go to https, goes to https, jump to https, jumps to https, force https, forces https, forced to https, always https, over to https, http to https',
  support: 'supports, supported, supporting',
  separately: 'separate, individually, apart',
  only: 'just, solely',
  shared: 'share, shares, sharing',
  secret:
    'secrets, password, passwords, passwd, pwd, passphrase, credential, credentials, token, tokens, api key, private key, api keys',
  exists: 'exist, there is, there are, is there, still there, available, still exists, still offer, still around',
  amount: 'how many, how much, how long, how often, how big, how large, how far, maximum, max, interval, frequency',
  ownport: 'of its own, extra, separate port, additional, dedicated, special port, its own',
  elapsed:
    'long past, already past, in the past already, passed, elapsed, behind us, too late, is over, over yet, already over, long over',
  basicauth: 'basic auth, basic authentication, legacy authentication, less secure apps',
  never: 'must not, should not, shouldnt, mustnt, not be, not allowed, not, not to be, under no circumstances',
  old: 'older, former list, previous',
  bothways: 'both ways, both directions, in and out, bidirectional, two way',
  critical: '',
  urgent: 'emergency',
  http: '',
  create: 'creates, created, creating, add, adds, added, adding',
  make: 'generate, generates, generating, write, produce, build, paste, snippet',
  effect:
    'what breaks, breaks if, breaks when, breaks without, what happens, what stops, stops working, stop working, consequences, consequence, what fails',
} as const;

/** A meaning that questions in any language are read as. */
export type Concept = keyof typeof english;
