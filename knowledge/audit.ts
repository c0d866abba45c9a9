import { readKnowledgeFiles } from './knowledge-files.ts';
import type { KnowledgeData } from './schema.ts';

// Prints facts drawn by a seed, each with its sources, for a reader who did not write them:
// `npm run -s knowledge:audit -- --seed 2026 --count 60`. The same seed draws the same facts from the same knowledge.

/** One sentence of the knowledge that a reader can look up. */
interface Fact {
  readonly where: string;
  readonly says: string;
  readonly sources: readonly string[];
}

const directory = new URL('mdaemon/', import.meta.url);
const { data } = readKnowledgeFiles(directory.pathname);
const seed = numberAfter('--seed') ?? 2026;
const count = numberAfter('--count') ?? 60;
const known = new Map(data.sources.map((source) => [source.id, source]));

console.log(`${count} facts of knowledge ${data.version}, as of ${data.as_of}, seed ${seed}.`);
console.log('Read each at its sources and mark it: confirmed, partly, wrong, or not found.\n');
draw(factsOf(data), count, seed).forEach(({ where, says, sources }, index) => {
  console.log(`${index + 1}. ${where}\n   ${says}`);
  for (const id of sources) {
    const source = known.get(id);
    if (source !== undefined) console.log(`   - ${source.title} (${source.date}) ${source.url ?? ''}`.trimEnd());
  }
  console.log('   [ ] confirmed  [ ] partly  [ ] wrong  [ ] not found\n');
});

/** Every statement of every row, in the files' order. */
function factsOf(rows: KnowledgeData): Fact[] {
  const facts = (where: string, sources: readonly string[], texts: readonly (string | undefined)[]) =>
    texts.flatMap((says) => (says === undefined || says === '' ? [] : [{ where, says, sources }]));
  return [
    ...rows.articles.flatMap(({ id, question, answer, details, steps, sources }) =>
      facts(`articles/${id}: ${question}`, sources, [answer, ...details, ...steps]),
    ),
    ...rows.ports.flatMap((row) =>
      facts(`ports/${row.id} (${row.era})`, row.sources, [
        `${row.port}/${row.transports.join('+')} ${row.directions.join(' and ')} is ${row.name}. Open to: ${row.exposure}. Encryption: ${row.encryption}.`,
        row.purpose,
        row.breaks_without,
        row.changed,
      ]),
    ),
    ...rows.services.flatMap(({ id, summary, sources }) => facts(`services/${id}`, sources, [summary])),
    ...rows.processes.flatMap(({ id, purpose, notes, sources }) =>
      facts(`processes/${id}`, sources, [purpose, ...notes]),
    ),
    ...rows.deadlines.flatMap(({ id, date, who, action, reason, notes, sources }) =>
      facts(`deadlines/${id} (${date})`, sources, [who, action, reason, ...notes]),
    ),
    ...rows.renames.flatMap(({ id, from, to, when, note, sources }) =>
      facts(`renames/${id}`, sources, [`${from} became ${to}. ${when}`, note]),
    ),
    ...rows.advisories.flatMap(({ id, what, affected, published, sources }) =>
      facts(`advisories/${id}`, sources, [
        what,
        `Published ${published}.`,
        ...affected.map(({ by, ranges }) => `${by}: ${JSON.stringify(ranges)}`),
      ]),
    ),
    ...rows.releases.flatMap(({ id, basis, date, sources }) =>
      facts(`releases/${id}`, sources, [`${id} ${basis} ${date}.`]),
    ),
  ];
}

/** Draws without putting back, by a generator (mulberry32) that a seed decides. */
function draw(facts: readonly Fact[], wanted: number, from: number): Fact[] {
  let state = from >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const left = [...facts];
  return Array.from({ length: Math.min(wanted, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}

function numberAfter(flag: string): number | undefined {
  const text = process.argv[process.argv.indexOf(flag) + 1];
  return process.argv.includes(flag) && text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
