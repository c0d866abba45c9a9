import { createKnowledgeBase, type KnowledgeBase } from './knowledge-base.ts';
import { formatProblem, KnowledgeError } from './knowledge-error.ts';
import { mergeKnowledge } from './merge-knowledge.ts';
import type { KnowledgeData } from './schema.ts';
import snapshot from './snapshot.json' with { type: 'json' };

/** The knowledge in force, which an operator's own files can change while the bot runs. */
export interface KnowledgeSource {
  current(): KnowledgeBase;
  /** What is wrong with the operator's files, one line each; empty when all is well. */
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
    try {
      current = await withOverlay(builtIn, overlayDirectory);
      problems = [];
    } catch (error) {
      problems = describe(error, overlayDirectory);
    }
  };
  await reload();
  return { current: () => current, problems: () => problems, reload };
}

/** YAML and the schema cost start-up time, and only an overlay needs them. */
async function withOverlay(builtIn: KnowledgeData, directory: string): Promise<KnowledgeBase> {
  const [{ readKnowledgeFiles }, { checkReferences }] = await Promise.all([
    import('./read-files.ts'),
    import('./check-references.ts'),
  ]);
  const overlay = readKnowledgeFiles(directory);
  const merged = mergeKnowledge(builtIn, overlay.data);
  checkReferences(merged, overlay.origins);
  return createKnowledgeBase(merged);
}

function describe(error: unknown, directory: string): string[] {
  if (error instanceof KnowledgeError) return error.problems.map(formatProblem);
  const reason = error instanceof Error ? error.message : String(error);
  return [`${directory}: ${reason}`];
}
