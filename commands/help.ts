import { z } from 'zod';
import {
  argument,
  type CatalogueEntry,
  type Command,
  isGroup,
  matchSuggestions,
  mostChoices,
  prefixOf,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
  usageLine,
} from '../src/bot/bot.ts';
import { joinWords } from '../src/text/text.ts';
import { defineCommand, type Services } from './services.ts';
import { didYouMean } from './vocabulary/phrases.ts';

/** Lists the commands, or explains one. */
export const help = defineCommand({
  name: 'help',
  aliases: ['commands'],
  summary: 'List the commands, or explain one',
  access: 'everyone',
  examples: ['help', 'help ports'],
  arguments: z.object({
    command: argument(z.array(z.string().max(100)).max(3).default([]), {
      written: 'position',
      description: 'A command, or all',
      placeholder: 'command',
      suggest: suggestCommands,
    }),
  }),
  run({ command }, { request, services }) {
    const { prefix } = request.capabilities;
    if (command.length === 0) return overview(services, prefix);
    if (command.length === 1 && command[0] === everything) return allCommands(services, prefix);
    const tokens = command.map((text) => ({ text, quoted: false, closed: true, start: 0 }));
    const found = services.catalogue.find(tokens);
    if (found === undefined) throw notACommand(command[0] ?? '', services);
    const group = services.catalogue.commands.find(({ name }) => name === found.entry.path[0]);
    if (group !== undefined && isGroup(group) && found.words === 1 && group.children.length > 1) {
      return describeGroup(group, services, prefixOf(request.capabilities, group));
    }
    const whole = tokens.length > found.words && command.at(-1) === everything;
    return describe(found.entry, group, prefixOf(request.capabilities, group), whole);
  },
});

/** What people come for, in the order of help's first page, and the commands for it. */
const groups: readonly (readonly [name: string, commands: readonly string[]])[] = [
  ['Ask', ['ask', 'ports', 'process', 'article', 'renames', 'sources']],
  ['Plan', ['remind', 'deadlines']],
  ['Look', ['check', 'status', 'advisories', 'releases']],
  ['Run', ['firewall', 'updates', 'why-restart']],
  ['Manage', ['profile', 'hosts', 'settings', 'admins', 'audit', 'unanswered', 'privacy', 'about', 'help']],
];
const everything = 'all';

/** Commands by name only, so that they fit on a phone. One in no group stands in a last row, where it is noticed. */
function overview({ catalogue }: Services, prefix: string) {
  const names = catalogue.commands.map(({ name }) => name);
  const others = names.filter((name) => !groups.some(([, members]) => members.includes(name)));
  const rows = [...groups, ['Others', others] as const]
    .map(([group, members]) => [group, members.filter((name) => names.includes(name)).join(', ')])
    .filter(([, members]) => members !== '');
  return {
    title: 'Help',
    lead: `Ask in your own words, or with a command: \`${prefix}ports activesync\`.`,
    sections: [
      { kind: 'table' as const, columns: [{ header: 'To' }, { header: 'Commands' }], rows },
      {
        kind: 'note' as const,
        tone: 'info' as const,
        text: `\`${prefix}help ports\` explains one, \`${prefix}help all\` says what each is for.`,
      },
    ],
    sources: [],
    actions: ['ports activesync', 'why-restart', 'deadlines', 'help all'].map((command) => ({
      label: command,
      command,
    })),
  };
}

function allCommands({ catalogue }: Services, prefix: string) {
  return {
    title: 'Help: all',
    lead: `There are ${catalogue.commands.length} commands. \`${prefix}help ports\` explains one.`,
    sections: [
      {
        kind: 'table' as const,
        columns: [{ header: 'Command' }, { header: 'What for' }],
        rows: catalogue.commands.map(({ name, summary }) => [name, summary]),
      },
    ],
    sources: [],
  };
}

function describeGroup(group: Command<Services>, { catalogue }: Services, prefix: string) {
  const entries = catalogue.entries.filter(({ path }) => path[0] === group.name);
  return {
    title: `Help: ${group.name}`,
    lead: `\`${prefix}${group.name}\`: ${group.summary}.`,
    sections: [
      {
        kind: 'table' as const,
        columns: [{ header: 'Command' }, { header: 'What for' }],
        rows: entries.map(({ name, leaf }) => [name, leaf.summary]),
      },
    ],
    sources: [],
    actions: entries.slice(0, 4).map(({ name }) => ({ label: `help ${name}`, command: `help ${name}` })),
  };
}

/** More options than these stand behind `help … all`, so that the common form is read first. */
const mostRare = 3;

function describe(
  { name, leaf, plan }: CatalogueEntry<Services>,
  command: Command<Services> | undefined,
  prefix: string,
  whole: boolean,
) {
  const aliases = command?.aliases ?? [];
  const rare = plan.arguments.filter(({ optional, meta }) => optional && meta.written === 'keyword');
  const left = whole || rare.length <= mostRare ? [] : rare;
  const shown = { ...plan, arguments: plan.arguments.filter((each) => !left.includes(each)) };
  return {
    title: `Help: ${name}`,
    lead: `\`${prefix}${usageLine(name, shown)}\`: ${leaf.summary}.`,
    sections: [
      ...(shown.arguments.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [{ header: 'Argument' }, { header: 'Meaning' }],
              rows: shown.arguments.map(({ name: argumentName, meta, choices }) =>
                choices.length > mostChoices
                  ? [argumentName, `${meta.description}: ${joinWords(choices, 'or')}`]
                  : [choices.length > 0 ? choices.join(' | ') : (meta.placeholder ?? argumentName), meta.description],
              ),
            },
          ]),
      { kind: 'code' as const, title: 'Examples', text: leaf.examples.map((example) => prefix + example).join('\n') },
      ...(left.length === 0
        ? []
        : [
            {
              kind: 'note' as const,
              tone: 'info' as const,
              text: `\`help ${name} all\` shows ${left.length} more options.`,
            },
          ]),
      ...(aliases.length === 0
        ? []
        : [
            {
              kind: 'note' as const,
              tone: 'info' as const,
              text: `Also: ${joinWords(aliases.map((alias) => `\`${alias}\``))}.`,
            },
          ]),
    ],
    sources: [],
    actions: leaf.examples.slice(0, 3).map((example) => ({ label: example, command: example })),
  };
}

function notACommand(word: string, { catalogue }: Services): UserError {
  const near = catalogue.nearest(word).map((name) => `\`help ${name}\``);
  return new UserError({
    code: 'unknown-command',
    message: `There is no command ${quote(word)}.`,
    remedy: didYouMean(near, '`help` lists them all.'),
    actions: [{ label: 'help', command: 'help' }],
  });
}

/** Completes names of commands. */
function suggestCommands({ typed, services }: SuggestContext<Services>): Suggestion[] {
  return matchSuggestions(
    typed,
    services.catalogue.commands.map(({ name, summary }) => ({ value: name, hint: summary })),
  );
}
