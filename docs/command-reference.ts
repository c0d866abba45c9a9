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

Generated from the commands' declarations by \`npm run docs\`. Write them after \`/mdaemon\` in Slack, after a mention of
the bot, in a direct message to it, or in the terminal.

Values of an enumeration may stand anywhere and be written bare (\`then\`), with a name (\`era then\`, \`--era then\`,
\`era=then\`). Several values are separated by blanks or commas.

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
