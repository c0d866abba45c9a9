/** The target of a line, and the rest of it. */
interface FoundTarget {
  readonly target: string | undefined;
  readonly rest: string;
}

const marked = /^(?:to\s+)?([#@][^\s,:]+)[,:]?(?=\s|$)\s*/u;
/** Cron's own names for a when. */
const nickname = /^@(?:hourly|daily|midnight|weekly|monthly|yearly|annually|reboot)$/i;
const me = /^(?:to\s+)?me[,:]?(?=\s|$)\s*/iu;
const here = /^(?:to\s+)?(?:here|us|the (?:team|channel|group)|this (?:channel|team)|all of us)[,:]?(?=\s|$)\s*/iu;

/** Whom to remind, where a line begins with it: `me to …`, `@bob in 20 min`, `#ops every friday`, `us`. */
export function readTarget(typed: string): FoundTarget {
  const line = typed
    .trimStart()
    .replace(/^please\s+/i, '')
    .replace(/^remind\s+(?=(?:me|us|[@#]\S+)\s)/i, '');
  const [name, shown] = marked.exec(line) ?? [];
  if (name !== undefined && shown !== undefined && !nickname.test(shown))
    return { target: shown, rest: line.slice(name.length) };
  const [mine] = me.exec(line) ?? [];
  if (mine !== undefined) return { target: 'me', rest: line.slice(mine.length) };
  const [ours] = here.exec(line) ?? [];
  return ours === undefined ? { target: undefined, rest: typed } : { target: 'here', rest: line.slice(ours.length) };
}
