import { commands } from '../commands/commands.ts';
import type { Services } from '../commands/services.ts';
import { type Control, controls } from '../src/bot/access.ts';
import { type CatalogueEntry, createCatalogue } from '../src/bot/catalogue.ts';

/** What the page calls each button, menu and form. A new control does not compile without a name. */
const names: Readonly<Record<Control, string>> = {
  run: 'a button below an answer',
  done: '*Done* below a reminder',
  snooze: '*Snooze* below a reminder',
  'open-snooze': 'the form to snooze until another time',
  show: '*Show* below a reminder',
  share: '*Share* below an answer',
  page: 'the buttons for the next and the previous page',
  'new-reminder': '*New reminder*, and Slack’s shortcuts',
  'reminder-form': 'sending the form for a new reminder',
  home: 'Slack’s Home tab',
  completion: 'completions while typing',
};

type Cells = readonly [guests: string, members: string, where: string, administrators: string];

/** The page with its tables as the declarations have them today, each between two comments. */
export function refreshAccess(page: string): string {
  const entries = createCatalogue<Services>(commands).entries.filter(({ leaf }) => leaf.hidden !== true);
  const tables: Readonly<Record<string, string>> = {
    commands: table(
      'command',
      entries.map((entry) => [`\`${entry.name}\``, cellsOf(entry)]),
    ),
    controls: [
      '| in a chat | may be used by |',
      '| --- | --- |',
      ...Object.entries(names).map(([control, name]) => `| ${name} | ${whoUses(control as Control)} |`),
    ].join('\n'),
  };
  return page.replace(
    /(<!-- (\w+) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}\n${tables[name]}\n\n${end}`,
  );
}

function table(first: string, rows: readonly (readonly [string, Cells])[]): string {
  return [
    `| ${first} | outsiders, assistants | members | members, where they may change things | administrators |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map(([name, cells]) => `| ${name} | ${cells.join(' | ')} |`),
  ].join('\n');
}

function cellsOf({ leaf: { access, membersMayChange } }: CatalogueEntry<Services>): Cells {
  switch (access) {
    case 'everyone':
      return ['yes', 'yes', 'yes', 'yes'];
    case 'member':
      return ['–', 'yes', 'yes', 'yes'];
    case 'maker':
      return ['–', 'their own', 'yes', 'yes'];
    case 'administrator':
      return ['–', '–', membersMayChange === true ? 'yes' : '–', 'yes'];
  }
}

function whoUses(control: Control): string {
  const declared: { readonly access?: string; readonly orRecipient?: true; readonly runs?: string } = controls[control];
  if (declared.runs !== undefined)
    return `anyone who may run ${declared.runs.includes('line') ? 'its command' : `\`${declared.runs}\``}`;
  if (declared.access === 'everyone') return 'everybody';
  return declared.orRecipient === true ? 'members, and the person who got the post as a direct message' : 'members';
}
