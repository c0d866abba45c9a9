import type { Reply } from '../../../src/bot/answer.ts';
import { replyWith } from '../slack/answers.ts';

/** More rows than fit on a page of a phone, with a warning below them. */
export const manyRows: Reply = replyWith({
  title: 'Ports: all',
  lead: 'MDaemon uses 28 ports.',
  sections: [
    {
      kind: 'table',
      columns: [{ header: 'Port' }, { header: 'Direction' }, { header: 'What for' }],
      rows: Array.from({ length: 28 }, (_, index) => [`${1000 + index}/tcp`, 'in', `What number ${index} is for`]),
    },
    { kind: 'note', tone: 'warning', text: 'Open none of them without need.' },
  ],
  sources: [{ id: 'a', title: 'Ports', publisher: 'MDaemon', date: '2026', url: 'https://help.example.com/ports' }],
  actions: [{ label: '2008 to 2010', command: 'ports then' }],
});

const rules = Array.from({ length: 120 }, (_, index) => `New-NetFirewallRule -Name "rule-${index}"`).join('\n');

/** A script too long to read in a chat, as a file. */
export const withScript: Reply = replyWith({
  title: 'Firewall rules',
  lead: 'Opens 443/tcp inbound.',
  sections: [{ kind: 'note', tone: 'info', text: 'Review before applying.' }],
  files: [{ name: 'mdaemon rules.ps1', mediaType: 'text/plain', content: rules }],
  artifact: { name: 'mdaemon rules.ps1', mediaType: 'text/plain', content: rules },
});

const first = new Date('2026-12-07T08:00:00Z');
const second = new Date('2026-12-14T08:00:00Z');
const shown = ['Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)', 'Mon 14 Dec 2026, 09:00 CET (Europe/Berlin)'] as const;

/** What making a reminder answers. */
export const scheduled: Reply = replyWith({
  title: 'Reminder r7k2',
  lead: `I will remind here every Monday at 09:00 Europe/Berlin, next ${shown[0]}: “<t:1:R> patch day”`,
  sections: [{ kind: 'list', title: 'Next', items: shown }],
  actions: [{ label: 'Undo', command: 'remind remove r7k2' }],
  instants: [
    { shown: shown[0], at: first },
    { shown: shown[1], at: second },
  ],
});

/** A fault of the bot's. */
export const failed: Reply = {
  command: 'ports',
  outcome: 'failed',
  answer: { title: 'Internal error', lead: 'Something went wrong in the bot.', sections: [], sources: [] },
};
