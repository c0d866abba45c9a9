import { z } from 'zod';
import { BotError, type Catalogue, type CatalogueEntry } from '../../bot/bot.ts';

/** A command that is offered as a tool. */
interface OfferedTool {
  readonly path: readonly string[];
  /** For an assistant, which sees no help. */
  readonly use: string;
  /** Arguments that work. */
  readonly example: Readonly<Record<string, unknown>>;
}

const eras =
  'Era "now" is MDaemon today; "then" is a list of 2008 to 2010, only for people who run a version that old.';

/** Commands that only read, and need nothing of a team's own. */
const toolsOffered: readonly OfferedTool[] = [
  {
    path: ['ask'],
    use: 'Answers any question about MDaemon, or says that its documents do not. Pass the question as the person put it, in English, German or Spanish. Use it whenever you are unsure which tool fits.',
    example: { question: 'is 4069 tcp?' },
  },
  {
    path: ['ports'],
    use: `The ports that a service needs, or what a port number is for. ${eras}`,
    example: { what: ['activesync', '587'] },
  },
  {
    path: ['process'],
    use: 'Explains a process of MDaemon; without a name, lists those that a software firewall must leave alone.',
    example: { name: ['CFEngine.exe'] },
  },
  {
    path: ['article'],
    use: 'The answer to one common question, by its id or topic; without a name, the ids of all.',
    example: { name: 'localhost-rule' },
  },
  {
    path: ['deadlines', 'list'],
    use: 'Dates to act by: ends of support, certificates, vulnerabilities; the past ones too.',
    example: { name: ['securityplus-4'] },
  },
  {
    path: ['firewall', 'rules'],
    use: `Writes firewall rules for services, as text; it applies nothing. Without "from" they let anybody in. ${eras}`,
    example: { services: ['imap'], format: 'nftables', from: ['10.0.0.0/8'] },
  },
  {
    path: ['updates', 'show'],
    use: `How MDaemon updates itself, how to turn that off, and what it costs. ${eras}`,
    example: {},
  },
  {
    path: ['why-restart'],
    use: `Why MDaemon or its server may have restarted, and where to look. ${eras}`,
    example: {},
  },
  {
    path: ['renames'],
    use: 'The current and earlier names of a part of MDaemon.',
    example: { name: ['worldclient'] },
  },
  {
    path: ['sources'],
    use: 'The sources of the answers: all, or one by the id that an answer cites.',
    example: { what: ['everything-mdaemon-ports'] },
  },
];

/** A tool as it is listed, and the command it runs. */
interface CommandTool<Services> {
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
 * Makes tools of the commands' own declarations, by the tools' names.
 *
 * @throws {BotError} `bad-tool` where a command is missing, changes something, or is not for everybody
 */
export function commandTools<Services>(catalogue: Catalogue<Services>): ReadonlyMap<string, CommandTool<Services>> {
  return new Map(
    toolsOffered.map((offered) => {
      const { path } = offered;
      const entry = catalogue.at(path);
      if (entry === undefined || entry.leaf.changes === true || entry.leaf.access !== 'everyone') {
        throw new BotError('bad-tool', `${path.join(' ')} cannot be a tool.`);
      }
      const tool = commandTool(entry, offered);
      return [tool.listed.name, tool];
    }),
  );
}

function commandTool<Services>(
  entry: CatalogueEntry<Services>,
  { path: [name = ''], use, example }: OfferedTool,
): CommandTool<Services> {
  const { leaf } = entry;
  return {
    entry,
    listed: {
      name: name.replaceAll('-', '_'),
      title: leaf.summary,
      description: `MDaemon mail server. ${use} Answers with sources to cite. For example ${JSON.stringify(example)}`,
      inputSchema: inputSchema(leaf.arguments),
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

/** The schema as JSON Schema, without the fields that say how an argument is typed in a line. */
function inputSchema(schema: z.ZodObject): CommandTool<never>['listed']['inputSchema'] {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      for (const name of ['written', 'placeholder', 'synonyms', 'suggest']) delete jsonSchema[name];
    },
  });
  return { ...json, type: 'object', additionalProperties: false };
}
