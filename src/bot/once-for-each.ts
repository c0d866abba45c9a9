/**
 * A pure function of objects that never change: it makes its result once for each of them, and keeps it as long as the
 * object is in use. For texts and the like, which are found by what they are and not by which, see `remember`.
 */
export function onceForEach<Given extends object, Made>(make: (given: Given) => Made): (given: Given) => Made {
  const made = new WeakMap<Given, Made>();
  return (given) => {
    const known = made.get(given);
    if (known !== undefined) return known;
    const result = make(given);
    made.set(given, result);
    return result;
  };
}
