import { watch } from 'node:fs';
import type { KnowledgeSource } from '../../knowledge/knowledge.ts';
import type { Logger } from '../bot/bot.ts';

/** Editors write a file in several steps. */
const settleMs = 300;

/** Reads the operator's knowledge files again when one changes, and logs what is wrong with them. */
export function watchKnowledge(
  knowledge: KnowledgeSource,
  directory: string | undefined,
  logger: Logger,
): { close(): void } | undefined {
  const report = () => {
    for (const problem of knowledge.problems()) logger.warn({ problem }, 'Own knowledge files are passed over');
  };
  report();
  if (directory === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const watcher = watch(directory, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void knowledge.reload().then(report), settleMs);
      timer.unref();
    });
    watcher.on('error', (error) => logger.warn({ err: error }, 'Own knowledge files are no longer watched'));
    return watcher;
  } catch (error) {
    logger.warn({ err: error }, 'Own knowledge files cannot be watched; restart the bot after a change');
    return undefined;
  }
}
