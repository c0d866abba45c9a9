import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
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
import { commandTools } from './tools.ts';

export interface McpServerOptions<Services> {
  readonly router: Router;
  readonly catalogue: Catalogue<Services>;
  /** The articles in force, which an assistant can read as resources. */
  readonly articles: () => readonly { readonly id: string; readonly title: string }[];
  /** Renders an answer as plain text, with every source. */
  readonly renderText: (answer: Answer) => string;
  readonly version: string;
  /** The team assistants belong to: one without settings or deadlines of its own. */
  readonly team: TeamKey;
  /** The IANA zone in which dates are read and shown. */
  readonly zone: string;
  readonly now: () => Date;
  /** A new request id. */
  readonly newId: () => string;
}

interface StdioOptions<Services> extends McpServerOptions<Services> {
  readonly input: Readable;
  /** Receives the protocol and nothing else. */
  readonly output: Writable;
  /** Told in words of messages that could not be read. */
  readonly tell: (line: string) => void;
}

const articleAddress = 'mdaemon://article/';
/** The code the specification names for a resource that is not there. */
const resourceNotFound = -32_002;
const maxMessageBytes = 1_024 * 1_024;

const instructions = `Answers about MDaemon mail servers (ports, processes, firewall rules, updates, deadlines, renamed parts), each from documents it cites.
Use these tools for every question about MDaemon, and cite the sources they return. Never answer MDaemon's ports from memory: a wrong port opens a firewall.
Where a tool says that it does not know or is not sure, say so too, and show no other port in its place. A line such as \`ports imap\` in an answer names a tool and its argument. If in doubt which tool, use ask with the question as it was put.`;

/**
 * Serves one assistant over a pair of streams. Resolves when the input ends, the output breaks, or a message exceeds
 * 1 MiB, after which the input cannot be read any further.
 *
 * @throws {BotError} `bad-tool` where a command that is offered as a tool is missing or does not qualify
 */
export async function serveStdio<Services>({ input, output, tell, ...options }: StdioOptions<Services>): Promise<void> {
  const server = createMcpServer(options);
  const transport = new StdioServerTransport(input, output, { maxBufferSize: maxMessageBytes });
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    input.once('end', resolve);
    input.once('close', resolve);
    // The assistant is gone.
    output.on('error', () => resolve());
  });
  server.onerror = (error) => tell(`The assistant sent something I can’t read: ${error.message}`);
  await server.connect(transport);
  await ended;
  input.pause();
}

/**
 * Creates an MCP server over the router. Each tool runs the command it was declared from; articles are resources.
 *
 * @param tools given by a caller that creates many servers, so that they are declared once
 * @throws {BotError} `bad-tool` where a command that is offered as a tool is missing or does not qualify
 */
export function createMcpServer<Services>(
  options: McpServerOptions<Services>,
  tools = commandTools(options.catalogue),
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
    if (unknown !== undefined) return toolResult(unknownArgument(unknown, known), renderText);
    return toolResult(await call(options, tool.entry.path, values), renderText);
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
      throw new McpError(resourceNotFound, `There is no resource ${quote(uri)}`);
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
    actor: { id: 'assistant', role: 'outsider' },
    conversation: { id: 'mcp', private: true },
    zone,
    receivedAt: now(),
    capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
    input: { kind: 'call', path, values },
  };
  return router.dispatch(request);
}

/** A reply as a tool's result: text with its sources, and the same as data. `unknown` is no error. */
function toolResult({ command, outcome, answer }: Reply, renderText: (answer: Answer) => string): CallToolResult {
  // An assistant has no use for a chat's buttons and timestamps.
  const { actions: _buttons, instants: _shown, ran, ...data } = answer;
  return {
    content: [{ type: 'text', text: renderText(answer) }],
    structuredContent: { answered: outcome === 'answered', command: ran ?? command, ...data },
    ...(outcome === 'usage' || outcome === 'failed' ? { isError: true } : {}),
  };
}

function unknownArgument(name: string, known: readonly string[]): Reply {
  const lead = `There is no argument ${quote(name)} here; there is ${known.map((each) => `\`${each}\``).join(', ') || 'none'}.`;
  return { command: null, outcome: 'usage', answer: { title: 'Not understood', lead, sections: [], sources: [] } };
}
