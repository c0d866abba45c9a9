import type { Answer, AttachedFile, Reply, Section } from '../../bot/bot.ts';

/** How much of a file is shown in its place. */
const mostLines = 25;
const mostCharacters = 2_800;

/**
 * A reply for where no file can come: the beginning of each file stands in the answer, named as a part, and a line says
 * how to get all of it. Where a command cut a script by itself, only that line is added; else nothing is changed.
 */
export function withoutFiles(reply: Reply, remedy?: string): Reply {
  const { files = [], ...answer } = reply.answer;
  if (files.length === 0 && showsAll(answer)) return reply;
  const sections = [
    ...answer.sections,
    ...files.map(beginningOf),
    ...(remedy === undefined ? [] : [{ kind: 'note', tone: 'info', text: remedy } as const]),
  ];
  return { ...reply, answer: { ...answer, sections } };
}

/** A reply with a remark right below its lead. */
export function withRemark(reply: Reply, text: string): Reply {
  const remark: Section = { kind: 'note', tone: 'info', text };
  return { ...reply, answer: { ...reply.answer, sections: [remark, ...reply.answer.sections] } };
}

function showsAll({ artifact, sections }: Answer): boolean {
  if (artifact === undefined) return true;
  const whole = plain(artifact.content);
  return sections.some((section) => section.kind === 'code' && plain(section.text) === whole);
}

function beginningOf({ name, content }: AttachedFile): Section {
  const lines = plain(content).split('\n');
  const shown: string[] = [];
  let room = mostCharacters;
  for (const line of lines.slice(0, mostLines)) {
    room -= line.length + 1;
    if (room < 0) break;
    shown.push(line);
  }
  if (shown.length === lines.length) return { kind: 'code', title: name, text: shown.join('\n') };
  if (shown.length > 0) {
    const title = `${name}: the first ${shown.length} of ${lines.length} lines. Do not use a part.`;
    return { kind: 'code', title, text: shown.join('\n') };
  }
  const title = `${name}: the beginning of its first line. Do not use a part.`;
  return { kind: 'code', title, text: `${lines[0]?.slice(0, mostCharacters).toWellFormed()}…` };
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}
