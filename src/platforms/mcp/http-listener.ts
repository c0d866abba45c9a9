import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../bot/bot.ts';
import type { McpHttpConfig } from '../../config/config.ts';
import { createMcpServer, type McpServerOptions } from './create-mcp-server.ts';
import { createGuard, type Refusal } from './guard-http.ts';
import { toolsOf } from './tools.ts';

/** A call is a tool's name and a few words. */
const mostBytes = 64 * 1_024;

/** What the listener is made of. */
export interface McpListenerOptions<Services> extends McpServerOptions<Services> {
  readonly config: McpHttpConfig;
  readonly logger: Logger;
}

/**
 * Answers MCP over Streamable HTTP, without sessions: each request is complete in itself, so that any replica can answer
 * it, and its answer is one JSON body.
 */
export function createMcpListener<Services>({
  config,
  logger,
  ...options
}: McpListenerOptions<Services>): (request: IncomingMessage, response: ServerResponse) => void {
  const guard = createGuard(config);
  const tools = toolsOf(options.catalogue);
  return (request, response) => {
    const refusal = guard(request);
    if (refusal !== undefined) {
      refuse(request, response, refusal);
      return;
    }
    answer(request, response, createMcpServer(options, tools)).catch((err: unknown) => {
      logger.error({ err }, 'An assistant could not be answered');
      if (response.headersSent) response.destroy();
      else refuse(request, response, { status: 500, headers: {}, message: 'Something went wrong in the bot' });
    });
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, server: Server): Promise<void> {
  // A session generator that is left out is what makes it stateless; the type wants it named or absent.
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true, maxRequestBodySize: mostBytes });
  // What is cancelled gets no answer, and one JSON body waits for all of them: the connection would stay open for ever.
  server.setNotificationHandler(CancelledNotificationSchema, () => {});
  response.once('close', () => void server.close());
  // The SDK's own class differs from its own interface under exactOptionalPropertyTypes.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, headers, message }: Refusal): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
  // What it still sends is not read.
  response.writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' });
  response.end(body, () => request.destroy());
}
