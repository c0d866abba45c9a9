import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import {
  type Answer,
  type Catalogue,
  quote,
  type Reply,
  type Request,
  type Router,
  type TeamKey,
} from '../../bot/bot.ts';
import { resultOfReply } from './result-of-reply.ts';
import { toolsOf } from './tools.ts';

/** What an assistant can read by its address. */
export interface ListedArticle {
  readonly id: string;
  readonly title: string;
}

/** What the server is made of. */
export interface McpServerOptions<Services> {
  readonly router: Router;
  readonly catalogue: Catalogue<Services>;
  /** The articles in force. */
  readonly articles: () => readonly ListedArticle[];
  /** The plain rendering of an answer, with every source. */
  readonly renderText: (answer: Answer) => string;
  readonly version: string;
  /** The team assistants belong to: one without settings or deadlines of its own. */
  readonly team: TeamKey;
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

const articleAddress = 'mdaemon://article/';

const instructions = `Answers about MDaemon mail servers (ports, processes, firewall rules, updates, deadlines, renamed parts), each from documents it cites.
Use these tools for every question about MDaemon, and cite the sources they return. Never answer MDaemon's ports from memory: a wrong port opens a firewall.
Where a tool says that it does not know or is not sure, say so too, and show no other port in its place. A line such as \`ports imap\` in an answer names a tool and its argument. If in doubt which tool, use ask with the question as it was put.`;

/**
 * Builds an MCP server over the router; every tool runs the command it was declared from.
 *
 * @param tools worked out once by whoever builds many servers
 */
export function createMcpServer<Services>(
  options: McpServerOptions<Services>,
  tools = toolsOf(options.catalogue),
): Server {
  const { articles, renderText, version } = options;
  const server = new Server(
    { name: 'mdaemon-bot', title: 'MDaemon knowledge', version },
    { capabilities: { tools: {}, resources: {} }, instructions },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools.values()].map(({ listed }) => listed) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: values = {} } }) => {
    const tool = tools.get(name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${quote(name)}`);
    const known = tool.entry.plan.arguments.map((argument) => argument.name);
    const unknown = Object.keys(values).find((key) => !known.includes(key));
    if (unknown !== undefined) return resultOfReply(unknownArgument(unknown, known), renderText);
    return resultOfReply(await call(options, tool.entry.path, values), renderText);
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: articles().map(({ id, title }) => ({
      uri: articleAddress + id,
      name: id,
      title,
      mimeType: 'text/plain',
    })),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      { uriTemplate: `${articleAddress}{id}`, name: 'article', title: 'An article by its id', mimeType: 'text/plain' },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const id = uri.startsWith(articleAddress) ? uri.slice(articleAddress.length) : undefined;
    if (id === undefined || !articles().some((article) => article.id === id)) {
      // The code the specification names for a resource that is not there.
      throw new McpError(-32_002, `There is no resource ${quote(uri)}`);
    }
    const { answer } = await call(options, ['article'], { name: id });
    return { contents: [{ uri, mimeType: 'text/plain', text: renderText(answer) }] };
  });
  return server;
}

function call<Services>(
  { router, team, zone, now, newId }: McpServerOptions<Services>,
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const request: Request = {
    id: newId(),
    team,
    actor: { id: 'assistant', role: 'member' },
    conversation: { id: 'mcp', private: true },
    zone,
    receivedAt: now(),
    capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
    input: { kind: 'call', path, values },
  };
  return router.dispatch(request);
}

function unknownArgument(name: string, known: readonly string[]): Reply {
  const lead = `There is no argument ${quote(name)} here; there is ${known.map((each) => `\`${each}\``).join(', ') || 'none'}.`;
  return { command: null, outcome: 'usage', answer: { title: 'Not understood', lead, sections: [], sources: [] } };
}
