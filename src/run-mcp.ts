import { buildStorelessBot, type Environment, tell } from './build-storeless-bot.ts';
import { mcpOptions } from './mcp-options.ts';
import { serveStdio } from './platforms/mcp/serve-stdio.ts';

/** Serves one assistant over standard input and output. Opens no store. Returns the exit status. */
export async function runMcp(environment: Environment): Promise<number> {
  const bot = await buildStorelessBot(environment);
  const options = mcpOptions(bot, { team: 'mcp:stdio', zone: bot.zone });
  await serveStdio({ ...options, input: process.stdin, output: process.stdout, tell });
  return 0;
}
