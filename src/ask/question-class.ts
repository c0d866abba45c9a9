import type { KnowledgeBase } from '../../knowledge/knowledge.ts';

/**
 * The class of a question: the template of the call that answers it (`ports`, `article:minger-what-it-is`), or why it is
 * declined (`decline:act`). What a call is about (names, ports, versions) is no part of it: that is read from the question.
 */
export type QuestionClass = string;

const filters: ReadonlySet<string> = new Set('inbound outbound tcp udp tls starttls plain then now both'.split(' '));

/** What a class of question is about, as a model is told it. */
const titles: Readonly<Record<QuestionClass, string>> = {
  ports: 'the ports of a named service, or what a named port number is for',
  'ports:all': 'the list of all ports',
  'ports:inbound': 'the list of inbound ports',
  'ports:outbound': 'the list of outbound ports',
  'ports:tls': 'the list of encrypted ports',
  'ports:udp': 'the list of UDP ports',
  'ports:then': 'the ports of 2008 to 2010',
  'ports:both': 'ports then and now',
  process: 'what a named program (.exe) is',
  processes: 'the programs that a software firewall or virus scanner must leave alone',
  deadline: 'a named date or end of support',
  deadlines: 'all dates to act by',
  rename: 'what a named thing is called now, or was called',
  renames: 'all renamed things',
  advisories: 'security advisories: whether a version is vulnerable, what a CVE is',
  releases: 'which versions there are, and when one came out',
  updates: 'how and when MDaemon updates itself',
  'why-restart': 'why MDaemon or the server restarted by itself',
  firewall: 'a firewall rule or script to paste',
};

/** The classes that can be answered, each with what it is about. */
export function classesOf(
  known: readonly QuestionClass[],
  knowledge: KnowledgeBase,
): { readonly of: QuestionClass; readonly title: string }[] {
  return known.flatMap((of) => {
    const [, id] = /^article:(.+)$/.exec(of) ?? [];
    const title = id === undefined ? titles[of] : knowledge.article(id)?.question;
    return title === undefined ? [] : [{ of, title }];
  });
}

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
