import { type Access, requireMember } from './access.ts';
import type { Actor } from './request.ts';

/** Who may use a control. */
type ControlDeclaration =
  /** Who may use it. `orRecipient`: so may whoever got the post as a direct message, whatever they are in the team. */
  | { readonly access: Extract<Access, 'everyone' | 'member'>; readonly orRecipient?: true }
  /** It runs a command, and whoever may run that may use it: this one, or the one in its line. */
  | { readonly runs: string };

/**
 * Everything in a chat that is pressed, picked, opened or sent beside a typed command, and who may use it. Whatever a
 * platform decodes names its control, so that nothing is pressed that is not declared here.
 */
export const controls = {
  /** A button that carries a command line, below an answer or in Slack's Home tab. */
  run: { runs: 'its line' },
  done: { access: 'member', orRecipient: true },
  snooze: { access: 'member', orRecipient: true },
  /** Opens the form that asks until when. What is sent with it is a snooze. */
  'open-snooze': { access: 'everyone' },
  show: { runs: 'remind show' },
  /** Posts an answer its presser saw, made again with the presser's rights where that is possible. */
  share: { access: 'everyone' },
  page: { access: 'everyone' },
  /** Opens the form for a new reminder. */
  'new-reminder': { access: 'member' },
  /** That form, sent. */
  'reminder-form': { runs: 'remind add' },
  /** Slack's Home tab. */
  home: { access: 'member' },
  /** What can be typed next, while somebody types. */
  completion: { access: 'everyone' },
} as const satisfies Readonly<Record<string, ControlDeclaration>>;

export type Control = keyof typeof controls;

/**
 * Whether somebody may use a control. Where it runs a command, that command's own access decides later.
 *
 * @param isRecipient they got the post it belongs to as a direct message
 */
export function mayUseControl(control: Control, { role }: Actor, isRecipient: boolean): boolean {
  const declared: ControlDeclaration = controls[control];
  if ('runs' in declared || declared.access === 'everyone') return true;
  return role !== 'outsider' || (isRecipient && declared.orRecipient === true);
}

/**
 * Refuses a control to whom it is not for. Whether a post of a reminder went to somebody is not looked at: the service that
 * knows it does that.
 *
 * @throws {UserError} `not-allowed`
 */
export function authoriseControl(control: Control, actor: Actor): void {
  if (!mayUseControl(control, actor, true)) requireMember(actor);
}
