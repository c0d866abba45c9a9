import { createKnowledgeBase, type KnowledgeBase } from './knowledge-base.ts';
import type { KnowledgeData } from './schema.ts';
import snapshot from './snapshot.json' with { type: 'json' };

/** The knowledge in force, which an operator's own files can change while the bot runs. */
export interface KnowledgeSource {
  current(): KnowledgeBase;
  /** The faults of the operator's files, one line each; empty where there are none. */
  problems(): readonly string[];
  /**
   * Reads the operator's files again. Where they are not usable, the last good knowledge stays in force and
   * `problems` says why. Never rejects.
   */
  reload(): Promise<void>;
}

/**
 * Opens the built-in knowledge, with an operator's own files laid over it.
 *
 * @param overlayDirectory a folder of YAML files after the same schema; a row with a known id replaces ours.
 */
export async function openKnowledge(overlayDirectory?: string): Promise<KnowledgeSource> {
  // The snapshot went through the schema when it was written; a test holds it equal to the YAML files.
  const builtIn = snapshot as unknown as KnowledgeData;
  let current = createKnowledgeBase(builtIn);
  let problems: readonly string[] = [];
  const reload = async () => {
    if (overlayDirectory === undefined) return;
    const { KnowledgeError, layOver } = await import('./knowledge-files.ts');
    try {
      current = createKnowledgeBase(layOver(builtIn, overlayDirectory));
      problems = [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems = error instanceof KnowledgeError ? error.problems : [`${overlayDirectory}: ${reason}`];
    }
  };
  await reload();
  return { current: () => current, problems: () => problems, reload };
}
