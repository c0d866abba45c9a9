/** Writes what docs take from the program: the command reference and the firewall examples. Run by `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { commandReference } from './command-reference.ts';
import { refreshExamples } from './firewall-examples.ts';

const at = (name: string) => new URL(`./${name}`, import.meta.url);
writeFileSync(at('commands.md'), commandReference());
writeFileSync(at('firewall.md'), await refreshExamples(readFileSync(at('firewall.md'), 'utf8')));
