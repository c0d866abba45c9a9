/** Writes what docs take from the program: the command reference, who may run what, the licences, and the firewall examples. Run by `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { refreshAccess } from './access-tables.ts';
import { commandReference } from './command-reference.ts';
import { refreshExamples } from './firewall-examples.ts';
import { licencePage } from './licence-list.ts';

const at = (name: string) => new URL(`./${name}`, import.meta.url);
writeFileSync(at('commands.md'), commandReference());
writeFileSync(at('licences.md'), licencePage());
writeFileSync(at('who-may-do-what.md'), refreshAccess(readFileSync(at('who-may-do-what.md'), 'utf8')));
writeFileSync(at('firewall.md'), await refreshExamples(readFileSync(at('firewall.md'), 'utf8')));
