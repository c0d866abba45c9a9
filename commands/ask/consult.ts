import type { Asker, Understanding } from '../../src/ask/ask.ts';
import type { Services } from '../services.ts';

/**
 * Asks the operator's model what kind of question it is, if one is set up, and only where the local understanding is not
 * sure. What it says goes through the same checks as the local classifier's word: refusals come first, and nothing is
 * answered that the question doesn't name. An answer that only the model gives stays unsure.
 */
export async function consult(
  question: string,
  local: Understanding,
  asker: Asker,
  { model }: Pick<Services, 'model'>,
): Promise<Understanding> {
  if (model === undefined || !isOpen(local)) return local;
  const of = await model.choose(question, asker.classes);
  if (of === undefined) return local;
  const understood = asker.understandAs(question, of);
  return understood.kind === 'declined' ? local : understood;
}

/** Not for what is refused by rule, what is sure, and what asks several things. */
function isOpen(local: Understanding): boolean {
  return local.kind === 'declined' ? local.reason === 'unknown' : !local.sure && local.further === undefined;
}
