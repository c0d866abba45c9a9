import type { Concept } from './english.ts';

/** The meanings of German words; `english.ts` explains the notation. */
export const german: Partial<Record<Concept, string>> = {
  what: 'was, was ist, wofür, wozu, wofuer, worum',
  which: 'welche, welcher, welches, welchen, welchem, welch, was für ein, was für',
  why: 'warum, wieso, weshalb, weswegen, grund, gründe, ursache, wie kommt es, woran',
  when: 'wann, seit wann, bis wann, ab wann, an welchem tag, welches jahr, welchem jahr',
  how: 'wie, wie kann ich, anleitung',
  where: 'wo, wohin, woher',
  who: 'wer, wem, wen',
  difference: 'unterschied, unterschiede, vergleich, verglichen, gegenüber, besser',
  list: 'liste, übersicht, tabelle, alle auflisten, auflistung',
  eras: 'damals und heute, früher und heute, alte und neue, alten und neuen, neue und alte, 2008 und heute',
  minimal: 'mindestens, minimal, minimum, minimale, minimalen, wenigstens, nötigsten, notwendigsten',
  download:
    'herunterladen, heruntergeladen, heruntergeladene, heruntergeladenen, runtergeladen, runtergeladene, runtergeladenen, geladen',
  sure: 'trauen, vertrauen, verlässlich, zuverlässig, quellen, bestätigt, offiziell',
  port: 'portliste, port, ports, portnummer, portnummern, netzwerkport, anschluss',
  number: 'nummer, nummern, zahl',
  open: 'öffnen, offen, geöffnet, aufmachen, freigeben, freigegeben, freischalten, freigeschaltet, freizuschalten, freizugeben, durchlassen, durchgelassen, erlauben, erlaubt, zulassen, zugelassen, weiterleiten, erreichbar, aufgemacht, offenhalten, offenlassen, offen sein, auf sein, aufhaben, exponieren, freigabe, freigaben, öffne, aufbohren',
  close:
    'schließen, schliesse, schließe, geschlossen, zumachen, dichtmachen, dicht machen, zu machen, zugemacht, sperren, gesperrt, sperrt, blockieren, blockiert, blocken, blockt, geblockt, verbieten, abschotten, abdrehen, schliess, sperre, unterbinden',
  need: 'brauche, brauchen, braucht, brauch, benötigen, benötige, benötigt, nötig, notwendig, erforderlich, muss, müssen, muß, soll, sollen, sollte, gebraucht, vorausgesetzt, erfordert, bedarf',
  unneeded:
    'braucht man nicht mehr, brauche ich nicht mehr, brauchen wir nicht mehr, kann man weglassen, braucht es nicht mehr, nicht mehr nötig, unnötig, überflüssig, nicht benötigt, nicht gebraucht, veraltet, nicht mehr gebraucht, nicht mehr benötigt, obsolet, brauche nicht, nicht mehr brauche, ungenutzt',
  use: 'benutzen, benutzt, benutze, verwenden, verwendet, verwende, nutzen, nutzt, genutzt, lauscht, lauschen, hört, läuft, laufen, laufen über, läuft über, geht über, belegt, belegen, hängt, dient',
  keep: 'speichert, speichern, gespeichert, ablegt, abgelegt, lassen, behalten, bleiben, bleibt, offenlassen',
  safe: 'sicher, gefährlich, gefahr, riskant, ratsam, empfohlen, schlimm, bedenklich, unbedenklich',
  internet:
    'internet, öffentlich, von außen, von aussen, draußen, extern, aus dem internet, ins internet, aussen, außen, weltweit',
  private: 'intern, lan, internes netz, im netz, lokales netz, privates netz, vpn',
  inbound:
    'eingehend, eingehende, eingehenden, eingehender, eingang, ankommend, ankommende, herein, hinein, rein, einwärts, von außen nach innen, reinkommen, hereinkommen',
  outbound:
    'ausgehend, ausgehende, ausgehenden, ausgehender, ausgang, hinaus, nach außen gehen, raus, heraus, nach außen, nach aussen, nach draußen, raus gehen, rausgehen',
  transport: 'protokoll, protokolle',
  tls: 'verschlüsselt, verschlüsselte, verschlüsselten, verschlüsselter, verschlüsselung, gesichert, gesicherte, abgesichert, verschlüsseln, verschlüsseltem, verschlüsseltes',
  implicit: 'vom ersten byte, von anfang an, ab dem ersten byte, sofort verschlüsselt, von beginn an',
  enough: 'reicht, genügt, reichen, genügen, ausreichend',
  plain:
    'unverschlüsselt, unverschlüsselte, unverschlüsselten, klartext, im klartext, ohne ssl, ohne tls, ohne verschlüsselung, ungesichert, nicht verschlüsselt',
  firewall:
    'firewall, firewalls, brandmauer, paketfilter, router, portfreigabe, portfreigaben, portweiterleitung, sicherheitsgruppe, firewallregel, firewallregeln',
  software:
    'windows firewall, softwarefirewall, software firewall, personal firewall, desktop firewall, lokale firewall, lokalen firewall',
  rule: 'regel, regeln, regelwerk, regelsatz, skript, freigaberegel, firewallregel, firewallregeln',
  localhost: 'schleife, lokale adresse, loopback adresse',
  move: 'änderbar, veränderbar, konfigurierbar, verstellbar, ändern, umstellen, verlegen, geändert werden, verschieben, umlegen, einstellen, konfigurieren, stelle, stellt man, ändere, verstellen, umbiegen, wechseln auf',
  process:
    'prozess, prozesse, prozessen, programm, programme, programmen, exe datei, exe dateien, exedatei, dienst, dienste, taskmanager, task manager, anwendung, anwendungen',
  exempt:
    'ausnahme, ausnahmen, ausnehmen, ausgenommen, ausschließen, ausgeschlossen, in ruhe lassen, uneingeschränkt, ausschluss',
  restart:
    'neustart, neustarts, neu gestartet, neugestartet, neu starten, neustarten, neu startet, startet neu, startete neu, neu startete, gebootet, rebootet, durchgestartet, neu hochgefahren, heruntergefahren, startet, startete, hochgefahren, neu gebootet, booten, bootet, starte, starten, gestartet, durchstarten',
  unasked:
    'von selbst, von selber, von alleine, von allein, selbst, selber, plötzlich, unerwartet, ohne grund, ohne vorwarnung, einfach so, ungewollt, ungeplant, automatisch neu, selbständig, selbstständig, eigenmächtig, ungefragt, unaufgefordert',
  night:
    'nachts, letzte nacht, heute nacht, in der nacht, gestern, mitten am tag, tagsüber, heute morgen, gerade, eben, mitten in der nacht, gerade eben, schon wieder, am tag',
  update:
    'update, updates, aktualisierung, aktualisierungen, aktualisieren, aktualisiert, upgraden, upgedatet, updaten, neue version, neuen version, neue versionen, hochziehen',
  autoupdate:
    'automatische updates, automatischen updates, automatisches update, automatische update, automatische aktualisierung, automatischen aktualisierungen, automatische aktualisierungen, automatisch aktualisiert, aktualisiert sich, selbst aktualisiert, auto update, autoupdate, automatisch aktualisieren, aktualisierungsautomatik, updates automatisch, updatet sich, sich selbst aktualisiert, selbst updatet, automatische installation, selbst aktualisieren, automatisch installiert, automatisch installieren, sich aktualisieren, sich aktualisiert, updateautomatik',
  automatic: 'automatisch, automatische, automatischen, automatisches, automatik',
  off: 'abschalten, abgeschaltet, ausschalten, ausgeschaltet, deaktivieren, deaktiviert, abstellen, abgestellt, verhindern, unterbinden, stoppen, schalte ab, schalte, ausmachen, aus, ab, stelle, stell, vermeiden, ausstellen',
  enabled: 'einschalten, eingeschaltet, aktivieren, aktiviert, an',
  default:
    'standard, standardmäßig, standardmaessig, voreinstellung, voreingestellt, normalerweise, üblich, vorgabe, standardport, ab werk, standardwert, default, serienmäßig',
  hour: 'stunde, uhrzeit, wieviel uhr, wie viel uhr, um wie viel uhr, um wieviel uhr, uhr, zu welcher zeit, tageszeit, welche uhrzeit, welcher uhrzeit',
  notice: 'benachrichtigung, benachrichtigt, hinweis, melden, meldung, informiert',
  deadline:
    'frist, fristen, stichtag, stichtage, termin, termine, ablaufdatum, bis spätestens, spätestens, letzter tag, deadline, deadlines',
  date: 'datum, daten',
  renamed:
    'heißt, hieß, heisst, hiess, heissen, heißen, umbenannt, umbenennung, umbenennungen, neuer name, alter name, neue name, alte name, früher, ehemals, genannt, namen, nennt sich, früherer name, heute heißt, name, bezeichnung, neuen namen, alten namen, vorher',
  same: 'dasselbe, das gleiche, identisch, gleich, gleiche, dasselbe produkt',
  changed:
    'geändert, verändert, änderung, änderungen, neu seit, dazugekommen, neu dazugekommen, sind neu, ist neu, neu hinzugekommen, seit 2008, seit damals',

  past: 'damals, seinerzeit, ursprünglich, alte liste, alten liste, damalige, alten version, alte version, alten versionen, gründungsliste, in der alten liste, zu der zeit',
  now: 'heute, heutzutage, aktuell, aktuelle, aktuellen, jetzt, derzeit, gegenwärtig, inzwischen, mittlerweile, noch, immer noch, nach wie vor, heutige, heutigen',
  product: 'mdaemon, mailserver mdaemon, mdaemon server, mdaemon mailserver',
  mail: 'mail, mails, e mail, e mails, email, emails, nachricht, nachrichten, post',
  migrate:
    'migrieren, migration, umzug, umziehen, umsteigen, umstieg, wechseln, wechsel, ersetzen, ersetzt, ablösen, weg von, von exchange zu, umzug von',
  send: 'senden, sendet, versenden, versand, verschicken, abschicken, schicken, mailversand, postausgang, postausgangsserver, ausgehende mail, ausgehende mails, gesendet, mails verschicken, ausgangsserver, ausgehender server, ausgehenden server',
  receive:
    'empfangen, empfang, abrufen, abruf, posteingang, posteingangsserver, eingehende mail, eingehende mails, mails abrufen, nimmt, nehmen, annehmen, angenommen, entgegennehmen, ankommen, eingangsserver, ankommt',
  collect: 'abholen, abholt, abgeholt, einsammeln, sammeln, abholung, sammeldienst',
  deliver: 'zustellen, zustellung, zugestellt',
  people:
    'benutzer, nutzer, anwender, leute, kunden, kunde, mitarbeiter, alle, jeder, kollegen, vertrieb, vertriebler, azubi, aussendienstler, mailprogramm, mailprogramme, mailclient, mailclients, clients, client, user',
  home: 'im ausland, außerhalb, zuhause, zu hause, daheim, homeoffice, home office, unterwegs, außendienst, auswärts, von zuhause, von daheim',
  provider: 'anbieter, provider, internetanbieter, internetprovider',
  phone: 'handy, handys, telefon, smartphone, smartphones, iphone, iphones, mobilgerät, mobilgeräte, tablet, tablets',
  find: 'finden, findet, gefunden, sehen, sieht, erkennen, erkenne, herausfinden',
  connect: 'verbinden, verbindung, verbindungen, verbindet, zugriff, zugreifen, erreichen, erreicht',
  between:
    'miteinander, untereinander, zwischen servern, zwischen mailservern, zwischen zwei mailservern, zwischen zwei servern, server reden, mailserver reden, server sprechen, zwischen den servern',
  server: 'server, servers, rechner, maschine, kiste, computer',
  other: 'andere, anderer, anderes, anderen',
  fail: 'fehler, fehlgeschlagen, geht nicht, gehen nicht, funktioniert nicht, funktionieren nicht, kann nicht, können nicht, kaputt, klappt nicht, schlägt fehl, problem, probleme, scheitert, verweigert, störung, geht nicht mehr, funktioniert nicht mehr, startet nicht',
  gone: 'verschwunden, was wurde aus, passiert mit, weg, fehlt, entfernt, eingestellt, abgekündigt, was ist mit',
  slow: 'langsam, hängt, träge',
  crash: 'abgestürzt, absturz, abstürzt, stürzt ab, abstürze',
  protected: 'geschützt, schutz',
  danger:
    'sicherheitslücke, sicherheitslücken, schwachstelle, schwachstellen, lücke, angreifbar, verwundbar, betroffen, angriff, angriffe',
  fake: 'gefälscht, fälschung, echt, betrug',
  version: 'version, versionen, ausgabe, fassung',
  newest: 'neueste, neuesten, neuste',
  antivirus: 'virenschutz, virenscanner, antivirus',
  engine: 'maschine, scanmodul',
  definitions:
    'virendefinitionen, virendefinition, virensignaturen, signaturen, definitionen, virensignatur, virenmuster, virenupdates',
  spamrules: 'spamregeln, spam regeln',
  force: 'erzwingen, erzwinge, erzwungen, sofort, zwingen, zwinge, manuell, von hand, anstoßen',
  certificate: 'zertifikat, zertifikate, zertifikats',
  revoked: 'widerrufen, zurückgezogen, zurückgerufen',
  duplicate: 'doppelt, doppelte, zweimal, mehrfach',
  archive: 'archiv, archive, zip dateien, zip datei',
  locked:
    'passwort zip, passwort zips, passwort archiv, passwort archive, mit passwort, kennwortgeschützt, passwortgeschützt, passwortgeschützte',
  quarantine: 'quarantäne',
  account: 'konto, konten, benutzerkonto, postfach, postfächer, benutzerkonten',
  hide: 'verbergen, verstecken, ausblenden',
  banner: 'begrüßung, begrüßungszeile',
  log: 'protokolldatei, protokolldateien, logdatei, logdateien, logs',
  file: 'datei, dateien',
  cluster: 'cluster, hochverfügbarkeit, verbund, clustern',
  node: 'knoten',
  restartfile: 'semaphordatei, semaphordateien, semaphore, semaphor',
  licence: 'lizenz, lizenzen, lizenzschlüssel, schlüssel',
  expired: 'abgelaufen, ablaufen, läuft ab',
  monitor: 'überwachen, überwachung',
  test: 'testen, prüfen, überprüfen, prüfe, test, nachsehen, scannen, scan',
  config: 'einstellungen, einstellung, konfiguration, konfigurationsdatei, konfigurationsdateien',
  auth: 'anmeldung, anmelden, authentifizierung, einloggen',
  reload: 'neu laden, neu einlesen, lädt neu, neu geladen, die neu',
  redirect: 'umleiten, umleitung, weiterleitung, umgeleitet, auf https umstellen, automatisch auf https, leitet um',
  support: 'unterstützt, unterstützen, unterstützung',
  only: 'nur, bloß, lediglich',
  secret: 'passwort, passwörter, kennwort, kennwörter, zugangsdaten, passwd, geheimnis',
  amount: 'wie viele, wie viel, wieviele, wieviel, wie lange, wie oft, wie groß',
  ownport: 'eigenen port, eigener port, zusätzlich, zusätzlichen, extra, gesonderten',
  elapsed: 'vorbei, verstrichen, vergangen, zu spät',
  basicauth: 'standardauthentifizierung, basisauthentifizierung, basic authentifizierung',
  never: 'nie, niemals, nicht, keinesfalls, auf keinen fall',
  exists: 'gibt es, existiert, vorhanden, gibts',
  old: 'alt, alte, alten, alter, altes',
  bothways: 'beide richtungen, beiden richtungen, rein und raus',
  critical: 'kritisch, kritische, kritisches, kritischen, kritischer',
  urgent: 'dringend, eilig',
  create: 'anlegen, erstellen, angelegt, erstellt, hinzufügen',
  make: 'erzeuge, generiere, erzeugen, generieren',
  effect: 'was passiert, was geht nicht, was funktioniert nicht, was geht kaputt',
};
