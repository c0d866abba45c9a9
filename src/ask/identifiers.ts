/** File names that people paste: `HostScreen.dat`. Programs have rows of their own. */
const fileName = /\b[\p{L}\p{N}_-]{2,40}\.(?:sem|dll|dat|ini|db|log)\b/giu;
/** Names of semaphores, which texts give without their ending. */
const semaphoreName = /\b[A-Z]{6,20}\b/g;

/** The names of files in a row's texts; who types one of them asks about what says it. */
export function identifiersIn(texts: readonly string[]): string[] {
  const whole = texts.join(' ');
  const files = whole.match(fileName) ?? [];
  const semaphores = /\.SEM\b/.test(whole) ? (whole.match(semaphoreName) ?? []).map((name) => `${name}.SEM`) : [];
  return [...new Set([...files, ...semaphores])];
}
