/** Words that begin a condition. */
const openers: ReadonlySet<string> = new Set(
  'if when since because once while although though provided unless wenn falls weil sobald sofern obwohl da si cuando aunque porque'.split(
    ' ',
  ),
);

/** Words that begin the question itself behind a condition that stands first. */
const questions: ReadonlySet<string> = new Set(
  `can may do does is are should must could which what how why then so kann darf muss soll brauche brauchen sind ist welche
  welcher welchen was wie puedo debo necesito hace cual cuales que como`.split(/\s+/),
);

/** The places of the words that are in a condition: `if everyone uses 587`. Empty where there is none. */
export function conditionOf(words: readonly string[]): ReadonlySet<number> {
  const start = words.findIndex((word) => openers.has(word));
  if (start === -1 || (start === 0 && words.length < 3)) return new Set();
  let end = words.length;
  const before = words.slice(0, start).some((word) => questions.has(word));
  if (!before) {
    const question = words.findIndex((word, at) => at > start + 1 && questions.has(word));
    if (question !== -1) end = question;
  }
  return new Set(Array.from({ length: end - start }, (_, index) => start + index));
}
