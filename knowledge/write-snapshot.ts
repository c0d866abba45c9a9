/** Writes `snapshot.json` from the YAML files. Run by `npm run knowledge` after a change; a test proves them equal. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkReferences, readKnowledgeFiles } from './knowledge-files.ts';

const { data, origins } = readKnowledgeFiles(fileURLToPath(new URL('./mdaemon', import.meta.url)));
checkReferences(data, origins);
writeFileSync(new URL('./snapshot.json', import.meta.url), `${JSON.stringify(data, null, 1)}\n`);
