import type { AskProviderConfig } from './config-types.ts';
import { readSwitch } from './read-switch.ts';
import { readUrl } from './read-url.ts';

type Read = (name: string) => string | undefined;
type Report = (name: string, wanted: string) => undefined;

/** Whether the texts of questions without an answer are kept; off unless it is said. */
export function readKeepQuestions(read: Read, report: Report): boolean {
  return readSwitch(read('KEEP_QUESTIONS')) ?? report('KEEP_QUESTIONS', 'must be on or off') ?? false;
}

/** The model that may reorder or rephrase answers to questions; `undefined` where none is set up. */
export function readAskProvider(read: Read, report: Report): AskProviderConfig | undefined {
  const url = readUrl('ASK_PROVIDER_URL', read, report);
  return url === undefined ? undefined : { url, token: read('ASK_PROVIDER_TOKEN') };
}
