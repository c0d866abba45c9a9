import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer, type McpServerOptions } from './create-mcp-server.ts';

/** A message that is longer ends the connection: nothing that is asked here is that long. */
const longestMessage = 1_024 * 1_024;

/** What the server is attached to. */
export interface StdioOptions<Services> extends McpServerOptions<Services> {
  readonly input: Readable;
  /** Gets the protocol and nothing else. */
  readonly output: Writable;
  /** Told of messages that are none, in words. */
  readonly tell: (line: string) => void;
}

/** Answers one assistant until its input ends, or it sends what cannot be read any further. */
export async function serveStdio<Services>({ input, output, tell, ...options }: StdioOptions<Services>): Promise<void> {
  const server = createMcpServer(options);
  const transport = new StdioServerTransport(input, output, { maxBufferSize: longestMessage });
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    input.once('end', resolve);
    input.once('close', resolve);
    // Whoever asked is gone.
    output.on('error', () => resolve());
  });
  server.onerror = (error) => tell(`The assistant sent what I cannot read: ${error.message}`);
  await server.connect(transport);
  await ended;
  input.pause();
}
