/** The same object with some of its members replaced. */
export function standIn<Target extends object>(target: Target, replaced: Partial<Target>): Target {
  return new Proxy(target, {
    get: (all, name) => (Object.hasOwn(replaced, name) ? Reflect.get(replaced, name) : Reflect.get(all, name)),
  });
}
