import { randomUUID } from 'node:crypto';
import type { TeamKey } from './bot/request.ts';
import type { buildBot } from './build-bot.ts';
import { plainLayout, renderAnswer } from './platforms/terminal/render-answer.ts';

/** What the MCP server is made of, from the parts every surface shares. */
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
