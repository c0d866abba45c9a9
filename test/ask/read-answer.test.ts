import { expect, it } from 'vitest';
import { readAnswer } from './read-answer.ts';

const table = `Port     Direction  What for       Open to
143/tcp  in         IMAP           internet, if used
993/tcp  in         IMAP over TLS  internet, if used`;
const notes = "! I'm only about 6 in 10 sure that this is what you meant.\n* Plain ports stay open, 25 too.";
const same = '* Same as `ports imap`. Not what you meant? `ports pop3` or `ports 995`.';

it('takes the first sentence as the lead, without a title and with one', () => {
  expect(readAnswer(`143/tcp is IMAP.\n\n${table}\n\n${notes}\n${same}`).lead).toEqual(['143/tcp is IMAP.']);
  expect(readAnswer(`Ports: IMAP\n\nIt needs 143/tcp.\n\n${notes}`).lead).toEqual(['Ports: IMAP', 'It needs 143/tcp.']);
  expect(readAnswer(`It needs 143/tcp.\n\n- A list of one`).lead).toEqual(['It needs 143/tcp.']);
  expect(readAnswer('').lead).toEqual([]);
});

it('leaves sources and what else might be meant out of the body, and keeps the notes', () => {
  const { body } = readAnswer(
    `It needs 143.\n\n${notes}\n${same}\n\nSources\n  Port numbers 444\n\nMore: \`ports 21\``,
  );
  expect(body).toBe(`It needs 143.\n\n${notes}`);
});

it('finds the ports of table rows alone', () => {
  expect(readAnswer(`25/tcp is SMTP.\n\n${table}\n\n${notes}`).tablePorts).toEqual([143, 993]);
});
