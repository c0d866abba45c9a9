/** Words that may precede a request: politeness, and a bot's name. */
export const politeness: ReadonlySet<string> = new Set(
  `please pls plz kindly just now ok okay hey hi hello bot mdaemon you then and go so can could would will u yes yo quick
  bitte mal hallo kannst können konnen könntest konntest du sie jetzt so por favor puedes podrías podrias hola oye ya bot
  i want wanna need to ich will möchte mochte dass quiero que`.split(/\s+/),
);

/** Words that address the bot as the one to do it. */
export const addressed: readonly RegExp[] = [
  /\b(?:can|could|would|will) (?:you|u)\b/,
  /\b(?:kannst|konntest|wurdest) du\b/,
  /\bfor (?:me|us)\b/,
  /\bfur (?:mich|uns)\b/,
  /\b(?:puedes|podrias|puede usted)\b/,
  /\b(?:please|pls|plz|bitte|por favor)\b/,
  /\b(?:i want|i need|i would like|id like) you to\b/,
];

/** Verbs that do something to a server, as an has them. The first list is refused even without politeness. */
export const deeds: ReadonlySet<string> = new Set(
  `restart reboot kill delete remove install uninstall deinstall run execute send ban unban unblock block unlock reset
  add create shutdown stop start close open upgrade update patch whitelist blacklist kick wipe erase purge empty flush
  forward clear ignore disregard forget pretend remind deploy rollback roll downgrade terminate suspend resume
  change set configure enable disable turn switch fix repair clean move transfer grant revoke reload
  allow deny shut migrate order cancel translate sudo rm
  starte starten öffne offne oeffne öffnen schließe schliesse schließ schliess lösche losche loesche entferne installiere
  deinstalliere führe fuhre fuehre sende schicke sperre sperren entsperre lege erstelle ändere andere aendere setze stoppe stopp
  beende fahre schalte stelle aktualisiere aktiviere deaktiviere mach mache ignoriere vergiss trage blockiere richte
  reinicia reinicie abre abra cierra cierre borra elimina instala desinstala ejecuta envia envía bloquea desbloquea crea
  cambia configura activa desactiva apaga enciende detén deten inicia arranca actualiza ignora olvida añade agrega
  restablece mueve`.split(/\s+/),
);

/** Of these the knowledge tells how to do many; as bare words they are a search as well: `disable automatic updates`. */
export const searched: ReadonlySet<string> = new Set(
  `disable turn switch stop change move redirect hide force update set configure enable block create reload test
  monitor run open upgrade migrate`.split(/\s+/),
);

/** Small talk. */
export const chat: ReadonlySet<string> = new Set(
  `hi hello hey hiya howdy thanks thank thx cheers bye goodbye ciao morning evening night love hate joke jokes funny weather
  name human robot alive bored lunch weekend birthday hallo moin servus danke tschüss tschuss witz wetter guten hola gracias
  adios adiós buenos buenas chiste lol haha nice cool great awesome sorry ok okay welcome mood feel feeling happy sad bot
  yes no yep nope tal`.split(/\s+/),
);
