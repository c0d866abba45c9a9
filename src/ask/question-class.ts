/**
 * The class of a question: the template of the call that answers it (`ports`, `article:minger-what-it-is`), or why it is
 * declined (`decline:act`). What a call is about (names, ports, versions) is no part of it: that is read from the question.
 */
export type QuestionClass = string;

const filters: ReadonlySet<string> = new Set('inbound outbound tcp udp tls starttls plain then now both'.split(' '));

/** The class of a command line as one would type it: `ports imap inbound` is `ports`, `ports inbound` is `ports:inbound`. */
export function classOfLine(line: string): QuestionClass {
  const [path = '', ...words] = line.split(' ');
  switch (path) {
    case 'article':
      return `article:${words[0]}`;
    case 'ports':
      if (words.some((word) => !filters.has(word))) return 'ports';
      return words.length === 0 ? 'ports:all' : `ports:${words.join('+')}`;
    case 'process':
      return words.length > 0 ? 'process' : 'processes';
    case 'deadlines':
      return words.length > 0 ? 'deadline' : 'deadlines';
    case 'renames':
      return words.length > 0 ? 'rename' : 'renames';
    default:
      return path;
  }
}

/** True for the class of a question that is not answered. */
export function isDecline(of: QuestionClass): boolean {
  return of.startsWith('decline:');
}
