import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { PortVerdict } from '../../bot/bot.ts';
import type { Direction, FirewallPlan } from '../plan.ts';

/** One firewall's language: how a plan, and its undoing, are written in it. Pure: the same plan gives the same bytes. */
export interface RuleFormat {
  readonly id: FormatId;
  /** Its name in an answer: `Windows PowerShell`. */
  readonly name: string;
  /** A file's extension, without the dot: `ps1`. */
  readonly extension: string;
  readonly mediaType: string;
  /** The language's name for syntax highlighting. */
  readonly language?: string;
  /** True where it has rules for programs as well as for ports. */
  readonly programs?: true;
  /** True where it suits a device in front of the server, so that the server's own address should be given. */
  readonly gateway?: true;
  /** One sentence that must be read before applying, in addition to the plan's notes. */
  warning?(plan: FirewallPlan): string | undefined;
  /** The rules, ending with a newline. */
  render(plan: FirewallPlan): string;
  /** Begins a comment line; absent where the language has no comments. */
  readonly comment?: string;
  /** True where the comments hold commands to run, so that they must not be left out. */
  readonly commentsMatter?: true;
  /**
   * Writes rules to add to existing ones, and no more: where a separate set beside them would have no effect, and where the
   * whole script has parts that existing rules make needless.
   *
   * @param answers the directions whose connections are stopped on the way back: a rule for answers is needed there too.
   */
  renderAdditions?(
    plan: FirewallPlan,
    chains: Readonly<Partial<Record<Direction, string>>>,
    answers?: readonly Direction[],
  ): string;
  /** One line that closes what is open without need. Absent, or `undefined`, where the firewall itself must be looked at. */
  close?(ports: PortVerdict): string | undefined;
  /** One sentence on what undoing removes besides the group's rules; absent where that is nothing. */
  readonly undoWarning?: string;
  /** Writes what removes exactly the plan's rules, ending with a newline. */
  undo(plan: FirewallPlan): string;
}
