/**
 * Counts the characters that string methods and regular expressions go over while something runs: a measure of its work that
 * is the same on every machine, however busy. Loops that look at single characters are not seen, nor is backtracking.
 */
export function charactersRead(run: () => void): number {
  let count = 0;
  const strings = String.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  const kept = wholeTextMethods.map((name) => [name, strings[name]] as const);
  const { exec } = RegExp.prototype;
  for (const [name, method] of kept) {
    if (method === undefined) throw new Error(`There is no method ${name}`);
    strings[name] = function counted(this: string, ...given) {
      count += this.length;
      return method.apply(this, given);
    };
  }
  RegExp.prototype.exec = function counted(this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const match = exec.call(this, text);
    count += match === null ? Math.max(0, String(text).length - from) : match.index + match[0].length - from;
    return match;
  };
  try {
    run();
  } finally {
    for (const [name, method] of kept) if (method !== undefined) strings[name] = method;
    RegExp.prototype.exec = exec;
  }
  return count;
}

const wholeTextMethods = [
  'includes',
  'indexOf',
  'lastIndexOf',
  'localeCompare',
  'normalize',
  'split',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'trimEnd',
  'trimStart',
];
