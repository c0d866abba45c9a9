import { UserError } from './errors.ts';
import type { Actor, Request, TeamKey } from './request.ts';

/**
 * Who may run a command, or press a button.
 *
 * `everyone`: outsiders too. It gives out knowledge and nothing of the team's.
 * `member`: everybody in the team.
 * `maker`: whoever made the thing it acts on, and administrators. The service that knows the maker calls `requireMaker`.
 * `administrator`: administrators of the team.
 */
export type Access = 'everyone' | 'member' | 'maker' | 'administrator';

/** What a team itself has said about who may do what. Asked only for a member who runs more than `everyone` may. */
export interface TeamPolicy {
  /** True for a person whom an administrator of the team has appointed. */
  isAdministrator(team: TeamKey, person: string): Promise<boolean>;
  /** True where the team lets its members change what others made, and what concerns everybody. */
  membersMayChange(team: TeamKey): Promise<boolean>;
}

/** What a command declares about its access. */
interface AccessDeclaration {
  readonly access: Access;
  /** As a command declares it. */
  readonly membersMayChange?: true;
}

/**
 * Settles who acts, and refuses what that person may not do. It comes before the deed, for every surface.
 *
 * @returns the actor with the role the team gives them; commands see only this one
 * @throws {UserError} `not-allowed`
 */
export async function authorise(
  { access, membersMayChange }: AccessDeclaration,
  { actor, team }: Pick<Request, 'actor' | 'team'>,
  policy: TeamPolicy | undefined,
): Promise<Actor> {
  if (access === 'everyone' || actor.role === 'administrator') return actor;
  if (actor.role === 'outsider') throw refuseOutsider(actor);
  const asked = policy?.isAdministrator(team, actor.id) ?? Promise.resolve(false);
  // Where the store is away, a member keeps what every member may do: `status` has to tell of it.
  const isAdministrator = access === 'member' ? asked.catch(() => false) : asked;
  if (await isAdministrator) return { ...actor, role: 'administrator' };
  if (access === 'member' && membersMayChange !== true) return actor;
  const isLet = policy !== undefined && (await policy.membersMayChange(team));
  if (access === 'administrator' && !(isLet && membersMayChange === true)) throw refuseMember(actor);
  return isLet ? { ...actor, mayChange: true } : actor;
}

/**
 * Refuses to act on something that somebody else made, unless the actor is an administrator or the team lets its members
 * change things.
 *
 * @throws {UserError} `not-allowed`
 */
export function requireMaker(actor: Actor, makerId: string): void {
  if (actor.role === 'outsider') throw refuseOutsider(actor);
  if (mayChange(actor, makerId)) return;
  throw new UserError({
    code: 'not-allowed',
    message: 'Only the person who made this, or an administrator, can change it.',
    remedy: `Ask one of them. ${whoAdministers}`,
  });
}

/** True for whoever made something, for administrators, and for members where the team lets them change things. */
export function mayChange(actor: Actor, makerId: string): boolean {
  if (actor.role === 'outsider') return false;
  return actor.role === 'administrator' || actor.mayChange === true || actor.id === makerId;
}

/**
 * Refuses an outsider.
 *
 * @throws {UserError} `not-allowed`
 */
export function requireMember(actor: Actor): void {
  if (actor.role === 'outsider') throw refuseOutsider(actor);
}

/**
 * Refuses what no team can leave to its members.
 *
 * @throws {UserError} `not-allowed`
 */
export function requireAdministrator(actor: Actor): void {
  if (actor.role !== 'administrator') throw actor.role === 'outsider' ? refuseOutsider(actor) : refuseMember(actor);
}

/**
 * The request as commands may see it. An outsider's belongs to no team, so that nothing of the team's can be found by it.
 */
export function scopeRequest(request: Request): Request {
  if (request.actor.role !== 'outsider') return request;
  const platform = request.team.slice(0, request.team.indexOf(':'));
  return { ...request, team: `${platform}:outside` as TeamKey };
}

const whoAdministers =
  'The administrators are those of the workspace or server, those added with `admins add`, and those in the bot’s setting ADMINISTRATORS.';

function refuseOutsider({ doubt }: Actor): UserError {
  return new UserError({
    code: 'not-allowed',
    message: 'Only members of this team can do that.',
    remedy: doubt ?? 'Ask one of them. I answer questions about MDaemon for everybody.',
  });
}

function refuseMember({ doubt }: Actor): UserError {
  return new UserError({
    code: 'not-allowed',
    message: 'Only an administrator of this team can do that.',
    remedy: doubt ?? `Ask one of them to run it. ${whoAdministers}`,
  });
}

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
