/** What bounds a memory. */
interface RememberOptions<Given> {
  /** Two that have the same key have the same result; `undefined` for one that is not to be remembered. */
  readonly keyOf: (given: Given) => string | undefined;
  /** Results kept. One more, and all are forgotten. */
  readonly most: number;
}

/** A pure function that remembers what it made, for work that comes again and again. */
export function remember<Given, Made>(
  make: (given: Given) => Made,
  { keyOf, most }: RememberOptions<Given>,
): (given: Given) => Made {
  const made = new Map<string, Made>();
  return (given) => {
    const key = keyOf(given);
    if (key === undefined) return make(given);
    const known = made.get(key);
    if (known !== undefined) return known;
    const result = make(given);
    if (made.size >= most) made.clear();
    made.set(key, result);
    return result;
  };
}
