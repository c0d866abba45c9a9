import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { FirewallPlan } from '../plan.ts';
import type { Existing, ExistingRule } from '../read/read.ts';

/** Writes a plan in one firewall's language. Pure: the same plan gives the same bytes. */
export interface RuleFormat {
  readonly id: FormatId;
  /** What it is called in an answer: `Windows PowerShell`. */
  readonly name: string;
  /** Without the dot: `ps1`. */
  readonly extension: string;
  readonly mediaType: string;
  /** The language's name for highlighting. */
  readonly language?: string;
  /** True where it knows programs as well as ports. */
  readonly programs?: true;
  /** True where it suits a device in front of the server, so that the server's address should be named. */
  readonly gateway?: true;
  /** One sentence that must be read before applying, beside the plan's own notes. */
  warning?(plan: FirewallPlan): string | undefined;
  /** The rules, ending with a newline. */
  render(plan: FirewallPlan): string;
  /** The mark that makes a line a comment; absent where there are none. */
  readonly comment?: string;
  /** True where the comments hold commands to run, so that they may not be left out. */
  readonly commentsMatter?: true;
  /** Rules to add to what there is, where a set of its own beside it would not do. */
  renderAdditions?(plan: FirewallPlan, existing: Existing): string;
  /** One line that closes what is open without need; absent where it takes a look at the firewall itself. */
  close?(rule: ExistingRule): string | undefined;
  /** What the undoing takes beside the group's rules, in one sentence; absent where that is nothing. */
  readonly undoWarning?: string;
  /** What removes exactly these rules, ending with a newline. */
  undo(plan: FirewallPlan): string;
}
