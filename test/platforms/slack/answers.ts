import type { Answer, Reply } from '../../../src/bot/answer.ts';

/** A reply that answers, with these parts of an answer. */
export function replyWith(answer: Partial<Answer>): Reply {
  return {
    command: 'test',
    outcome: 'answered',
    answer: { title: 'Test', lead: 'Lead.', sections: [], sources: [], ...answer },
  };
}

/** What an administrator asks for most. */
export const activeSync: Reply = {
  command: 'ports',
  outcome: 'answered',
  answer: {
    title: 'Ports for ActiveSync',
    lead: 'ActiveSync needs 443/tcp and 80/tcp inbound, and 3000/tcp by default.',
    sections: [
      {
        kind: 'table',
        columns: [{ header: 'Port' }, { header: 'Direction' }, { header: 'What for' }],
        rows: [
          ['443/tcp', 'inbound', 'ActiveSync and webmail over HTTPS'],
          ['80/tcp', 'inbound', 'AutoDiscovery, older clients'],
          ['3000/tcp', 'inbound', 'WorldClient’s own default'],
        ],
      },
      { kind: 'note', tone: 'warning', text: '3000/tcp is not encrypted: do not open it to the Internet.' },
      { kind: 'note', tone: 'info', text: 'Set the ports under Setup > Server Settings > Ports.' },
    ],
    sources: [
      { id: 'a', title: 'MDaemon port numbers', publisher: 'Alt-N Technologies', date: 'undated' },
      {
        id: 'b',
        title: 'Ports',
        publisher: 'MDaemon Technologies',
        date: '2026-02',
        url: 'https://help.example.com/ports',
      },
    ],
    actions: [
      { label: 'ports activesync then', command: 'ports activesync then' },
      { label: 'firewall', command: 'firewall activesync' },
    ],
  },
};

/** Steps, a list, and code to copy. */
export const steps: Reply = replyWith({
  lead: 'Turn automatic updates off under Setup > Server Settings > Updates.',
  sections: [
    { kind: 'steps', title: 'How', items: ['Open `Updates`', 'Clear *Install*', 'Press OK'] },
    { kind: 'list', items: ['You watch for updates yourself', 'Definitions go on'] },
    { kind: 'code', title: 'Check it', language: 'powershell', text: 'Get-Service MDaemon |\n  Select-Object Status' },
  ],
});

/** A line nobody can read. */
export const notUnderstood: Reply = {
  command: null,
  outcome: 'usage',
  answer: {
    title: 'Not understood',
    lead: 'There is no command “<!channel> *prots*”.',
    sections: [{ kind: 'note', tone: 'info', text: 'Did you mean `ports`? `help` lists all commands.' }],
    sources: [],
    actions: [{ label: 'help', command: 'help' }],
  },
};
