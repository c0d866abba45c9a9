import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { openKnowledge } from '../../../knowledge/open-knowledge.ts';
import { openStance } from '../../../src/ask/verdict/stance.ts';
import { packWords } from './pack-words.ts';
import { decisionsOf, trainOnAll, trainStance } from './training.ts';

// Trains the classifier of `ask` on the labelled questions, and writes src/ask/model.json and the common words that are
// never corrected. The same Node gives the same files. With `--check` nothing is written: it ends with status 1 where the model in the source decides otherwise on more
// than one in a hundred of the questions that were held back.
const knowledge = (await openKnowledge()).current();
const { model, trained, tested } = trainOnAll(knowledge);
const stance = trainStance(knowledge);
const text = `${JSON.stringify(model)}\n`;
const stanceText = `${JSON.stringify(stance)}\n`;
console.log(`${trained} questions trained on, ${tested} held back, ${model.classes.length} classes.`);
console.log(`sha256 ${createHash('sha256').update(text).update(stanceText).digest('hex')}`);
if (process.argv.includes('--check')) {
  const before = await decisionsOf(undefined, await openStance(), knowledge);
  const after = await decisionsOf(model, await openStance(stance), knowledge);
  const differ = before.filter((of, index) => of !== after[index]).length;
  console.log(`${differ} of ${before.length} decisions differ from those of src/ask/model.json.`);
  process.exitCode = differ > before.length / 100 ? 1 : 0;
} else {
  writeFileSync(new URL('../../../src/ask/model.json', import.meta.url), text);
  writeFileSync(new URL('../../../src/ask/verdict/stance.json', import.meta.url), stanceText);
  writeFileSync(
    new URL('../../../src/ask/language/words.json', import.meta.url),
    `${JSON.stringify(packWords(), null, 2)}\n`,
  );
}
