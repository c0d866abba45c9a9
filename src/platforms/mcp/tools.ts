import { z } from 'zod';
import type { Catalogue, CatalogueEntry } from '../../bot/catalogue.ts';
import { BotError } from '../../bot/errors/bot-error.ts';

/** The commands that are tools: those that only read, and need nothing of a team's own. By path. */
const toolPaths: readonly (readonly string[])[] = [
  ['ask'],
  ['ports'],
  ['process'],
  ['article'],
  ['deadlines', 'list'],
  ['firewall', 'rules'],
  ['updates', 'show'],
  ['why-restart'],
  ['renames'],
  ['sources'],
];

/** A tool as it is listed, and the command it runs. */
export interface CommandTool<Services> {
  readonly entry: CatalogueEntry<Services>;
  readonly listed: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
    readonly annotations: {
      readonly title: string;
      readonly readOnlyHint: true;
      readonly idempotentHint: true;
      readonly destructiveHint: false;
      readonly openWorldHint: false;
    };
  };
}

/**
 * The tools, from the commands' own declarations, by name.
 *
 * @throws {BotError} `bad-tool` where a command is missing, changes something, or is not for everybody
 */
export function toolsOf<Services>(catalogue: Catalogue<Services>): ReadonlyMap<string, CommandTool<Services>> {
  return new Map(
    toolPaths.map((path) => {
      const entry = catalogue.at(path);
      if (entry === undefined || entry.leaf.changes === true || entry.leaf.access !== 'everyone') {
        throw new BotError('bad-tool', `${path.join(' ')} cannot be a tool.`);
      }
      const tool = toolOf(entry, path);
      return [tool.listed.name, tool];
    }),
  );
}

function toolOf<Services>(entry: CatalogueEntry<Services>, [name = '']: readonly string[]): CommandTool<Services> {
  const { leaf } = entry;
  const examples = leaf.examples.map((example) => `"${example}"`).join(', ');
  return {
    entry,
    listed: {
      name: name.replaceAll('-', '_'),
      title: leaf.summary,
      description: `MDaemon mail server: ${leaf.summary}. Answers with sources to cite. In a chat one types ${examples}.`,
      inputSchema: inputSchemaOf(leaf.arguments),
      annotations: {
        title: leaf.summary,
        readOnlyHint: true,
        idempotentHint: true,
        destructiveHint: false,
        openWorldHint: false,
      },
    },
  };
}

/** The schema as JSON Schema, without what only says how an argument is typed in a line. */
function inputSchemaOf(schema: z.ZodObject): CommandTool<never>['listed']['inputSchema'] {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      for (const name of ['written', 'placeholder', 'synonyms', 'suggest']) delete jsonSchema[name];
    },
  });
  return { ...json, type: 'object', additionalProperties: false };
}
