import type { CatalogueEntry } from './catalogue.ts';
import { UserError } from './errors/user-error.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';

/** Turns whatever a command threw into a reply. Only a UserError's own words reach the person. */
export function answerOfError<Services>(
  error: unknown,
  entry: CatalogueEntry<Services> | undefined,
  request: Request,
): Reply {
  const command = entry?.name ?? null;
  if (error instanceof UserError) {
    const sections = error.remedy === '' ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: error.remedy }];
    const title = error.outcome === 'unknown' ? 'Not known' : 'Not understood';
    const answer = { title, lead: error.message, sections, sources: [], actions: error.actions };
    return { command, outcome: error.outcome, answer };
  }
  const lead = `Something went wrong in the bot; this is not your fault. Try again; if it happens again, tell its operator the number ${request.id}.`;
  return { command, outcome: 'failed', answer: { title: 'Internal error', lead, sections: [], sources: [] } };
}
