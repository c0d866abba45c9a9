import { commands } from '../commands/commands.ts';
import type { Services } from '../commands/services.ts';
import { usageLine } from '../src/bot/argument-errors.ts';
import { type CatalogueEntry, createCatalogue } from '../src/bot/catalogue.ts';

/** The command reference as Markdown, from the declarations alone. */
export function commandReference(): string {
  const catalogue = createCatalogue<Services>(commands);
  const sections = catalogue.entries.map((entry) => {
    const aliases = commands.find(({ name }) => name === entry.path[0])?.aliases ?? [];
    return describe(entry, aliases);
  });
  return `# Commands

You want to look up a command. Type commands after \`/mdaemon\` in Slack, after a mention of the bot, in a direct message to it, or
in the terminal. In Discord, arguments are options with the same names.

If an argument has a fixed list of values, you can write it anywhere, by its value alone (\`then\`) or with its name (\`era then\`,
\`--era then\`, \`era=then\`). Separate several values with spaces or commas.

\`npm run docs\` writes this page from the commands' declarations.

${sections.join('\n')}`;
}

function describe({ name, leaf, plan }: CatalogueEntry<Services>, aliases: readonly string[]): string {
  const lines = [`## ${name}`, '', `${leaf.summary}.`, '', '```', usageLine(name, plan), '```', ''];
  if (aliases.length > 0) lines.push(`Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`, '');
  if (plan.arguments.length > 0) {
    lines.push('| argument | meaning | values |', '| --- | --- | --- |');
    for (const { name: argument, meta, choices } of plan.arguments) {
      const others = Object.keys(meta.synonyms ?? {});
      const values =
        [...choices, ...others].map((value) => `\`${value}\``).join(' ') ||
        (meta.placeholder ?? argument).replaceAll('|', ' or ');
      lines.push(`| ${argument} | ${meta.description} | ${values} |`);
    }
    lines.push('');
  }
  lines.push('Examples:', '', ...leaf.examples.map((example) => `- \`${example}\``), '');
  return lines.join('\n');
}
