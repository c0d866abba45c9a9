import { commands } from '../commands/commands.ts';
import type { Services } from '../commands/services.ts';
import { openKnowledge } from '../knowledge/open-knowledge.ts';
import { createCatalogue } from '../src/bot/catalogue.ts';
import { createRouter } from '../src/bot/router.ts';
import { withoutStore } from '../src/program/local-store.ts';
import { openChecks } from '../src/program/open-checks.ts';

/** A command in backticks on a line of its own, a blank line, and the code block with what it prints. */
const example = /^`(firewall [^`]+)`\n\n```(\w*)\n[\s\S]*?^```$/gm;

/** The page with each example's code block as the command prints it today. */
export async function refreshExamples(page: string): Promise<string> {
  const catalogue = createCatalogue<Services>(commands);
  const services: Services = {
    knowledge: await openKnowledge(),
    catalogue,
    ...withoutStore(),
    checks: openChecks([]),
    connections: () => ({}),
    limitations: () => [],
    asker: { current: () => Promise.reject(new Error('The examples ask nothing')) },
    program: { version: '0', nodeVersion: '0' },
  };
  const router = createRouter({ catalogue, services, emptyCommand: 'help', nowMs: () => 0 });
  const answers = new Map<string, string>();
  for (const [, command = ''] of page.matchAll(example)) {
    const { answer } = await router.dispatch({
      id: 'docs',
      team: 'terminal:local',
      actor: { id: 'docs', role: 'member' },
      conversation: { id: 'docs', private: true },
      zone: 'UTC',
      receivedAt: new Date(0),
      capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
      input: { kind: 'text', text: command },
    });
    if (answer.artifact === undefined) throw new Error(`${command} has no script: ${answer.lead}`);
    answers.set(command, answer.artifact.content.replaceAll('\r\n', '\n').trimEnd());
  }
  return page.replace(example, (_, command: string, language: string) =>
    ['`', command, '`\n\n```', language, '\n', answers.get(command) ?? '', '\n```'].join(''),
  );
}
