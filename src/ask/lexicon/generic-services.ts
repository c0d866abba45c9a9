/**
 * Services that other products have as well, by id. Where another product is named, such a service is taken for that
 * product's: the IMAP port of Gmail is not ours to tell.
 */
export const genericServices: ReadonlySet<string> = new Set([
  'mail',
  'web',
  'smtp',
  'mail-clients',
  'submission',
  'smtps',
  'pop3',
  'pop3s',
  'imap',
  'imaps',
  'odmr',
  'dns',
  'spamassassin',
  'antivirus',
  'product-updates',
  'activation',
  'webmail',
  'activesync',
  'autodiscover',
  'caldav',
  'carddav',
  'webdav',
  'syncml',
  'remote-administration',
  'xml-api',
  'xmpp',
  'bes',
  'clustering',
]);
