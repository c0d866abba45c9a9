import type { Attachment, Input, Request } from '../../bot/bot.ts';

/** What a request from the terminal takes from its surroundings. */
export interface TerminalContext {
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The name of the person at the terminal. */
  readonly user: string;
}

/** A request from the terminal. Who can start the program may do everything with it. */
export function terminalRequest(
  input: Input,
  { zone, now, newId, user }: TerminalContext,
  attachments: readonly Attachment[] = [],
): Request {
  return {
    id: newId(),
    team: 'terminal:local',
    actor: { id: user, role: 'administrator' },
    conversation: { id: 'terminal', private: true },
    zone,
    receivedAt: now(),
    capabilities: { prefix: '', buttons: false, files: false, wholeCode: true },
    input,
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}
