import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRecording, UnreadableRecording } from './read-recording.ts';
import { type Replayed, replay } from './replay.ts';

const usage = `npm run -s replay -- FILE…       answers recorded events again, and prints what would be sent
  --expect ANSWER                compares with a file that --json printed
  --save                         writes the answer into the recording, to compare with from then on
  --json                         prints the calls as JSON
  --data DIR                     uses a copy of the store in this DATA_DIR; without it the store is empty

RECORD_EVENTS=DIR npm start records events. Exit status: 0 done or the same, 1 something differs or fails, 2 not understood.
`;

process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  const isTheirs =
    error instanceof UnreadableRecording || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!isTheirs) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  return 2;
});

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      expect: { type: 'string' },
      data: { type: 'string' },
      save: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  if (values.data !== undefined && !existsSync(values.data)) {
    process.stderr.write(`There is no folder ${values.data}. Name the DATA_DIR that the bot runs with.\n`);
    return 2;
  }
  let status = 0;
  for (const path of positionals) {
    const recording = readRecording(path);
    const replayed = await replay(recording, { dataDirectory: values.data });
    if (values.json) print(answerText(replayed));
    else show(replayed);
    for (const fault of replayed.faults) process.stderr.write(`The bot failed: ${fault}\n`);
    if (replayed.faults.length > 0) status = 1;
    if (values.save) save(path, replayed);
    const expected = values.expect === undefined ? recording.answer : readAnswer(values.expect);
    if (!values.save && expected !== undefined) {
      const difference = firstDifference(JSON.stringify(expected, null, 2), answerText(replayed));
      process.stderr.write(difference === undefined ? `${path}: as recorded.\n` : `${path}: ${difference}\n`);
      if (difference !== undefined) status = 1;
    }
  }
  return status;
}

function show({ calls }: Replayed): void {
  if (calls.length === 0) print('Nothing would be sent: the event is not for the bot.');
  for (const { method, payload, text } of calls) {
    print(`${method}\n${indent(JSON.stringify(payload, null, 2))}\n`);
    print(text === '' ? '  Nothing to read.\n' : `  A person reads:\n${indent(text, '  | ')}\n`);
  }
}

function answerText({ calls }: Replayed): string {
  return JSON.stringify(calls, null, 2);
}

function save(path: string, { calls }: Replayed): void {
  const content = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, `${JSON.stringify({ ...content, answer: calls }, null, 2)}\n`);
}

function readAnswer(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableRecording(`${path} cannot be read: ${reason}. Name a file that --json printed.`);
  }
}

/** The first line that differs, as one sentence; `undefined` where the texts are the same. */
function firstDifference(expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined;
  const [was, is] = [expected.split('\n'), actual.split('\n')];
  const line = was.findIndex((each, index) => each !== is[index]);
  const at = line === -1 ? was.length : line;
  return `differs from the recorded answer at line ${at + 1}.\n  recorded: ${was[at] ?? '(ends)'}\n  now:      ${is[at] ?? '(ends)'}`;
}

function indent(text: string, by = '  '): string {
  return text.replace(/^/gm, by);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
