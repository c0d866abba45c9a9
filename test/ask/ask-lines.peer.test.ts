import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLongLines } from '../../src/platforms/terminal/read-input.ts';
import { type AskLine, answerLines, openAnswerer } from '../../src/program/ask-lines.ts';
import { runProgram } from '../platforms/terminal/run-program.ts';

const answer = await openAnswerer({ BOT_ZONE: 'UTC' });
const lineFor = (question: string): AskLine => ({
  question,
  answered: false,
  command: null,
  further: [],
  text: '',
  sources: [],
  confidence: 0,
});

async function linesOf(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLongLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) lines.push(line);
  return lines;
}

describe('one question', () => {
  it('comes with the command, the text, the sources and how sure', async () => {
    const line = await answer('imap ssl port');
    expect(Object.keys(line)).toEqual(['question', 'answered', 'command', 'further', 'text', 'sources', 'confidence']);
    expect(line).toMatchObject({ question: 'imap ssl port', answered: true, command: 'ports imaps', further: [] });
    expect(line.text).toMatch(/^IMAP over TLS needs 993\/tcp inbound\.\n/);
    expect(line.text).not.toMatch(/Sources|\p{Cc}\[/u);
    expect(line.sources[0]).toEqual({
      id: expect.any(String),
      title: expect.any(String),
      url: expect.stringMatching(/^https:/),
    });
    expect(line.confidence).toBeGreaterThan(0.5);
  });

  it('that asks two things comes with both commands', async () => {
    const line = await answer('which port is imap and why did mdaemon restart last night');
    expect(line).toMatchObject({ answered: true, command: 'ports imap', further: ['why-restart'] });
  });

  it.each(['', '   ', '\u0000', 'zzz qqq xxx'])('that has no answer says so: %j', async (question) => {
    const line = await answer(question);
    expect(line).toMatchObject({ question, answered: false, command: null, further: [], sources: [] });
    expect(line.text.length).toBeGreaterThan(10);
  });
});

describe('lines', () => {
  it.each<[string, (string | Buffer)[], string[]]>([
    ['end with a line feed, or with the input', ['a\nb'], ['a', 'b']],
    ['end as on Windows', ['a\r\nb\r\n'], ['a', 'b']],
    ['may be blank', ['\n\na\n\n'], ['', '', 'a', '']],
    ['come in any pieces', ['a', 'b\nc', '', '\n', 'd'], ['ab', 'c', 'd']],
    ['may be cut within a character', [Buffer.from([0xc3]), Buffer.from([0xa4, 0x0a])], ['ä']],
    ['may be no UTF-8', [Buffer.from([0xff, 0x41, 0x0a])], ['\ufffdA']],
    ['may begin with a byte order mark', ['\ufeffa\n'], ['a']],
    ['are none in an empty input', [], []],
  ])('%s', async (_what, chunks, expected) => {
    expect(await linesOf(chunks)).toEqual(expected);
  });

  it('that do not end are read up to 64 kB', async () => {
    const long = Array.from({ length: 100 }, () => 'x'.repeat(10_000));
    const [first, second] = await linesOf([...long, '\nnext\n']);
    expect([first?.length, second]).toEqual([65_536, 'next']);
  });

  it('are answered in their order, and no faster than they are read', async () => {
    const total = 5_000;
    let answered = 0;
    let ahead = 0;
    let written = 0;
    const input = Readable.from(
      (function* () {
        for (let index = 0; index < total; index += 1) yield Buffer.from(`${index}\n`);
      })(),
    );
    const output = new Writable({
      highWaterMark: 1_000,
      write(chunk: Buffer, _encoding, done) {
        const { question } = JSON.parse(chunk.toString());
        expect(question).toBe(String(written));
        written += 1;
        setImmediate(done);
      },
    });
    await answerLines(input, output, async (question) => {
      answered += 1;
      ahead = Math.max(ahead, answered - written);
      return lineFor(question);
    });
    await new Promise<void>((resolve) => output.end(resolve));
    expect(written).toBe(total);
    expect(ahead).toBeLessThan(50);
  });

  it.each([
    ['fails', (done: (error: Error) => void) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }))],
    ['is closed', (_done: unknown, output: Writable) => output.destroy()],
  ])('end where the output %s', async (_what, stop) => {
    let written = 0;
    const output = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        written += 1;
        if (written === 3) stop(done, output);
        else done();
      },
    });
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.from('x\n');
      })(),
    );
    await answerLines(endless, output, async (question) => lineFor(question));
    expect(written).toBe(3);
  });
});

describe('the program', () => {
  it('answers each line of its input, whatever it is made of, and opens no store', async () => {
    const input = Buffer.concat([
      Buffer.from('imap ssl port\n\n# zzz\n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${'long '.repeat(40_000)}\nremind add in 2h look\nnext deadline`),
    ]);
    const { status, out, error } = await runProgram(['ask', '--jsonl'], { input, env: { DATA_DIR: '/dev/null/none' } });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AskLine);
    expect(lines.map(({ question }) => question.slice(0, 10))).toEqual([
      'imap ssl p',
      '',
      '# zzz',
      '\ufffd\ufffd',
      'long long ',
      'remind add',
      'next deadl',
    ]);
    expect(lines[0]).toMatchObject({ answered: true, command: 'ports imaps' });
    expect(lines[1]?.answered).toBe(false);
    expect([status, error]).toEqual([0, '']);
  });

  it('reads no file: says so, and takes it for no question', async () => {
    const { status, out, error } = await runProgram(['ask', '--jsonl', 'questions.txt'], { input: 'imap port' });
    expect([status, out]).toEqual([2, '']);
    expect(error).toContain('ask --jsonl < questions.txt');
  });
});
