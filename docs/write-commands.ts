/** Writes `docs/commands.md` from the commands' own declarations. Run by `npm run docs`; a test proves it current. */
import { writeFileSync } from 'node:fs';
import { commandReference } from './command-reference.ts';

writeFileSync(new URL('./commands.md', import.meta.url), commandReference());
