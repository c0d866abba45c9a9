import { randomUUID } from 'node:crypto';
import type { TeamKey } from '../bot/bot.ts';
import { serveStdio } from '../platforms/mcp/mcp.ts';
import { plainLayout, renderAnswer } from '../platforms/terminal/terminal.ts';
import { type buildBot, buildLocalBot, type Environment, tell } from './build-bot.ts';

/** Serves one assistant over standard input and output. Opens no store. Returns the exit status. */
export async function runMcp(environment: Environment): Promise<number> {
  const bot = await buildLocalBot(environment);
  const options = mcpOptions(bot, { team: 'mcp:stdio', zone: bot.zone });
  await serveStdio({ ...options, input: process.stdin, output: process.stdout, tell });
  return 0;
}

/** Builds the MCP server's options from the parts all surfaces share. */
export function mcpOptions(
  { router, catalogue, knowledge, services }: Awaited<ReturnType<typeof buildBot>>,
  { team, zone }: { readonly team: TeamKey; readonly zone: string },
) {
  return {
    router,
    catalogue,
    articles: () => knowledge.current().rows.articles.map(({ id, question }) => ({ id, title: question })),
    renderText: (answer: Parameters<typeof renderAnswer>[0]) =>
      renderAnswer(answer, { ...plainLayout, sources: Number.POSITIVE_INFINITY }),
    version: services.program.version,
    team,
    zone,
    now: () => new Date(),
    newId: () => randomUUID(),
  };
}
